import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refusal } from '../refusal/refusal.ts';

/** A unix socket's path may have 107 bytes on Linux and 103 on macOS. */
const LONGEST_PATH_BYTES = 100;

/**
 * Where the socket of a data folder lies: in the folder itself, or, when the path would be too long, in a folder
 * under the temporary folder that only we can write. Makes the folder; refuses one that somebody else made first.
 */
export function socketFolder(dataDir: string, part: string, socketName: string, mode: number): string {
  const inside = join(dataDir, part);
  if (fits(join(inside, socketName))) {
    mkdirSync(inside, { recursive: true });
    chmodSync(inside, mode);
    return inside;
  }
  const hash = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  const names = `kangyang-${process.getuid?.() ?? 0}-${part}-${hash}`;
  const parent = [tmpdir(), '/tmp'].find((folder) => fits(join(folder, names, socketName))) ?? '/tmp';
  const outside = join(parent, names);
  mkdirSync(outside, { recursive: true, mode: 0o700 });
  refuseStranger(outside);
  return outside;
}

function fits(path: string): boolean {
  return Buffer.byteLength(path) <= LONGEST_PATH_BYTES;
}

function refuseStranger(folder: string): void {
  const { uid, mode } = lstatSync(folder);
  const isFolder = (mode & 0o170000) === 0o040000;
  const ours = uid === process.getuid?.() || process.getuid?.() === 0;
  if (isFolder && ours && (mode & 0o022) === 0) return;
  throw new Refusal(
    'embedded.socket-folder',
    409,
    `文件夹 ${folder} 被他人占用。请删除它，或换一个较短的数据文件夹路径（--data）。`,
    {},
  );
}
