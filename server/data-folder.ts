import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { socketFolder } from '#platform/embedded/socket-folder.ts';
import { Refusal } from '#platform/refusal/refusal.ts';

export type DataFolder = {
  path: string;
  lockFile: string;
  passwordFile: string;
  masterKeyFile: string;
  /** Signs the audit's heads; apart from the sealing key. */
  signingKeyFile: string;
  /** The heads, unless KANGYANG_AUDIT_HEADS names another place. */
  auditHeads: string;
  /** The input of every computed list, as evidence. */
  frozenFolder: string;
  /** What people uploaded, each file locked. */
  filesFolder: string;
  /** Present from the first byte of a restore to its last check: whatever lies there is not a complete database. */
  unfinishedRestore: string;
};

const MARK = 'kangyang.json';
const SECRETS = 'secrets';
/** Outlives a reset: without these files an earlier backup cannot be read. */
export const KEPT_BY_RESET = new Set([MARK, SECRETS, 'lock']);

/** Beside the clone; for root where the database's own account can enter, also when the clone lies in a private folder. */
export function defaultDataDir(clone: string): string {
  if (process.getuid?.() !== 0) return join(clone, '.kangyang');
  const hash = createHash('sha256').update(clone).digest('hex').slice(0, 8);
  return join('/var/lib/kangyang', `${basename(clone)}-${hash}`);
}

export function describeDataFolder(path: string): DataFolder {
  return {
    path,
    lockFile: join(path, 'lock'),
    passwordFile: join(path, SECRETS, 'postgresql-password'),
    masterKeyFile: join(path, SECRETS, 'master.key'),
    signingKeyFile: join(path, SECRETS, 'audit-signing.pem'),
    auditHeads: join(path, 'audit-heads'),
    frozenFolder: join(path, 'frozen'),
    filesFolder: join(path, 'files'),
    unfinishedRestore: join(path, 'unfinished-restore'),
  };
}

/** Makes the folder, or recognises it as ours. A folder with anything else in it is refused: reset would empty it. */
export function openDataFolder(path: string): DataFolder {
  const entries = listOrMake(path);
  if (entries.includes(MARK)) refuseOtherOwner(path);
  else if (entries.length > 0) {
    throw refusal(`文件夹 ${path} 里有别的东西，不是本系统的数据文件夹。请用 --data 指定一个空的或新的文件夹。`);
  } else {
    const text = JSON.stringify({ format: 1, madeFor: 'kangyang' });
    writeFileSync(join(path, MARK), `${text}\n`);
    mkdirSync(join(path, SECRETS), { recursive: true, mode: 0o700 });
  }
  return describeDataFolder(path);
}

/** Only the folder's owner can open this socket: its own folder lets nobody else in. */
export function controlSocket(folder: DataFolder): string {
  return join(socketFolder(folder.path, 'control', 'control.sock', 0o700), 'control.sock');
}

function listOrMake(path: string): string[] {
  try {
    if (!existsSync(path)) {
      mkdirSync(dirname(path), { recursive: true });
      mkdirSync(path, { recursive: true, mode: 0o700 });
    }
    return readdirSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' || code === 'ENOTDIR') throw refusal(`${path} 不是文件夹。请用 --data 指定一个文件夹。`);
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
      throw refusal(`没有权限使用数据文件夹 ${path}。请用 --data 指定一个当前用户能写的文件夹。`);
    }
    throw error;
  }
}

function refuseOtherOwner(path: string): void {
  const { uid } = lstatSync(join(path, MARK));
  if (uid === process.getuid?.()) return;
  throw refusal(`数据文件夹 ${path} 属于另一个用户（编号 ${uid}）。请以该用户运行，或用 --data 指定另一个文件夹。`);
}

function refusal(sentence: string): Refusal {
  return new Refusal('data-folder', 409, sentence, {});
}
