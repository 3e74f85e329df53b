import type { ChildProcess } from 'node:child_process';
import { chown, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { serverAccount } from './account.ts';
import { placeBinaries } from './binaries.ts';
import { clusterFolder, createCluster, OWNER_ROLE, openFolder, openPassword } from './cluster.ts';
import { type Launch, launch, stopLeftOver, stopProcess } from './postmaster.ts';
import type { Settings } from './settings.ts';
import { socketFolder } from './socket-folder.ts';

export type EmbeddedOptions = {
  /** The folder everything lies in; only the cluster and the socket below it belong to the database account. */
  folder: string;
  passwordFile: string;
  settings: Settings;
  log: (line: string) => void;
};

export type Embedded = {
  /** How to connect as the owner role to the database `kangyang`. */
  config: pg.PoolConfig;
  stop: () => Promise<void>;
};

export const DATABASE = 'kangyang';
const PORT = 5432;

/** Starts PostgreSQL below the folder and keeps it running until `stop`. */
export async function startEmbedded({ folder, passwordFile, settings, log }: EmbeddedOptions): Promise<Embedded> {
  const account = serverAccount();
  const place = await openFolder(folder, account, log);
  const cluster = clusterFolder(folder);
  const binaries = await placeBinaries(account !== null, folder);
  const password = await openPassword(passwordFile);
  await createCluster(binaries, cluster, account, password);
  if (await stopLeftOver(cluster)) log('上次遗留的数据库进程已停止。');
  const host = socketFolder(place, 'run', `.s.PGSQL.${PORT}`, 0o700);
  if (account) await chown(host, account.uid, account.gid);
  const config = { host, port: PORT, user: OWNER_ROLE, password, database: DATABASE };
  const giveUp = new AbortController();
  const server = await supervise(
    {
      binaries,
      cluster,
      account,
      config,
      logFile: join(folder, 'postgresql.log'),
      settings: { ...settings, unix_socket_directories: host, port: String(PORT) },
      giveUp: giveUp.signal,
    },
    log,
  );
  await createDatabase(config);
  return {
    config,
    stop: async () => {
      giveUp.abort();
      await server.stop();
      await rm(host, { recursive: true, force: true });
    },
  };
}

/** One server at a time; when it dies without having been told to, the next one is started. */
async function supervise(options: Launch, log: (line: string) => void): Promise<{ stop: () => Promise<void> }> {
  let child = await launch(options);
  const running = keepRunning();

  async function keepRunning(): Promise<void> {
    while (!options.giveUp.aborted) {
      await exited(child);
      if (options.giveUp.aborted) return;
      log('数据库意外停止，正在重新启动。');
      await relaunch();
    }
  }

  async function relaunch(): Promise<void> {
    while (!options.giveUp.aborted) {
      try {
        child = await launch(options);
        log('数据库已重新启动。');
        return;
      } catch (error) {
        log(error instanceof Error ? error.message : String(error));
        await sleep(2_000);
      }
    }
  }

  async function stopChild(): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) await stopProcess(child.pid ?? 0);
  }

  return {
    stop: async () => {
      await stopChild();
      await running;
      await stopChild(); // A restart under way may just have succeeded.
    },
  };
}

function exited(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

async function createDatabase(config: pg.ClientConfig): Promise<void> {
  const client = new pg.Client({ ...config, database: 'postgres' });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE} template template0`);
  } finally {
    await client.end();
  }
}
