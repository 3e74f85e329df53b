import type { Import } from './imports.ts';
import { isTestCode, mustHaveRead } from './kind-of-file.ts';

/** The files of platform that also run in a browser. */
const BROWSER_PLATFORM = [
  'platform/contract/',
  'platform/month/',
  'platform/money/',
  'platform/refusal/',
  'platform/keys/contract.ts',
  'platform/classification/',
];

/** Doors into the inside of a module that are open to one file of server or tools, and why. */
const EXCEPTIONS: Record<string, { reason: string; to: readonly string[] }> = {
  'server/modules.ts': {
    reason: 'fills the copy of the divisions that foreign keys point to; no module calls it',
    to: ['modules/places/division.store.ts'],
  },
  'tools/places/extract.ts': {
    reason: 'makes the data files of places, so it needs their format',
    to: ['modules/places/division.data.ts', 'modules/places/division.ts', 'modules/places/place-number.ts'],
  },
  'tools/docs/classification.ts': {
    reason: 'writes the classification from a database made by the migrations',
    to: ['platform/testing/server.ts'],
  },
  'tools/schema/generate.ts': {
    reason: 'generates the column types from a database made by the migrations',
    to: ['platform/testing/server.ts'],
  },
};

const SCREEN_PACKAGES = /^(react|react-dom|antd|@tanstack\/.+|@ant-design\/.+)$/;
const STAFF_ONLY_PACKAGES = /^(antd|@ant-design\/.+)$/;

type Place = { area: string; name: string; file: string };

/** The dependency rule: who may import whom. Returns one line per broken rule. */
export function layerProblems(imports: readonly Import[], moduleOrder: readonly string[]): string[] {
  mustHaveRead(imports.length, 'import');
  return imports.flatMap((one) => {
    const problem = 'to' in one ? fileProblem(one.from, one.to, moduleOrder) : packageProblem(one);
    return problem === undefined ? [] : [`${one.from}:${one.line}: ${problem}`];
  });
}

/** What the screens import, all the way down, runs in a browser: no node: module and no server package may be among it. */
export function browserProblems(imports: readonly Import[], serverPackages: readonly string[]): string[] {
  const byFile = Map.groupBy(imports, ({ from }) => from);
  const start = [...byFile.keys()].filter((path) => path.startsWith('apps/') && isScreen(path));
  mustHaveRead(start.length, 'screen');
  const waiting = [...start];
  const reached = new Set(waiting);
  const problems: string[] = [];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    for (const one of byFile.get(path) ?? []) {
      if ('to' in one && !reached.has(one.to)) {
        reached.add(one.to);
        waiting.push(one.to);
      }
      if ('name' in one && (one.name.startsWith('node:') || serverPackages.includes(one.name))) {
        problems.push(`${path}:${one.line}: reached from a screen, so it must not import ${one.name}`);
      }
    }
  }
  return problems;
}

function isScreen(path: string): boolean {
  return !isTestCode(path) && !path.endsWith('.config.ts');
}

function packageProblem(one: Import): string | undefined {
  if ('computed' in one) return 'the name of an import must be written out, or nobody can check it';
  if (!('name' in one)) return undefined;
  const { area, name } = placeOf(one.from);
  if (SCREEN_PACKAGES.test(one.name) && area !== 'apps') return `only apps import ${one.name}`;
  if (STAFF_ONLY_PACKAGES.test(one.name) && area === 'apps' && name === 'portal')
    return `the portal must not import ${one.name}`;
  return undefined;
}

function fileProblem(fromPath: string, toPath: string, moduleOrder: readonly string[]): string | undefined {
  if (toPath.startsWith('..')) return `${toPath} lies outside the repository`;
  const from = placeOf(fromPath);
  const to = placeOf(toPath);
  if (EXCEPTIONS[fromPath]?.to.includes(toPath)) return undefined;
  if (from.area === 'tests' || from.area === 'bench' || toPath === 'package.json') return undefined;
  if (isTestCode(toPath) && !isTestCode(fromPath)) return `only tests import ${toPath}`;
  if (to.area === 'rulebook') return 'the rulebook is data and is read, not imported';
  if (from.area === 'platform')
    return to.area === 'platform' ? undefined : `platform sees nobody, but imports ${toPath}`;
  if (from.area === 'modules') return moduleProblem(from, to, toPath, moduleOrder);
  if (from.area === 'apps') return appProblem(from, to, toPath, fromPath);
  if (to.area === 'modules')
    return throughTheDoor(to) ? undefined : `enter ${to.name} by its index.ts or contract.ts, not ${toPath}`;
  return undefined;
}

function moduleProblem(from: Place, to: Place, toPath: string, moduleOrder: readonly string[]): string | undefined {
  const rank = moduleOrder.indexOf(from.name);
  if (rank < 0) return `module ${from.name} is not in the module order`;
  if (to.area === 'platform') return undefined;
  if (to.area !== 'modules') return `a module sees platform and lower modules only, not ${toPath}`;
  if (to.name === from.name) return undefined;
  const other = moduleOrder.indexOf(to.name);
  if (other < 0) return `module ${to.name} is not in the module order`;
  if (other > rank) return `${from.name} stands below ${to.name} in the module order and must not see it`;
  return throughTheDoor(to) ? undefined : `enter ${to.name} by its index.ts or contract.ts, not ${toPath}`;
}

function appProblem(from: Place, to: Place, toPath: string, fromPath: string): string | undefined {
  if (to.area === 'modules') {
    if (from.name === 'kit') return 'apps/kit knows no module';
    return to.file === 'contract.ts' ? undefined : `apps see a module's contract.ts only, not ${toPath}`;
  }
  if (to.area === 'platform') {
    if (BROWSER_PLATFORM.some((folder) => toPath.startsWith(folder))) return undefined;
    return isTestCode(fromPath) ? undefined : `${toPath} is not for browsers`;
  }
  if (to.area !== 'apps') return `apps must not import ${toPath}`;
  if (from.name === 'portal' && toPath.startsWith('apps/kit/antd/')) return 'the portal does without antd';
  return to.name === 'kit' || to.name === from.name ? undefined : `apps/${from.name} must not import apps/${to.name}`;
}

function throughTheDoor({ file }: Place): boolean {
  return file === 'index.ts' || file === 'contract.ts';
}

/** modules/people/fact.ts → { area: modules, name: people, file: fact.ts }. */
function placeOf(path: string): Place {
  const [area = '', name = '', ...rest] = path.split('/');
  return { area, name, file: rest.join('/') };
}
