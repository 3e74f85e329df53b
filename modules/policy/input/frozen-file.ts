import { createHash, randomUUID, webcrypto } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { refuse } from '../contract.ts';
import { COLUMN_NAMES, type InputColumns } from './columns.ts';

// 冻结文件: magic, version, row count, column count as int32 little-endian, then each column's int32 values.
const MAGIC = 0x4b59494e;
/** 2: with the village. */
const VERSION = 2;
const HEADER_INTS = 4;

export function inputSha256(columns: InputColumns): string {
  const hash = createHash('sha256').update(headerOf(columns));
  for (const name of COLUMN_NAMES) hash.update(bytesOf(columns[name]));
  return hash.digest('hex');
}

/** `written`: when the file is safely on disk; nothing that rests on it may be committed before. */
export type Frozen = { sha256: string; written: Promise<void> };

/** Keeps a unit's input as evidence under its hash; written whole or not at all, while the caller goes on. */
export function freeze(folder: string, columns: InputColumns): Frozen {
  const sha256 = inputSha256(columns);
  const written = writeFrozen(frozenPath(folder, sha256), columns);
  // Awaited by whoever commits; until then a failure must not count as unhandled.
  written.catch(() => undefined);
  return { sha256, written };
}

async function writeFrozen(path: string, columns: InputColumns): Promise<void> {
  if (existsSync(path)) return;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  // Two hands may freeze the same unit at once.
  const temporary = `${path}.${randomUUID()}.part`;
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.write(headerOf(columns));
    for (const name of COLUMN_NAMES) await file.write(bytesOf(columns[name]));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}

export function isFrozen(folder: string, sha256: string): boolean {
  return existsSync(frozenPath(folder, sha256));
}

/** Reads a frozen input back; refused when the file is not what its name says: then somebody changed evidence. */
export async function thaw(folder: string, sha256: string): Promise<InputColumns> {
  const path = frozenPath(folder, sha256);
  const bytes = await readFile(path);
  const all = intsOf(bytes);
  const length = all[2] ?? 0;
  const isWhole = all.length === HEADER_INTS + length * COLUMN_NAMES.length;
  if (all[0] !== MAGIC || all[1] !== VERSION || all[3] !== COLUMN_NAMES.length || !isWhole)
    return refuse('policy.frozen-changed', { path });
  const columns = { length } as InputColumns;
  COLUMN_NAMES.forEach((name, index) => {
    columns[name] = all.subarray(HEADER_INTS + index * length, HEADER_INTS + (index + 1) * length);
  });
  if ((await fileSha256(bytes)) !== sha256) return refuse('policy.frozen-changed', { path });
  return columns;
}

/** On another thread: a province's files are read while its orders are. */
async function fileSha256(bytes: Buffer): Promise<string> {
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex');
}

function frozenPath(folder: string, sha256: string): string {
  return join(folder, sha256.slice(0, 2), `${sha256}.input`);
}

function headerOf(columns: InputColumns): Buffer {
  return bytesOf(Int32Array.of(MAGIC, VERSION, columns.length, COLUMN_NAMES.length));
}

/** Without a copy where the bytes lie at a whole number. */
function intsOf(bytes: Buffer): Int32Array {
  const { buffer, byteOffset, byteLength } = bytes;
  const whole = Math.floor(byteLength / Int32Array.BYTES_PER_ELEMENT);
  if (byteOffset % Int32Array.BYTES_PER_ELEMENT === 0) return new Int32Array(buffer, byteOffset, whole);
  return new Int32Array(buffer.slice(byteOffset, byteOffset + byteLength), 0, whole);
}

function bytesOf(array: Int32Array): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
}
