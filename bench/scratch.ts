import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { type Connection, connect } from '#platform/db/connect.ts';
import { migrate, readMigrations } from '#platform/db/migrate.ts';
import { MIGRATIONS_DIR } from '#server/config.ts';
import { MODULE_ORDER } from '#server/module-order.ts';

export type Scratch = { app: Connection; owner: Connection; frozenFolder: string; close: () => Promise<void> };

/** A database of its own on the same server, with all migrations, thrown away at the end: a bench touches nobody's data. */
export async function openScratch(server: pg.Pool): Promise<Scratch> {
  const database = `kangyang_bench_${randomBytes(4).toString('hex')}`;
  await server.query(`create database ${database}`);
  const config = configFor(server, database);
  const owner = connect({ config, max: 3, queryTimeoutMs: 0 });
  const app = connect({ config, role: 'kangyang_bulk', max: 4, queryTimeoutMs: 0 });
  const frozenFolder = mkdtempSync(join(tmpdir(), 'kangyang-bench-'));
  const close = async () => {
    await app.close();
    await owner.close();
    await server.query(`drop database ${database} with (force)`);
    rmSync(frozenFolder, { recursive: true, force: true });
  };
  try {
    await migrate(owner.pool, await readMigrations(MIGRATIONS_DIR, MODULE_ORDER));
    return { app, owner, frozenFolder, close };
  } catch (error) {
    await close();
    throw error;
  }
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
