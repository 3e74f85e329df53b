import { mustHaveRead } from './kind-of-file.ts';

export type LockFile = {
  packages: Record<string, { version?: string; resolved?: string; integrity?: string; link?: boolean }>;
};
export type Manifest = Partial<
  Record<'dependencies' | 'devDependencies' | 'optionalDependencies', Record<string, string>>
>;
/** docs/denied-packages.yaml: `range` is '*' or '<1.2.3'. */
export type Denied = { package: string; range: string; reason: string; date: string };

/** C-09: no package of the lock file is on the deny-list. */
export function deniedProblems(lock: LockFile, denied: readonly Denied[]): string[] {
  const installed = installedOf(lock);
  mustHaveRead(denied.length, 'denied package');
  return denied.flatMap((one) =>
    installed
      .filter(({ name, version }) => name === one.package && isIn(version, one.range))
      .map(({ path, version }) => `${path} ${version} is denied (${one.range}): ${one.reason}`),
  );
}

/** The lock file has a hash for every package and no address of the registry it came from. */
export function lockProblems(lock: LockFile): string[] {
  const installed = installedOf(lock);
  return installed.flatMap(({ path, resolved, integrity }) => [
    ...(resolved === undefined ? [] : [`${path}: has a resolved address`]),
    ...(integrity === undefined ? [`${path}: has no integrity hash`] : []),
  ]);
}

/** Every dependency is pinned to one version, and its reason is written down. */
export function dependencyProblems(manifest: Manifest, decision: string): string[] {
  const all = Object.entries({
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
  });
  mustHaveRead(all.length, 'dependency');
  return all.flatMap(([name, version]) => [
    ...(/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version) ? [] : [`${name}: ${version} is not one exact version`]),
    ...(decision.includes(`\`${name}\``) ? [] : [`${name}: the decision on dependencies does not say why`]),
  ]);
}

function installedOf(lock: LockFile) {
  const installed = Object.entries(lock.packages).flatMap(([path, entry]) => {
    const name = path.split('node_modules/').at(-1) ?? '';
    return path === '' || entry.link ? [] : [{ ...entry, path, name, version: entry.version ?? '' }];
  });
  mustHaveRead(installed.length, 'installed package');
  return installed;
}

/** Whether a version lies in the range; a pre-release counts as older than its release. */
function isIn(version: string, range: string): boolean {
  if (range === '*') return true;
  const limit = /^<(\d+)\.(\d+)\.(\d+)$/.exec(range);
  if (!limit) throw new Error(`range ${range}: write '*' or '<1.2.3'`);
  const parts = /^(\d+)\.(\d+)\.(\d+)(-)?/.exec(version);
  if (!parts) throw new Error(`${version} is not a version`);
  for (const place of [1, 2, 3]) {
    const difference = Number(parts[place]) - Number(limit[place]);
    if (difference !== 0) return difference < 0;
  }
  return parts[4] !== undefined;
}
