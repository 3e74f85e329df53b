import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { keepAudit } from '#platform/audit/keeping.ts';
import { keysFrom } from '#platform/crypto/keys.ts';
import { connect } from '#platform/db/connect.ts';
import { migrate, readMigrations } from '#platform/db/migrate.ts';
import { clusterFolder } from '#platform/embedded/cluster.ts';
import { type Embedded, startEmbedded } from '#platform/embedded/embedded.ts';
import { durableSettings } from '#platform/embedded/settings.ts';
import { auditKindOf } from '#server/audit-kinds.ts';
import { MIGRATIONS_DIR, ROOT, RULEBOOK_DIR } from '#server/config.ts';
import { MODULE_ORDER, prepareDatabase } from '#server/modules.ts';

export type ChildWish = { config: pg.PoolConfig; frozenFolder: string; month: string; now: string };
export type Stage = Awaited<ReturnType<typeof openStage>>;
/** What must be the same byte for byte: the lists with their hashes, every line, every part. */
export type Finished = { lists: string; lines: string; parts: string; lineCount: number };

const PROVINCE_SIZE = 10_000;
const MONTH = { text: '2023-09', no: 2023 * 12 + 8 };
const NOW = '2023-09-20T01:00:00.000Z';
const TEMPLATE = 'loaded';

/**
 * A database server of its own, durable as in use, with a small province loaded and August computed; each trial gets a
 * copy of it and a child process that computes September.
 */
export async function openStage() {
  const folder = mkdtempSync(join(tmpdir(), 'kangyang-faults-'));
  chmodSync(folder, 0o755); // As root the database's account must pass through.
  const log: string[] = [];
  const server = await startEmbedded({
    folder,
    passwordFile: join(folder, 'secrets', 'postgresql-password'),
    settings: durableSettings(),
    log: (line) => log.push(line),
  });
  await loadTemplate(server, folder);
  let trials = 0;
  return {
    log,
    postmasterPid: () => Number(readFileSync(join(clusterFolder(folder), 'postmaster.pid'), 'utf8').split('\n')[0]),
    /** A fresh copy of the loaded database. */
    async trial() {
      trials += 1;
      const database = `trial_${trials}`;
      await statement(server, `create database ${database} template ${TEMPLATE} strategy file_copy`);
      const config = { ...server.config, database };
      const wish: ChildWish = { config, frozenFolder: join(folder, database), month: MONTH.text, now: NOW };
      return {
        start: () => startChild(wish),
        finished: () => readFinished(config),
        query: (sql: string) => statement({ config }, sql),
        drop: async () => {
          await statement(server, `drop database ${database} with (force)`);
          rmSync(wish.frozenFolder, { recursive: true, force: true });
        },
      };
    },
    close: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function loadTemplate(server: Embedded, folder: string): Promise<void> {
  await statement(server, `create database ${TEMPLATE} template template0`);
  const config = { ...server.config, database: TEMPLATE };
  const owner = connect({ config, max: 2 });
  await migrate(owner.pool, await readMigrations(MIGRATIONS_DIR, MODULE_ORDER));
  const app = connect({ config, role: 'kangyang_app', max: 2 });
  const bulk = connect({ config, role: 'kangyang_bulk', max: 2 });
  const keys = keysFrom(Buffer.alloc(32, 7));
  keepAudit(app.db, { key: keys.audit, kindOf: auditKindOf });
  const deps = {
    ...{
      db: app.db,
      pool: app.pool,
      bulkPool: bulk.pool,
      ownerPool: owner.pool,
      keys,
      log: () => undefined,
    },
    ...{ now: () => new Date('2023-08-25T01:00:00Z'), dataDir: join(folder, 'loading'), rulebookDir: RULEBOOK_DIR },
  };
  await prepareDatabase(deps, 'province', PROVINCE_SIZE, 1, () => undefined);
  await app.close();
  await bulk.close();
  await owner.close();
}

export type Child = {
  process: ChildProcess;
  started: Promise<void>;
  ended: Promise<number | null>;
  errors: () => string;
};

function startChild(wish: ChildWish): Child {
  const child = spawn(process.execPath, [join(ROOT, 'tests', 'faults', 'run-child.ts'), JSON.stringify(wish)], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const started = Promise.race([once(child.stdout, 'data'), ended]).then(() => undefined);
  return { process: child, started, ended, errors: () => errors };
}

/** The month as it stands; fails when its tables are not attached, then nobody would see the lines. */
async function readFinished(config: pg.ClientConfig): Promise<Finished> {
  const lists = await statement(
    { config },
    `select unit, state, cut_off, order_no, input_sha256, list_sha256, summary::text, computed_at
     from allowances.unit_month where pay_month = ${MONTH.no} order by unit`,
  );
  const lines = await statement(
    { config },
    `select * from allowances.pay_line where pay_month = ${MONTH.no} order by person_no`,
  );
  const parts = await statement(
    { config },
    `select p.*, r.file, r.version from allowances.pay_part p left join allowances.rule_used r using (rule_no)
     where pay_month = ${MONTH.no} order by person_no, part_no`,
  );
  const people = new Set(lines.map((line) => line.person_no));
  if (people.size !== lines.length) throw new Error('somebody has two lines');
  return {
    lists: hashOf(lists),
    lines: hashOf(lines),
    parts: hashOf(parts.map(withoutNumber)),
    lineCount: lines.length,
  };
}

/** Numbers of rules are made by the database; the rule itself is compared. */
function withoutNumber({ rule_no: _, ...part }: Record<string, unknown>) {
  return part;
}

function hashOf(rows: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex');
}

/** A query that waits for a server that is being restarted. */
async function statement({ config }: Pick<Embedded, 'config'>, sql: string): Promise<Record<string, unknown>[]> {
  for (let attempt = 0; ; attempt += 1) {
    const client = new pg.Client(config);
    client.on('error', () => undefined);
    try {
      await client.connect();
      return (await client.query(sql)).rows;
    } catch (error) {
      const isRestarting = !('severity' in (error as object)) || (error as { code?: string }).code === '57P03';
      if (!isRestarting || attempt > 300) throw error;
      await sleep(100);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
