import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Refusal } from '../refusal/refusal.ts';
import { type Account, canEnter } from './account.ts';

export const OWNER_ROLE = 'kangyang';
const MAJOR_VERSION = '18';

/** Where the server's own folders lie instead when its account cannot enter the data folder: a link in there names it. */
const ELSEWHERE = 'server';
const SHARED_FOLDER = '/var/lib/kangyang';

/** The cluster of a data folder, whether it is there yet or not. */
export function clusterFolder(folder: string): string {
  return join(serverFolder(folder), 'postgresql');
}

function serverFolder(folder: string): string {
  const link = join(folder, ELSEWHERE);
  return existsSync(link) ? realpathSync(link) : folder;
}

/**
 * Makes the data folder; as root others may pass through it, but read nothing in it. Returns where the server's own
 * folders lie: in it, or, when it is new and below a folder the database account may not enter, under /var/lib/kangyang.
 */
export async function openFolder(folder: string, account: Account, log: (line: string) => void): Promise<string> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, account ? 0o711 : 0o700);
  const place = serverFolder(folder);
  if (canEnter(account, place)) return place;
  if (!existsSync(join(place, 'postgresql'))) {
    await mkdir(SHARED_FOLDER, { recursive: true });
    const elsewhere = await mkdtemp(join(SHARED_FOLDER, `${ELSEWHERE}-`));
    await chmod(elsewhere, 0o711);
    if (canEnter(account, elsewhere)) {
      await symlink(elsewhere, join(folder, ELSEWHERE));
      log(`数据库用户 ${account?.name} 进不了 ${folder}，数据库放在 ${elsewhere}。`);
      return elsewhere;
    }
  }
  throw new Refusal(
    'embedded.unreachable',
    409,
    `以 root 启动时，数据库以用户 ${account?.name} 运行，而它进不了数据文件夹 ${folder}。请用 --data 换一个它能进入的位置，或改用普通用户启动。`,
    {},
  );
}

/** Deletes the cluster and everything the server made, wherever it lies. The server must not be running. */
export async function removeCluster(folder: string): Promise<void> {
  const place = serverFolder(folder);
  if (place === folder) await rm(clusterFolder(folder), { recursive: true, force: true });
  else await rm(place, { recursive: true, force: true });
  await rm(join(folder, ELSEWHERE), { force: true });
}

/** Reads the owner role's password, or makes it; the file stays ours alone. */
export async function openPassword(file: string): Promise<string> {
  if (!existsSync(file)) {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  }
  return (await readFile(file, 'utf8')).trim();
}

/** Makes the cluster unless it is there. It gets its name when it is complete. */
export async function createCluster(
  binaries: string,
  cluster: string,
  account: Account,
  password: string,
): Promise<void> {
  if (existsSync(cluster)) return refuseOtherVersion(cluster);
  const unfinished = `${cluster}.partial`;
  const passwordFile = `${cluster}.password`;
  await rm(unfinished, { recursive: true, force: true });
  await rm(passwordFile, { force: true });
  await mkdir(unfinished, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600, flag: 'wx' });
  try {
    if (account) for (const path of [unfinished, passwordFile]) await chown(path, account.uid, account.gid);
    runInitdb(binaries, unfinished, passwordFile, account);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(unfinished, cluster);
}

function runInitdb(binaries: string, cluster: string, passwordFile: string, account: Account): void {
  // The built-in C.UTF-8 is the same everywhere and knows Chinese letters; plain C makes trigram search blind to them.
  const libcLocale = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';
  const args = [
    `--pgdata=${cluster}`,
    `--username=${OWNER_ROLE}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    `--locale=${libcLocale}`,
    '--data-checksums',
    '--no-instructions',
  ];
  const result = spawnSync(join(binaries, 'bin', 'initdb'), args, {
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
    cwd: '/',
    env: { PATH: process.env.PATH ?? '', TZ: 'UTC' },
    encoding: 'utf8',
  });
  if (result.status === 0) return;
  const said = result.error?.message ?? `${result.stdout}${result.stderr}`.trim();
  throw new Refusal('embedded.initdb', 409, `建立数据库失败：${said}`, {});
}

async function refuseOtherVersion(cluster: string): Promise<void> {
  const version = (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim();
  if (version === MAJOR_VERSION) return;
  throw new Refusal(
    'embedded.version',
    409,
    `数据文件夹里的数据库是 PostgreSQL ${version}，本版程序带的是 ${MAJOR_VERSION}。请用旧版程序 backup，再用本版 restore 到新的数据文件夹。`,
    {},
  );
}
