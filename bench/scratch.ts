import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { type Connection, connect } from '#platform/db/connect.ts';
import { migrate, readMigrations } from '#platform/db/migrate.ts';
import { MIGRATIONS_DIR } from '#server/config.ts';
import { MODULE_ORDER } from '#server/module-order.ts';

const PREFIX = 'kangyang_bench_';

/** `app` works as jobs do, `edge` as requests do. */
export type Scratch = {
  app: Connection;
  edge: Connection;
  owner: Connection;
  frozenFolder: string;
  close: () => Promise<void>;
};

/** A database of its own on the same server, with all migrations, thrown away at the end: a bench touches nobody's data. */
export async function openScratch(server: pg.Pool): Promise<Scratch> {
  await dropLeftOver(server);
  const database = `${PREFIX}${randomBytes(4).toString('hex')}`;
  await server.query(`create database ${database}`);
  const config = configFor(server, database);
  const owner = connect({ config, max: 3, queryTimeoutMs: 0 });
  const app = connect({ config, role: 'kangyang_bulk', max: 4, queryTimeoutMs: 0 });
  const edge = connect({ config, role: 'kangyang_app', max: 4 });
  const frozenFolder = mkdtempSync(join(tmpdir(), 'kangyang-bench-'));
  const close = async () => {
    await Promise.all([app.close(), edge.close(), owner.close()]);
    rmSync(frozenFolder, { recursive: true, force: true });
    // A server that is being stopped takes no more statements: the next measurement drops what this one leaves.
    if (!server.ending) await server.query(`drop database ${database} with (force)`);
  };
  try {
    await migrate(owner.pool, await readMigrations(MIGRATIONS_DIR, MODULE_ORDER));
    return { app, edge, owner, frozenFolder, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Of measurements that were broken off; not of one that is under way. */
async function dropLeftOver(server: pg.Pool): Promise<void> {
  const { rows } = await server.query<{ name: string }>(
    `select d.datname as name from pg_database d
     where starts_with(d.datname, $1) and not exists (select from pg_stat_activity a where a.datname = d.datname)`,
    [PREFIX],
  );
  for (const { name } of rows) await server.query(`drop database if exists ${name}`);
}

function configFor(server: pg.Pool, database: string): pg.PoolConfig {
  const { connectionString, host, port, user, password } = server.options as pg.PoolConfig;
  if (!connectionString) return { database, ...defined({ host, port, user, password }) };
  const address = new URL(connectionString);
  address.pathname = `/${database}`;
  return { connectionString: address.href };
}

function defined(config: Record<string, unknown>): pg.PoolConfig {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined)) as pg.PoolConfig;
}
