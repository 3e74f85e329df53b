import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Migration } from '../db/migrate.ts';
import { type Manifest, type PartitionShape, refusal, type SavedTable } from './manifest.ts';
import { columnList, quotedName } from './write-backup.ts';

/** The migrations to apply first: exactly the backup's. Refuses a backup of a newer or other version. */
export function migrationsOf(manifest: Manifest, known: readonly Migration[]): Migration[] {
  const wanted = new Map(manifest.migrations.map(({ name, sha256 }) => [name, sha256]));
  const chosen = known.filter(({ name }) => wanted.has(name));
  const foreign = manifest.migrations.find(({ name }) => !chosen.some((migration) => migration.name === name));
  if (foreign) throw refusal(`备份来自更新的版本（有 ${foreign.name}），本版程序不能恢复。请先升级程序。`);
  const changed = chosen.find(({ name, sha256 }) => wanted.get(name) !== sha256);
  if (changed) throw refusal(`迁移 ${changed.name} 与做备份时不同，不能恢复。请用做备份的那个版本的程序。`);
  return chosen;
}

/** Fills a migrated database with the backup's rows: all of them or none. */
export async function restoreBackup(
  pool: pg.Pool,
  folder: string,
  manifest: Manifest,
  report: (line: string) => void,
): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await withTriggersOff(client);
    for (const table of manifest.tables) await makeTable(client, table);
    for (const partition of manifest.partitions) await makePartition(client, partition);
    await client.query(`truncate ${manifest.tables.map(quotedName).join(', ')}`);
    for (const table of manifest.tables) {
      await copyTableIn(client, folder, table);
      report(`${table.schema}.${table.name}：${table.rows} 行`);
    }
    for (const sequence of manifest.sequences) {
      await client.query('select setval($1::regclass, $2::bigint)', [quotedName(sequence), sequence.lastValue]);
    }
    await client.query('commit');
    await client.query('analyze');
  } finally {
    client.release(true);
  }
}

async function withTriggersOff(client: pg.PoolClient): Promise<void> {
  try {
    await client.query('set local session_replication_role = replica');
  } catch {
    throw refusal(
      '恢复需要数据库的超级用户（要暂停外键检查）。请用超级用户的 DATABASE_URL 执行恢复，平时仍用原来的账号。',
    );
  }
}

/** Tables made at run time, such as a pay month not yet attached; those of the migrations are there already. */
async function makeTable(client: pg.PoolClient, table: SavedTable): Promise<void> {
  const columns = table.columns.map(
    ({ name, type, notNull }) => `${pg.escapeIdentifier(name)} ${type}${notNull ? ' not null' : ''}`,
  );
  await client.query(`create table if not exists ${quotedName(table)} (${columns.join(', ')})`);
}

async function makePartition(client: pg.PoolClient, partition: PartitionShape): Promise<void> {
  const name = quotedName(partition);
  const { rows } = await client.query<{ found: boolean }>('select to_regclass($1) is not null as found', [name]);
  if (rows[0]?.found) return;
  const below = partition.partitionKey ? ` partition by ${partition.partitionKey}` : '';
  await client.query(`create table ${name} partition of ${partition.parent} ${partition.bound}${below}`);
  if (partition.rowSecurity) await client.query(`alter table ${name} enable row level security`);
  for (const { role, privilege } of partition.grants) await client.query(`grant ${privilege} on ${name} to ${role}`);
}

async function copyTableIn(client: pg.PoolClient, folder: string, table: SavedTable): Promise<void> {
  const target = client.query(copyFrom(`copy ${quotedName(table)} (${columnList(table)}) from stdin`));
  await pipeline(createReadStream(join(folder, table.file)), createGunzip(), target);
  if (target.rowCount === table.rows) return;
  throw refusal(
    `表 ${table.schema}.${table.name} 应有 ${table.rows} 行，只恢复了 ${target.rowCount} 行。没有恢复任何数据。`,
  );
}
