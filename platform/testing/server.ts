import { mkdtempSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { connect } from '../db/connect.ts';
import { migrate, readMigrations } from '../db/migrate.ts';
import { clusterFolder } from '../embedded/cluster.ts';
import { startEmbedded } from '../embedded/embedded.ts';
import { stopLeftOver } from '../embedded/postmaster.ts';
import { testSettings } from '../embedded/settings.ts';

const PREFIX = 'kangyang-test-';
export const TEMPLATE = 'template_migrated';

export type TestServer = { config: pg.PoolConfig; stop: () => Promise<void> };

/** Starts a server in a temporary folder with the template database migrated; `stop` removes everything. */
export async function startTestServer(migrationsDir: string, moduleOrder: readonly string[]): Promise<TestServer> {
  await removeAbandoned();
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  const passwordFile = join(folder, 'secrets', 'postgresql-password');
  const server = await startEmbedded({ folder, passwordFile, settings: testSettings(), log: console.error });
  const stop = async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await makeTemplate(server.config, migrationsDir, moduleOrder);
  } catch (error) {
    await stop();
    throw error;
  }
  return { config: server.config, stop };
}

async function makeTemplate(
  config: pg.PoolConfig,
  migrationsDir: string,
  moduleOrder: readonly string[],
): Promise<void> {
  const admin = new pg.Client(config);
  await admin.connect();
  await admin.query(`create database ${TEMPLATE} template template0`);
  const owner = connect({ config: { ...config, database: TEMPLATE }, max: 1 });
  try {
    await migrate(owner.pool, await readMigrations(migrationsDir, moduleOrder));
  } finally {
    await owner.pool.end();
  }
  await admin.query(`alter database ${TEMPLATE} with is_template true allow_connections false`);
  await admin.end();
}

/** A test run that was killed leaves its server and folder; the next run clears them away. */
async function removeAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    const folder = join(tmpdir(), name);
    await stopLeftOver(clusterFolder(folder));
    await rm(folder, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
