import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type pg from 'pg';

/** Where uploaded files lie, locked, in a data folder as in a backup. */
export const FILES = 'files';

/** A stored file's place below its folder, as platform/files makes it from the id. */
export function filePath(fileId: string): string {
  return join(fileId.slice(0, 2), `${fileId}.file`);
}

/** The ids of all stored files, in the snapshot that the rows are read in. */
export async function readStoredFiles(client: pg.ClientBase, schemas: readonly string[]): Promise<string[]> {
  if (!schemas.includes('platform')) return [];
  const { rows } = await client.query<{ file_id: string }>('select file_id from platform.stored_file order by file_id');
  return rows.map((row) => row.file_id);
}

export type CopiedFiles = { files: { fileId: string; sha256: string }[]; filesMissing: string[] };

/** Copies what the rows name, after the rows were read: a file is on disk before its row. It stays locked by its row's sealed key. */
export async function copyStoredFiles(source: string, target: string, ids: readonly string[]): Promise<CopiedFiles> {
  const copied: CopiedFiles = { files: [], filesMissing: [] };
  for (const fileId of ids) {
    const from = join(source, filePath(fileId));
    if (!existsSync(from)) {
      copied.filesMissing.push(fileId);
      continue;
    }
    const to = join(target, filePath(fileId));
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    await copyFile(from, to);
    copied.files.push({ fileId, sha256: await sha256Of(to) });
  }
  return copied;
}

/** The first file that is not there or not as it was backed up; undefined when all are. */
export async function firstChanged(folder: string, files: CopiedFiles['files']): Promise<string | undefined> {
  for (const { fileId, sha256 } of files) {
    const found = await sha256Of(join(folder, filePath(fileId))).catch(() => '');
    if (found !== sha256) return join(FILES, filePath(fileId));
  }
  return undefined;
}

async function sha256Of(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}
