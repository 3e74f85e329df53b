import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { refuse } from '../contract.ts';
import { COLUMN_NAMES, columnsIn, type InputColumns } from './columns.ts';
import { openRooms, type Room, type Rooms } from './rooms.ts';

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

/**
 * Reads a frozen input back, into `rooms`; refused when the file is not what its name says: then somebody changed evidence. Whoever reads
 * many files gives each room back.
 */
export async function thaw(
  folder: string,
  sha256: string,
  rooms: Rooms = openRooms(),
): Promise<{ columns: InputColumns; free: () => void }> {
  const path = frozenPath(folder, sha256);
  const { ints, free } = await readInts(path, rooms);
  const length = ints[2] ?? 0;
  const isWhole = ints.length === HEADER_INTS + length * COLUMN_NAMES.length;
  const isOurs = ints[0] === MAGIC && ints[1] === VERSION && ints[3] === COLUMN_NAMES.length && isWhole;
  if (!isOurs || createHash('sha256').update(bytesOf(ints)).digest('hex') !== sha256) {
    free();
    return refuse('policy.frozen-changed', { path });
  }
  return { columns: columnsIn(ints, HEADER_INTS, length), free };
}

/** A file that is no whole number of them long is read short, and then does not have its hash. */
async function readInts(path: string, rooms: Rooms): Promise<Room> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const room = rooms.take(Math.floor(size / Int32Array.BYTES_PER_ELEMENT));
    const bytes = bytesOf(room.ints);
    for (let at = 0; at < bytes.length; ) {
      const { bytesRead } = await file.read(bytes, at, bytes.length - at, at);
      if (bytesRead === 0) break;
      at += bytesRead;
    }
    return room;
  } finally {
    await file.close();
  }
}

function frozenPath(folder: string, sha256: string): string {
  return join(folder, sha256.slice(0, 2), `${sha256}.input`);
}

function headerOf(columns: InputColumns): Buffer {
  return bytesOf(Int32Array.of(MAGIC, VERSION, columns.length, COLUMN_NAMES.length));
}

function bytesOf(array: Int32Array): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
}
