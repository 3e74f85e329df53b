import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Migration } from '../db/migrate.ts';
import { copyFrozen, FROZEN, frozenPath } from './frozen-files.ts';
import { changed, type Manifest, type PartitionShape, refusal, type SavedTable } from './manifest.ts';
import { copyStoredFiles, FILES, firstChanged } from './stored-files.ts';
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

/** The frozen files, before the rows that rest on them; each whole or not at all. */
export async function restoreFrozen(folder: string, { frozen }: Manifest, target: string): Promise<void> {
  for (const sha256 of frozen) {
    const isWhole = await copyFrozen(join(folder, FROZEN), target, sha256);
    if (!isWhole) throw changed(join(FROZEN, frozenPath(sha256)));
  }
}

/** The uploaded files, before the rows that name them. Refuses one that did not arrive whole. */
export async function restoreStoredFiles(folder: string, { files }: Manifest, target: string): Promise<void> {
  const ids = files.map(({ fileId }) => fileId);
  await copyStoredFiles(join(folder, FILES), target, ids);
  const other = await firstChanged(target, files);
  if (other !== undefined) throw changed(other);
}

/** Refuses an account that may not switch foreign keys off, before anything is touched. */
export async function refuseWithoutRight(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ account: string; allowed: boolean }>(
    `select quote_ident(current_user) as account,
       has_parameter_privilege(current_user, 'session_replication_role', 'SET') as allowed`,
  );
  const [right] = rows;
  if (!right || right.allowed) return;
  throw refusal(
    `恢复要暂停外键检查，数据库账号 ${right.account} 没有这个权限，没有恢复任何数据。请数据库管理员先执行 grant set on parameter session_replication_role to ${right.account}，恢复后再用 revoke 收回。`,
  );
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
    await client.query('set local session_replication_role = replica');
    for (const partition of manifest.partitions) await makePartition(client, partition);
    for (const table of manifest.tables) await makeTable(client, table);
    // Cascades to partitioned tables, which are not in the list: rows lie in their partitions.
    await client.query(`truncate ${manifest.tables.map(quotedName).join(', ')} cascade`);
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

/** Tables made at run time, such as a pay month not yet attached; those of the migrations are there already. */
async function makeTable(client: pg.PoolClient, table: SavedTable): Promise<void> {
  if (await isThere(client, table)) return;
  const columns = table.columns.map(
    ({ name, type, notNull, default: value }) =>
      `${pg.escapeIdentifier(name)} ${type}${notNull ? ' not null' : ''}${value === null ? '' : ` default ${value}`}`,
  );
  const constraints = table.constraints.map(
    ({ name, definition }) => `constraint ${pg.escapeIdentifier(name)} ${definition}`,
  );
  await client.query(`create table ${quotedName(table)} (${[...columns, ...constraints].join(', ')})`);
  await grantAll(client, table);
}

async function makePartition(client: pg.PoolClient, partition: PartitionShape): Promise<void> {
  if (await isThere(client, partition)) return;
  const name = quotedName(partition);
  const below = partition.partitionKey ? ` partition by ${partition.partitionKey}` : '';
  await client.query(`create table ${name} partition of ${partition.parent} ${partition.bound}${below}`);
  if (partition.rowSecurity) await client.query(`alter table ${name} enable row level security`);
  await grantAll(client, partition);
}

async function isThere(client: pg.PoolClient, table: { schema: string; name: string }): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>('select to_regclass($1) is not null as found', [
    quotedName(table),
  ]);
  return rows[0]?.found === true;
}

async function grantAll(client: pg.PoolClient, table: SavedTable | PartitionShape): Promise<void> {
  for (const { role, privilege } of table.grants) {
    await client.query(`grant ${privilege} on ${quotedName(table)} to ${role}`);
  }
}

async function copyTableIn(client: pg.PoolClient, folder: string, table: SavedTable): Promise<void> {
  const target = client.query(copyFrom(`copy ${quotedName(table)} (${columnList(table)}) from stdin`));
  await pipeline(createReadStream(join(folder, table.file)), createGunzip(), target);
  if (target.rowCount === table.rows) return;
  throw refusal(
    `表 ${table.schema}.${table.name} 应有 ${table.rows} 行，只恢复了 ${target.rowCount} 行。没有恢复任何数据。`,
  );
}
