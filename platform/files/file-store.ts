import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FILE_KINDS, type FileKind } from '../contract/file-kind.ts';
import type { Keys } from '../crypto/keys.ts';
import { openSealed, seal } from '../crypto/seal.ts';
import type { AnyDb } from '../db/own.ts';
import type { Ctx } from '../session/ctx.ts';
import type { CheckedFile } from './check-upload.ts';
import { refuseFile } from './refuse.ts';

const TABLE = 'platform.stored_file';
const CIPHER = 'aes-256-gcm';
const KEY = 32;
const IV = 12;
const TAG = 16;
/** A file is on disk before its row is committed: only then is one without a row left over. */
const LEFT_OVER_AFTER_MS = 24 * 3_600_000;
const NAME = /^([0-9a-f]{2})([0-9a-f-]{34})\.file$/;

export type FilePlace = { folder: string; keys: Keys };
export type StoredFile = { kind: FileKind; bytes: Buffer };

/** 保存文件: in the act's transaction; gives the id by which alone it is found. Whoever keeps the id decides who may read. */
export async function keepFile({ folder, keys }: FilePlace, ctx: Ctx, file: CheckedFile): Promise<string> {
  const fileId = randomUUID();
  const key = randomBytes(KEY);
  await ctx.db
    .insertInto(TABLE)
    .values({
      ...{ file_id: fileId, kind: file.kind, byte_count: file.bytes.length, made_at: ctx.now },
      sha256: Buffer.from(file.sha256, 'hex'),
      sealed_key: seal(keys, placeOf(fileId), { key: key.toString('base64') }),
      made_by: ctx.user.accountNo,
    })
    .execute();
  await writeWhole(join(folder, pathOf(fileId)), lock(key, fileId, file.bytes));
  return fileId;
}

/** Reads a file that somebody may read: the caller has checked that. Refuses an id without a row; throws when it was changed. */
export async function readFileOf({ folder, keys }: FilePlace, db: AnyDb, fileId: string): Promise<StoredFile> {
  const row = await db
    .selectFrom(TABLE)
    .select(['kind', 'sealed_key'])
    .where('file_id', '=', fileId)
    .executeTakeFirst();
  const kind = FILE_KINDS.find((one) => one === row?.kind);
  if (!row || !kind) return refuseFile('file.absent');
  const { key = '' } = await openSealed(keys, placeOf(fileId), row.sealed_key);
  const locked = await readFile(join(folder, pathOf(fileId)));
  return { kind, bytes: unlock(Buffer.from(key, 'base64'), fileId, locked) };
}

/** 删除文件: with its key gone it is gone at once, in every copy; the bytes follow with the next sweep. */
export async function dropFile(db: AnyDb, fileId: string): Promise<void> {
  await db.deleteFrom(TABLE).where('file_id', '=', fileId).execute();
}

/** Removes what no row names: acts that were undone, files that were dropped. Returns how many. */
export async function sweepFiles({ folder }: Pick<FilePlace, 'folder'>, db: AnyDb, now: Date): Promise<number> {
  let removed = 0;
  const entries = await readdir(folder, { recursive: true }).catch(() => []);
  for (const entry of entries) {
    const path = join(folder, entry);
    const found = NAME.exec(entry.slice(entry.lastIndexOf('/') + 1));
    if (!found) continue;
    if (now.getTime() - (await stat(path)).mtimeMs < LEFT_OVER_AFTER_MS) continue;
    const fileId = `${found[1]}${found[2]}`;
    const row = await db.selectFrom(TABLE).select('file_id').where('file_id', '=', fileId).executeTakeFirst();
    if (row) continue;
    await rm(path, { force: true });
    removed += 1;
  }
  return removed;
}

/** Where its key lies sealed. */
function placeOf(fileId: string) {
  return { table: TABLE, column: 'sealed_key', row: fileId };
}

/** Made from the id alone: no name that a sender chose ever reaches the disk (B-54). */
function pathOf(fileId: string): string {
  return join(fileId.slice(0, 2), `${fileId}.file`);
}

async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

function lock(key: Buffer, fileId: string, bytes: Buffer): Buffer {
  const iv = randomBytes(IV);
  const cipher = createCipheriv(CIPHER, key, iv);
  cipher.setAAD(Buffer.from(fileId));
  const body = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

function unlock(key: Buffer, fileId: string, locked: Buffer): Buffer {
  const decipher = createDecipheriv(CIPHER, key, locked.subarray(0, IV));
  decipher.setAAD(Buffer.from(fileId));
  decipher.setAuthTag(locked.subarray(IV, IV + TAG));
  return Buffer.concat([decipher.update(locked.subarray(IV + TAG)), decipher.final()]);
}
