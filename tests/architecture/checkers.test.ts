import { describe, expect, test } from 'vitest';
import { checkIdProblems } from './check-ids.ts';
import { decisionProblems, linkProblems } from './documents.ts';
import { importsOf } from './imports.ts';
import { browserProblems, layerProblems } from './layers.ts';
import { outwardProblems } from './outward.ts';
import { deniedProblems, dependencyProblems, type LockFile, lockProblems } from './packages.ts';
import { privateTableProblems } from './private-tables.ts';
import { type SourceFile, scan } from './scan.ts';
import { doorProblems, longFiles, longFunctions, nameProblems, readmeProblems } from './shape.ts';
import { classProblems, dateProblems, leftoverProblems, machineProblems } from './words.ts';

const ORDER = ['places', 'people', 'policy'];
const GOOD: SourceFile = {
  path: 'modules/people/good.ts',
  text: "import { z } from 'zod';\nexport const a = () => {};\n",
};

const layers = (files: readonly SourceFile[]) => layerProblems(importsOf(files), ORDER);
const browser = (files: readonly SourceFile[]) => browserProblems(importsOf(files), ['pg']);
const tables = (files: readonly SourceFile[]) => privateTableProblems(files, ORDER);
const ids = (files: readonly SourceFile[]) => checkIdProblems(files, '| B-01, C-02 | R-01 … R-10 |');
const links = (files: readonly SourceFile[]) => linkProblems(files, (path) => path === 'docs/b.md');
const machine = (files: readonly SourceFile[]) => machineProblems(files, '/srv/checkouts/kangyang');

/** One file that breaks the rule, and the words by which the checker names it. */
const PLANTED: [string, (files: readonly SourceFile[]) => string[], string, string, string][] = [
  [
    '模块引用上层模块',
    layers,
    'modules/places/a.ts',
    "import { x } from '#modules/people/index.ts';",
    'stands below people',
  ],
  [
    '只引用类型也算',
    layers,
    'modules/places/a.ts',
    "import type { X } from '#modules/people/index.ts';",
    'stands below',
  ],
  [
    '动态引用也算',
    layers,
    'modules/places/a.ts',
    "const x = await import('../people/index.ts');",
    'stands below people',
  ],
  ['转出也算', layers, 'modules/places/a.ts', "export { x } from '../people/index.ts';", 'stands below people'],
  ['不走门', layers, 'modules/policy/a.ts', "import { x } from '#modules/people/fact.ts';", 'by its index.ts'],
  ['服务器不走门', layers, 'server/a.ts', "import { x } from '#modules/people/fact.ts';", 'by its index.ts'],
  [
    '模块不在次序里',
    layers,
    'modules/meals/a.ts',
    "import { x } from '#platform/month/month.ts';",
    'not in the module',
  ],
  ['模块引用服务器', layers, 'modules/policy/a.ts', "import { x } from '#server/config.ts';", 'lower modules only'],
  ['平台引用模块', layers, 'platform/db/a.ts', "import { x } from '#modules/places/index.ts';", 'platform sees nobody'],
  [
    '门户引用工作人员端',
    layers,
    'apps/portal/a.ts',
    "import { x } from '../staff/a.ts';",
    'must not import apps/staff',
  ],
  ['门户用 antd', layers, 'apps/portal/a.ts', "import { Button } from 'antd';", 'portal must not import antd'],
  ['门户用 antd 的零件', layers, 'apps/portal/a.ts', "import { x } from '../kit/antd/page.tsx';", 'without antd'],
  ['页面绕过 contract', layers, 'apps/staff/a.ts', "import { x } from '#modules/people/index.ts';", 'contract.ts only'],
  ['页面用服务器端平台', layers, 'apps/staff/a.ts', "import { x } from '#platform/db/own.ts';", 'not for browsers'],
  ['零件认得模块', layers, 'apps/kit/a.ts', "import { x } from '#modules/people/contract.ts';", 'knows no module'],
  ['引用规则库', layers, 'modules/policy/a.ts', "import x from '../../rulebook/a.ts';", 'rulebook is data'],
  ['引用仓库以外', layers, 'server/a.ts', "import x from '../../b.ts';", 'outside the repository'],
  [
    '正式代码引用测试',
    layers,
    'server/a.ts',
    "import { x } from '#platform/testing/database.ts';",
    'only tests import',
  ],
  ['引用的名字是算出来的', layers, 'server/a.ts', 'await import(name);', 'written out'],
  ['浏览器里用 Node', browser, 'apps/staff/a.ts', "import { join } from 'node:path';", 'node:path'],
  ['自己向外调用', outwardProblems, 'modules/policy/a.ts', 'const a = await fetch(url);', 'calls outward'],
  [
    '自己发请求',
    outwardProblems,
    'modules/people/a.ts',
    "import { request } from 'node:https';",
    'request of node:https',
  ],
  ['自己拨号', outwardProblems, 'server/a.ts', "import net, { connect } from 'node:net';", 'everything of node:net'],
  ['用别的包向外调用', outwardProblems, 'platform/a/a.ts', "import { Agent } from 'undici';", 'imports undici'],
  ['读别人的表', tables, 'modules/policy/a.ts', 'const q = `select 1 from people.fact f`;', 'people.fact'],
  ['连接别人的表', tables, 'modules/policy/a.ts', "const q = 'join people.fact on true';", 'people.fact'],
  [
    '别人的公开视图',
    tables,
    'modules/people/a.ts',
    "const q = 'select 1 from places.public_division';",
    'places.public',
  ],
  ['查询构造器里的别人的表', tables, 'modules/policy/a.ts', "db.selectFrom('people.person as p');", 'people.person'],
  ['服务器读模块的表', tables, 'server/a.ts', "pool.query('update people.fact set kind = 1');", 'people.fact'],
  ['文件太长', longFiles, 'server/a.ts', 'a;\n'.repeat(251), '251 lines'],
  ['函数太长', longFunctions, 'server/a.ts', `function a(): void {\n${'b;\n'.repeat(60)}}\n`, '62 lines'],
  [
    '箭头函数太长',
    longFunctions,
    'server/a.ts',
    `const a = async (b: string) => {\n${'b;\n'.repeat(60)}};\n`,
    '62 lines',
  ],
  ['没有 README', readmeProblems, 'modules/people/a.ts', '', 'README.md is missing'],
  ['README 太长', readmeProblems, 'modules/people/README.md', 'a\n'.repeat(26), '26 lines'],
  [
    '门太宽',
    doorProblems,
    'modules/people/index.ts',
    `export { ${'abcdefghijk'.split('').join(', ')} } from './a.ts';`,
    '11 func',
  ],
  ['别处的 index.ts', doorProblems, 'platform/db/index.ts', "export { a } from './a.ts';", 'only a module'],
  ['全部转出', doorProblems, 'modules/people/index.ts', "export * from './a.ts';", 'hides'],
  ['没有意义的名字', nameProblems, 'platform/utils/a.ts', '', 'does not say'],
  ['没有意义的文件名', nameProblems, 'modules/people/helpers.ts', '', 'does not say'],
  ['规则库里有程序', nameProblems, 'rulebook/a.ts', '', 'rulebook is data'],
  ['用 Date 表示日期', dateProblems, 'modules/people/a.ts', 'const d = new Date(text);', 'makes a Date'],
  ['测试里用 Date 表示日期', dateProblems, 'modules/people/a.test.ts', "new Date('1943-03-15');", 'a day is a string'],
  ['类', classProblems, 'server/a.ts', 'class Engine {}', 'only errors'],
  ['有例外的文件里另一个类', classProblems, 'modules/policy/kernel/kernel.ts', 'class Other {}', 'only errors'],
  [
    '例外的类继承别的类',
    classProblems,
    'modules/policy/kernel/kernel.ts',
    'class Walker extends Other {}',
    'only errors',
  ],
  ['跳过的测试', leftoverProblems, 'tests/a.test.ts', "test.skip('a', () => {});", '.skip'],
  ['只跑一个测试', leftoverProblems, 'tests/a.test.ts', "describe.only('a', () => {});", '.only'],
  ['待办', leftoverProblems, 'server/a.ts', `// ${'TO'}${'DO'}: later`, 'is left over'],
  ['没有说明的编号', ids, 'server/a.test.ts', "test('B-01 R-10 C-02 B-99 a', () => {});", 'B-99'],
  ['断了的链接', links, 'docs/a.md', '[b](b.md) [c](../c.md) [d](https://example.org)', 'c.md is not there'],
  ['没有日期的决定', decisionProblems, 'docs/decisions/a.md', '# A\n\n2026-11-21\n', 'the same day'],
  ['太长的决定', decisionProblems, 'docs/decisions/2026-11-21-a.md', `#\n\n2026-11-21\n${'a\n'.repeat(38)}`, 'than 40'],
  ['本机路径', machine, 'docs/a.md', 'see /srv/checkouts/kangyang/x', 'names /srv/checkouts/'],
  ['个人文件夹', machine, 'docs/a.md', `see ${['', 'home', 'anna', 'x'].join('/')}`, 'anna'],
  ['软件源', machine, '.npmrc', ['https://registry', 'example.org'].join('.'), 'names registry'],
  ['读仓库以外的文件', machine, 'server/a.ts', "new URL('../../b.json', import.meta.url);", 'outside'],
];

describe('检查程序自己也要查', () => {
  test.each(PLANTED)('看得出：%s', (_, check, path, text, said) => {
    const problems = check([{ path, text }, GOOD, ...neededBy(check)]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(said);
    expect(problems[0]).toContain(path.startsWith('modules/people') ? 'modules/people' : path);
  });

  test.each([...new Set(PLANTED.map(([, check]) => check))].map((check, i) => [i, check] as const))(
    '什么也没读到就是失败（%i）',
    (_, check) => {
      expect(() => check([])).toThrow(/looks in the wrong place/);
    },
  );

  test('注释、文字和正则里的话不算数', () => {
    const open = '$' + '{';
    const text = `// import 'a'
const s = 'import x from "b"'; const r = /['"\`{]/; const t = \`a ${open}s + \`b ${open}'c'}\`} d\`;
`;
    expect(scan(text).literals.map((literal) => literal.text)).toEqual(['import x from "b"', 'a $ d', 'b $', 'c']);
    expect(scan(text).code).toHaveLength(text.length);
    expect(importsOf([{ path: 'server/a.ts', text }, GOOD])).toHaveLength(1);
  });

  test('describe 只是分组，可以更长', () => {
    const text = `describe('a', () => {\n${'b;\n'.repeat(80)}});\nif (a) {\n${'b;\n'.repeat(80)}}\n`;
    expect(longFunctions([{ path: 'server/a.test.ts', text }, GOOD])).toEqual([]);
  });
});

describe('C-09 依赖的检查', () => {
  const lock: LockFile = {
    packages: {
      '': {},
      'node_modules/a': { version: '1.2.3', integrity: 'sha512-x' },
      'node_modules/b/node_modules/a': { version: '1.2.0-beta.1', resolved: 'https://x', integrity: 'sha512-x' },
    },
  };
  const denied = (range: string) => deniedProblems(lock, [{ package: 'a', range, reason: 'r', date: '2026-11-21' }]);

  test('认得出禁用的版本，也在别的包里面找', () => {
    expect(denied('*')).toHaveLength(2);
    expect(denied('<1.2.3')).toEqual(['node_modules/b/node_modules/a 1.2.0-beta.1 is denied (<1.2.3): r']);
    expect(denied('<1.2.0')).toHaveLength(1);
    expect(denied('<1.1.9')).toEqual([]);
    expect(() => denied('^1.0.0')).toThrow("write '*' or '<1.2.3'");
    expect(() => deniedProblems({ packages: {} }, [])).toThrow('looks in the wrong place');
  });

  test('认得出下载地址、缺少的哈希、没有固定或没有理由的依赖', () => {
    expect(lockProblems(lock)).toEqual(['node_modules/b/node_modules/a: has a resolved address']);
    expect(lockProblems({ packages: { 'node_modules/a': { version: '1.0.0' } } })).toHaveLength(1);
    expect(dependencyProblems({ dependencies: { a: '^1.0.0', b: '1.0.0' } }, '`a`')).toEqual([
      'a: ^1.0.0 is not one exact version',
      'b: the decision on dependencies does not say why',
    ]);
    expect(() => dependencyProblems({}, '')).toThrow('looks in the wrong place');
  });
});

/** What a checker must find besides the planted file in order to have read something. */
function neededBy(check: unknown): SourceFile[] {
  if (check === tables) return [{ path: 'modules/people/own.ts', text: "const q = 'select 1 from people.person';" }];
  if (check === doorProblems) return [{ path: 'modules/places/index.ts', text: "export { a } from './a.ts';" }];
  if (check === browser) return [{ path: 'apps/kit/a.ts', text: "import { z } from 'zod';" }];
  if (check === readmeProblems) return [{ path: 'modules/places/README.md', text: '# places\n' }];
  return [];
}
