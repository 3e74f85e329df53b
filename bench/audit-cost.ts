import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import { z } from 'zod';
import { keepAudit } from '#platform/audit/keeping.ts';
import { startSealer } from '#platform/audit/sealer.ts';
import { verifyAudit } from '#platform/audit/verify-audit.ts';
import { defineRoute } from '#platform/contract/define-route.ts';
import { keysFrom } from '#platform/crypto/keys.ts';
import { makeSigningKey, signingKeyFrom } from '#platform/crypto/sm2.ts';
import { type Connection, connect } from '#platform/db/connect.ts';
import { migrate, readMigrations } from '#platform/db/migrate.ts';
import { startEmbedded } from '#platform/embedded/embedded.ts';
import { durableSettings } from '#platform/embedded/settings.ts';
import { createApp } from '#platform/http/app.ts';
import { serve } from '#platform/http/serve.ts';
import { type Ctx, SYSTEM_USER } from '#platform/session/ctx.ts';
import { MIGRATIONS_DIR } from '#server/config.ts';
import { MODULE_ORDER } from '#server/module-order.ts';
import { cpuMsOf, percentile, round } from './measure.ts';

const WRITERS = 16;
const ROUNDS = 8;
const ROUND_MS = 3_000;

const act = {
  title: '量一件事',
  permission: 'public',
  reply: z.object({ done: z.literal(true) }),
} as const;
/** The same use case twice: a GET is audited when it names somebody, and not otherwise; all else is equal. */
const AUDITED = defineRoute({ ...act, method: 'GET', path: '/bench/audited' });
const UNAUDITED = defineRoute({ ...act, method: 'GET', path: '/bench/unaudited' });

let steps = 0;

/** As many statements as the product's acts have (a release: three reads, a lock, a change), each by a key. */
async function anAct({ db, now }: Ctx): Promise<number> {
  steps += 1;
  const step = steps;
  const own = db.selectFrom('platform.loaded_step').select('step');
  for (const name of ['opening', 'list', 'younger']) await own.where('step', '=', `${name}-${step}`).execute();
  await db
    .insertInto('platform.loaded_step')
    .values({ step: `act-${step}`, done_at: now })
    .execute();
  await own.where('step', '=', `act-${step}`).execute();
  return step;
}

type Round = { perSecond: number; p95Ms: number; cpuMs: number };

/**
 * 量审计: one act (five statements behind a session look-up) through the edge by 16 writers at once, with its audit row (naming
 * a person) and
 * without, in turns, on a database of its own with fsync on and the sealer running. `cost` is of acts a second, `cpuCost` of
 * processor time an act (this process, where the sealer runs too, and its database processes): on a busy machine read that.
 */
export async function benchAudit(log: (line: string) => void) {
  const folder = mkdtempSync(join(tmpdir(), 'kangyang-bench-'));
  const server = await startEmbedded({
    folder,
    passwordFile: join(folder, 'secrets', 'postgresql-password'),
    settings: durableSettings(),
    log,
  });
  const owner = connect({ config: server.config, max: 2 });
  const app = connect({ config: server.config, role: 'kangyang_app', max: WRITERS });
  // Whom a row is about only the role of jobs sees: the sealer and the verification are such.
  const bulk = connect({ config: server.config, role: 'kangyang_bulk', max: 4 });
  try {
    await migrate(owner.pool, await readMigrations(MIGRATIONS_DIR, MODULE_ORDER));
    return await measure(app, bulk.pool, join(folder, 'heads'), log);
  } finally {
    await Promise.all([app.close(), bulk.close()]);
    await owner.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure({ db, pool }: Connection, jobs: pg.Pool, folder: string, log: (line: string) => void) {
  const { audit: key } = keysFrom(Buffer.alloc(32, 7));
  const signing = signingKeyFrom(makeSigningKey());
  keepAudit(db, { key, kindOf: () => 'business' });
  const app = await createApp({ log: () => undefined, requestsPerMinute: 1_000_000_000 });
  const whoIs = async () => {
    // Every act of the product begins with finding its session.
    await db.selectFrom('platform.loaded_step').select('step').where('step', '=', 'session').execute();
    return SYSTEM_USER;
  };
  const edge = { db, now: () => new Date(), whoIs };
  for (const route of [AUDITED, UNAUDITED]) {
    serve(app, edge, route, async (ctx, _input, { about }) => {
      const step = await anAct(ctx);
      if (route === AUDITED) about({ persons: [step] });
      return { done: true as const };
    });
  }
  const sealer = startSealer({ pool: jobs, key, signing, folder, now: edge.now, log });
  const audited: Round[] = [];
  const unaudited: Round[] = [];
  await oneRound(app, pool, AUDITED);
  for (let index = 0; index < ROUNDS; index += 1) {
    unaudited.push(await oneRound(app, pool, UNAUDITED));
    audited.push(await oneRound(app, pool, AUDITED));
    log(`${index + 1}/${ROUNDS}：不记审计 ${unaudited.at(-1)?.perSecond}，记审计 ${audited.at(-1)?.perSecond} 件/秒`);
  }
  await sealer.stop();
  const { ok, sealed, blocks, ms } = await verifyAudit({ pool: jobs, key, publicKey: signing.publicKey, folder });
  await app.close();
  return { writers: WRITERS, ...compare(unaudited, audited), ok, sealed, blocks, verifyMs: ms };
}

async function oneRound(app: FastifyInstance, pool: pg.Pool, { path }: { path: string }): Promise<Round> {
  const times: number[] = [];
  const before = await cpuMs(pool);
  const end = performance.now() + ROUND_MS;
  const write = async () => {
    while (performance.now() < end) {
      const start = performance.now();
      const { statusCode } = await app.inject({ method: 'GET', url: path });
      if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}`);
      times.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
  const cpu = (await cpuMs(pool)) - before;
  return {
    perSecond: Math.round((times.length * 1000) / ROUND_MS),
    p95Ms: percentile(times, 0.95),
    cpuMs: cpu / times.length,
  };
}

/** So far, of this process and of the processes behind its connections. */
async function cpuMs(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ pid: number }>(
    'select pid from pg_stat_activity where datname = current_database()',
  );
  const { user, system } = process.cpuUsage();
  return rows.reduce((sum, { pid }) => sum + (cpuMsOf(pid) ?? 0), (user + system) / 1000);
}

/** Medians: a round disturbed by something else does not count. */
function compare(unaudited: readonly Round[], audited: readonly Round[]) {
  const median = (rounds: readonly Round[], name: keyof Round) =>
    rounds.map((one) => one[name]).toSorted((a, b) => a - b)[rounds.length >> 1] ?? 0;
  const without = median(unaudited, 'perSecond');
  const withAudit = median(audited, 'perSecond');
  return {
    unauditedPerSecond: without,
    auditedPerSecond: withAudit,
    cost: Math.round((without / withAudit) * 100) / 100,
    cpuCost: Math.round((median(audited, 'cpuMs') / median(unaudited, 'cpuMs')) * 100) / 100,
    unauditedCpuMs: round(median(unaudited, 'cpuMs') * 1000) / 1000,
    auditedCpuMs: round(median(audited, 'cpuMs') * 1000) / 1000,
    unauditedP95Ms: median(unaudited, 'p95Ms'),
    auditedP95Ms: median(audited, 'p95Ms'),
  };
}

if (import.meta.main) {
  const figures = await benchAudit((line) => console.error(line));
  console.log(JSON.stringify(figures, null, 2));
}
