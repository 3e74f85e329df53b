import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';

export type Migration = { name: string; sql: string; sha256: string };

const FILE = /^([a-z]+)-(\d{4})-[a-z0-9-]+\.sql$/;

/** Reads migrations/ in the order of the modules, then by number; a file of an unknown module is an error. */
export async function readMigrations(folder: string, moduleOrder: readonly string[]): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql'));
  const keyed = files.map((name) => {
    const match = FILE.exec(name);
    const rank = match ? moduleOrder.indexOf(match[1] ?? '') : -1;
    if (!match || rank < 0) throw new Error(`migrations/${name}: the name must be <module>-<four digits>-<words>.sql`);
    return { name, key: rank * 10_000 + Number(match[2]) };
  });
  keyed.sort((a, b) => a.key - b.key);
  return Promise.all(
    keyed.map(async ({ name }) => {
      const sql = await readFile(join(folder, name), 'utf8');
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/**
 * Applies what is missing, one transaction a file, forward only; two servers starting at once wait for each other.
 * Throws when an applied file was changed since, or when the database knows a file that this version does not.
 */
export async function migrate(pool: pg.Pool, migrations: readonly Migration[]): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock(72657)');
    await client.query(`create table if not exists public.migration (
      name text primary key, sha256 text not null, applied_at timestamptz not null default now())`);
    const { rows } = await client.query<{ name: string; sha256: string }>('select name, sha256 from public.migration');
    const applied = new Map(rows.map((row) => [row.name, row.sha256]));
    refuseForeign(applied, migrations);
    let count = 0;
    for (const migration of migrations) {
      if (applied.has(migration.name)) continue;
      await applyOne(client, migration);
      count += 1;
    }
    return count;
  } finally {
    await client.query('select pg_advisory_unlock(72657)').catch(() => undefined);
    client.release();
  }
}

function refuseForeign(applied: Map<string, string>, migrations: readonly Migration[]): void {
  const known = new Map(migrations.map((migration) => [migration.name, migration.sha256]));
  for (const [name, sha256] of applied) {
    const expected = known.get(name);
    if (expected === undefined) throw new Error(`the database was made by a newer version: it has ${name}`);
    if (expected !== sha256) throw new Error(`migrations/${name} was changed after it had been applied`);
  }
}

async function applyOne(client: pg.PoolClient, { name, sql, sha256 }: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query("set local lock_timeout = '5s'");
    await client.query(sql);
    await client.query('insert into public.migration (name, sha256) values ($1, $2)', [name, sha256]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`migrations/${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
