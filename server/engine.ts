import { createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { keepAudit } from '#platform/audit/keeping.ts';
import { type Sealer, startSealer } from '#platform/audit/sealer.ts';
import { openSigningKey } from '#platform/crypto/signing-key.ts';
import { connect } from '#platform/db/connect.ts';
import { migrate, readMigrations } from '#platform/db/migrate.ts';
import { startEmbedded } from '#platform/embedded/embedded.ts';
import { durableSettings } from '#platform/embedded/settings.ts';
import { Refusal } from '#platform/refusal/refusal.ts';
import { auditKindOf } from './audit-kinds.ts';
import { readBirth } from './birth.ts';
import {
  type Config,
  DEFAULT_DEMONSTRATION,
  type Demonstration,
  type Filling,
  MIGRATIONS_DIR,
  RULEBOOK_DIR,
} from './config.ts';
import type { DataFolder } from './data-folder.ts';
import { refuseAccountWithoutRoles, refuseOwnerWithoutBypass } from './database-roles.ts';
import { type Housekeeping, startHousekeeping } from './housekeeping.ts';
import { type Deps, MODULE_ORDER, prepareDatabase } from './modules.ts';
import { openSealingKey } from './sealing-key.ts';

const OLDEST_SERVER_VERSION = 150_000;
/** A province's COPY takes minutes; a link that died half-open must still end one day. */
const APP_QUERY_TIMEOUT_MS = 300_000;
const CLOSE_WAIT_MS = 3_000;

export type Engine = { deps: Deps; close: () => Promise<void> };
export type DatabaseServer = {
  /** The migrations' owner. */
  config: pg.PoolConfig;
  /** How the application signs in: with a login that owns nothing and cannot become the owner. */
  appLogin: pg.PoolConfig;
  /** Gives that login its password, once the migrations have made it. */
  allowAppLogin: (owner: pg.Pool) => Promise<void>;
  stop: () => Promise<void>;
};

/** Everything below HTTP: database server, pools, migrations, keys. The caller holds the data folder's lock. */
export async function openEngine(config: Config, folder: DataFolder, log: (line: string) => void): Promise<Engine> {
  refuseUnfinishedRestore(config, folder);
  const server = await openDatabaseServer(config, folder, log);
  const owner = connect({ config: server.config, max: 6, queryTimeoutMs: 0 });
  const wish = { config: server.appLogin, queryTimeoutMs: APP_QUERY_TIMEOUT_MS };
  const app = connect({ ...wish, role: 'kangyang_app' });
  const bulk = connect({ ...wish, role: 'kangyang_bulk' });
  for (const { pool } of [owner, app, bulk]) pool.on('connect', surviveServerDeath);
  let sealer: Sealer | undefined;
  let housekeeping: Housekeeping | undefined;
  const close = async () => {
    // What was written last is sealed before we go.
    await Promise.race([Promise.all([sealer?.stop(), housekeeping?.stop()]), sleep(CLOSE_WAIT_MS)]);
    // A transaction cut short must not keep us: the database server undoes it.
    await Promise.race([Promise.all([bulk.pool.end(), app.pool.end(), owner.pool.end()]), sleep(CLOSE_WAIT_MS)]);
    await server.stop();
  };
  try {
    await refuseOwnerWithoutBypass(owner.pool);
    const applied = await migrate(owner.pool, await readMigrations(MIGRATIONS_DIR, MODULE_ORDER));
    if (applied > 0) log(`数据库结构已更新（${applied} 个迁移）。`);
    await server.allowAppLogin(owner.pool);
    if (config.databaseAppUrl) await refuseAccountWithoutRoles(owner.pool, new URL(config.databaseAppUrl).username);
    const now = () => new Date();
    const place = { file: folder.masterKeyFile, fromEnvironment: config.masterKey };
    const keys = await openSealingKey({ pool: owner.pool, place, algorithm: config.sealing, now });
    const audit = {
      signing: await openSigningKey(folder.signingKeyFile),
      folder: config.auditHeads ?? folder.auditHeads,
    };
    keepAudit(app.db, { key: keys.audit, kindOf: auditKindOf });
    sealer = startSealer({ ...audit, pool: bulk.pool, key: keys.audit, now, log });
    housekeeping = startHousekeeping({ db: app.db, now, log, filesFolder: folder.filesFolder });
    const deps: Deps = {
      ...{
        db: app.db,
        pool: app.pool,
        bulkPool: bulk.pool,
        ownerPool: owner.pool,
        keys,
        sealing: config.sealing,
        audit,
        now,
        log,
      },
      site: config.site,
      outside: config.outside,
      dataDir: folder.path,
      rulebookDir: RULEBOOK_DIR,
    };
    return { deps, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A connection in use when the server dies reports twice: its query fails, which is enough, and it emits `error`. */
function surviveServerDeath(client: pg.ClientBase): void {
  client.on('error', () => undefined);
}

/** The embedded server in the data folder, or the one DATABASE_URL names. */
export async function openDatabaseServer(
  config: Config,
  folder: DataFolder,
  log: (line: string) => void,
): Promise<DatabaseServer> {
  if (config.databaseUrl !== undefined) {
    await refuseUnusable(config.databaseUrl);
    return remoteServer(config.databaseUrl, config.databaseAppUrl);
  }
  const settings = durableSettings();
  const embedded = await startEmbedded({ folder: folder.path, passwordFile: folder.passwordFile, settings, log });
  const password = appPassword(String(embedded.config.password));
  return {
    ...embedded,
    appLogin: { ...embedded.config, user: APP_LOGIN, password },
    allowAppLogin: (owner) => setAppPassword(owner, password),
  };
}

/** With DATABASE_APP_URL the application has a login of its own there too; without it, it is the owner in the app's roles. */
function remoteServer(databaseUrl: string, databaseAppUrl: string | undefined): DatabaseServer {
  const config = { connectionString: databaseUrl };
  return {
    config,
    appLogin: databaseAppUrl ? { connectionString: databaseAppUrl } : config,
    allowAppLogin: async () => undefined,
    stop: async () => undefined,
  };
}

const APP_LOGIN = 'kangyang_login';

/** Made from the owner's random password, so that no second secret lies on disk. */
function appPassword(ownerPassword: string): string {
  return createHmac('sha256', ownerPassword).update(APP_LOGIN).digest('hex');
}

async function setAppPassword(owner: pg.Pool, password: string): Promise<void> {
  await owner.query(`alter role ${APP_LOGIN} login password '${password}'`);
  // Earlier versions signed in as the role itself.
  await owner.query('alter role kangyang_app nologin password null');
}

async function refuseUnusable(connectionString: string): Promise<void> {
  let version: string;
  try {
    const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 });
    await client.connect();
    const { rows } = await client.query<{ server_version_num: string }>('show server_version_num');
    version = rows[0]?.server_version_num ?? '0';
    await client.end();
  } catch (error) {
    const reason = error instanceof Error ? error.message || error.name : String(error);
    throw new Refusal(
      'database.unreachable',
      409,
      `连不上 DATABASE_URL 指定的数据库：${reason}。请检查地址、账号和网络。`,
      {},
    );
  }
  if (Number(version) >= OLDEST_SERVER_VERSION) return;
  throw new Refusal(
    'database.version',
    409,
    `DATABASE_URL 指定的 PostgreSQL 版本太旧（${version}）。请用 15 以上版本，或不设 DATABASE_URL 使用内置数据库。`,
    {},
  );
}

function refuseUnfinishedRestore({ databaseUrl }: Config, folder: DataFolder): void {
  if (!existsSync(folder.unfinishedRestore)) return;
  const emptied = databaseUrl === undefined ? '先执行 ./kangyang reset --yes' : '由数据库管理员清空这个数据库';
  throw new Refusal(
    'restore.unfinished',
    409,
    `数据文件夹 ${folder.path} 里上一次恢复没有做完，数据不完整。请${emptied}，再重新 restore。`,
    {},
  );
}

/** Fills a new database as wished, or goes on with what it was born as. A different wish is refused. */
export async function prepare({ deps }: Engine, { demo, otherwise, mustExist, size, seed }: Filling): Promise<void> {
  const birth = await readBirth(deps.ownerPool);
  if (birth && demo && birth !== demo) {
    throw new Refusal(
      'birth.other',
      409,
      `这个数据库建立时是${NAMES[birth]}，不能当作${NAMES[demo]}启动。请去掉 --demo，或用 --data 指定另一个文件夹，或先 reset。`,
      {},
    );
  }
  if (!birth && mustExist) {
    throw new Refusal(
      'birth.none',
      409,
      `数据文件夹 ${deps.dataDir} 里的数据库还是空的。请先执行 ./kangyang start。`,
      {},
    );
  }
  await prepareDatabase(deps, birth ?? demo ?? otherwise ?? DEFAULT_DEMONSTRATION, size, seed, deps.log);
}

const NAMES: Record<Demonstration, string> = {
  yuhuan: '玉环市演示库（yuhuan）',
  province: '全省演示库（province）',
  none: '正式库（none）',
};
