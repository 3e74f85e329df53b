import { createWriteStream, existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { readNamedFrozen, readPartitions, readSequences, readTables } from './catalog.ts';
import { copyAllFrozen, FROZEN } from './frozen-files.ts';
import { keyFingerprint } from './key-file.ts';
import {
  KEY_FILE,
  type Manifest,
  refusal,
  type SavedTable,
  sha256OfFile,
  type TableShape,
  writeManifest,
} from './manifest.ts';
import { copyStoredFiles, FILES, readStoredFiles } from './stored-files.ts';

export type BackupWish = {
  /** Must be new or empty. */
  folder: string;
  schemas: readonly string[];
  masterKeyFile: string;
  /** Of the key that is in use; left out: that of the file. */
  keyFingerprint?: string;
  /** Where runs keep their inputs as evidence. */
  frozenFolder: string;
  /** Where uploaded files lie. */
  filesFolder: string;
  withKeys: boolean;
  report: (line: string) => void;
};

/** Copies all rows out as they are at one instant, then the frozen and the uploaded files; the server may go on working. */
export async function writeBackup(pool: pg.Pool, wish: BackupWish): Promise<Manifest> {
  await openEmptyFolder(wish.folder);
  const client = await pool.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    // A policy that would hide rows is an error here, never a smaller backup.
    await client.query('set local row_security = off');
    const rows = await copyOut(client, wish);
    const named = await readNamedFrozen(client, wish.schemas);
    const stored = await readStoredFiles(client, wish.schemas);
    await client.query('commit');
    const frozen = await copyAllFrozen(wish.frozenFolder, join(wish.folder, FROZEN), named);
    wish.report(`冻结输入：${frozen.frozen.length} 个文件`);
    const files = await copyStoredFiles(wish.filesFolder, join(wish.folder, FILES), stored);
    wish.report(`上传的材料：${files.files.length} 个文件`);
    const manifest = { ...rows, ...frozen, ...files };
    if (wish.withKeys) await copyKey(wish);
    await writeManifest(wish.folder, manifest);
    return manifest;
  } finally {
    // Ends the transaction when something failed: the connection is not used again.
    client.release(true);
  }
}

async function openEmptyFolder(folder: string): Promise<void> {
  if (existsSync(folder) && (await readdir(folder)).length > 0) {
    throw refusal(`备份文件夹 ${folder} 不是空的。请指定一个新的文件夹，以免覆盖旧备份。`);
  }
  await mkdir(join(folder, 'tables'), { recursive: true });
  await chmod(folder, 0o700);
}

async function copyOut(
  client: pg.PoolClient,
  { folder, schemas, masterKeyFile, keyFingerprint: fingerprint, withKeys, report }: BackupWish,
): Promise<Omit<Manifest, 'frozen' | 'frozenMissing' | 'files' | 'filesMissing'>> {
  const version = await client.query<{ server_version: string }>('show server_version');
  const migrations = await client.query<{ name: string; sha256: string }>(
    'select name, sha256 from public.migration order by applied_at, name',
  );
  const tables: SavedTable[] = [];
  for (const table of await readTables(client, schemas)) {
    const saved = await copyTableOut(client, folder, table);
    report(`${saved.schema}.${saved.name}：${saved.rows} 行`);
    tables.push(saved);
  }
  return {
    format: 3,
    madeAt: new Date().toISOString(),
    serverVersion: version.rows[0]?.server_version ?? '',
    migrations: migrations.rows,
    keyFingerprint: fingerprint ?? (await keyFingerprint(masterKeyFile)) ?? null,
    keyIncluded: withKeys,
    tables,
    partitions: await readPartitions(client, schemas),
    sequences: await readSequences(client, schemas),
  };
}

async function copyTableOut(client: pg.PoolClient, folder: string, table: TableShape): Promise<SavedTable> {
  const file = join('tables', `${table.schema}.${table.name}.copy.gz`);
  const source = client.query(copyTo(`copy (select ${columnList(table)} from ${quotedName(table)}) to stdout`));
  await pipeline(source, createGzip({ level: 1 }), createWriteStream(join(folder, file), { mode: 0o600, flags: 'wx' }));
  return { ...table, rows: source.rowCount, file, sha256: await sha256OfFile(join(folder, file)) };
}

async function copyKey({ folder, masterKeyFile }: BackupWish): Promise<void> {
  await copyFile(masterKeyFile, join(folder, KEY_FILE));
  await chmod(join(folder, KEY_FILE), 0o600);
}

export function quotedName({ schema, name }: { schema: string; name: string }): string {
  return `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
}

export function columnList(table: TableShape): string {
  return table.columns.map((column) => pg.escapeIdentifier(column.name)).join(', ');
}
