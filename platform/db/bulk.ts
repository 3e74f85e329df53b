import { randomUUID } from 'node:crypto';
import { CompiledQuery } from 'kysely';
import type pg from 'pg';
import { writeAudit } from '../audit/audit.ts';
import { type Ctx, SYSTEM_USER } from '../session/ctx.ts';
import type { Database } from './connect.ts';
import type { AnyDb } from './own.ts';
import { withClient } from './with-client.ts';

/**
 * 批量作业: everything that may run as kangyang_bulk, which no row-level policy binds. A closed list: what is not here is a compile
 * error, and refused at run time.
 */
export const BULK_JOBS = {
  'audit.seal': '封存审计',
  'data.load': '装载数据',
  'data.number-places': '重编所在地序号',
  'allowances.run': '计算县月清册',
  'allowances.release': '发放县月清册',
  'allowances.explain': '说明一个人的月份',
  'allowances.name-lines': '清册上的姓名',
  'people.register': '登记前查重',
  'identity.break-glass': '紧急查看',
  'allowances.lists-of': '一个人在哪些名单上',
  'people.lists-of': '一个人在哪些导出的名单上',
  'people.portal-scope': '确定门户用户能看谁',
  'people.mandate-offer': '看谁请我代办',
  'people.stay-match': '核对入住登记',
  'people.stay-told': '把入住变动告诉老人',
} as const;
export type BulkJob = keyof typeof BULK_JOBS;

/** Connections of kangyang_bulk, and where a job is put on record. */
export type Bulk = { pool: pg.Pool; db: Database; now: () => Date };
/** 范围: which places, persons or deliveries a job is about, in words for the audit. */
export type JobScope = string;

/** Puts a job and its scope on record, for good, then runs it with the connections that see everybody. */
export async function runJob<T>(
  { pool, db, now }: Bulk,
  job: BulkJob,
  scope: JobScope,
  act: (pool: pg.Pool) => Promise<T>,
): Promise<T> {
  const title = titleOf(job);
  await db.transaction().execute((transaction) => {
    const ctx: Ctx = { db: transaction, now: now(), user: SYSTEM_USER, request: { id: randomUUID() } };
    return writeAudit(ctx, { action: `bulk/${job}`, title, subject: scope, outcome: 'done' });
  });
  return act(pool);
}

// The request is the one object that a use case and the edge, which writes the audit, share.
const jobsByRequest = new WeakMap<Ctx['request'], string[]>();

/**
 * One part of a request that must see more than its caller: after the caller's right to it has been established. Its scope goes
 * into the request's own line in the audit. In the same transaction; afterwards the caller's role is back.
 */
export async function asBulk<T>(ctx: Ctx, job: BulkJob, scope: JobScope, act: () => Promise<T>): Promise<T> {
  note(ctx, job, scope);
  const before = await setRole(ctx.db, 'kangyang_bulk');
  try {
    return await act();
  } finally {
    // In a transaction that failed this fails too, and it is undone as a whole.
    await setRole(ctx.db, before).catch(() => undefined);
  }
}

/** The same on connections of their own (COPY needs one). Only reads: what it would write does not commit with the request. */
export async function besideBulk<T>(
  ctx: Ctx,
  pool: pg.Pool,
  job: BulkJob,
  scope: JobScope,
  act: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  note(ctx, job, scope);
  return withClient(pool, act);
}

/** Puts a job that outlives the request, and its scope, into the request's own line in the audit. */
export function note({ request }: Ctx, job: BulkJob, scope: JobScope): void {
  const jobs = jobsByRequest.get(request) ?? [];
  const line = `${titleOf(job)}：${scope}`;
  if (!jobs.includes(line)) jobs.push(line);
  jobsByRequest.set(request, jobs);
}

/** What a request did as kangyang_bulk, for its line in the audit; what it took to know its caller stands first. */
export function jobsOf({ request, user }: Pick<Ctx, 'request' | 'user'>): readonly string[] {
  return [...(user.jobs ?? []), ...(jobsByRequest.get(request) ?? [])];
}

function titleOf(job: BulkJob): string {
  const title = Object.hasOwn(BULK_JOBS, job) ? BULK_JOBS[job] : undefined;
  if (title === undefined) throw new Error(`no such bulk job: ${job}`);
  return title;
}

async function setRole(db: AnyDb, role: string): Promise<string> {
  const { rows } = await db.executeQuery<{ before: string }>(
    CompiledQuery.raw("select current_setting('role') as before, set_config('role', $1, true)", [role]),
  );
  const [row] = rows;
  if (!row) throw new Error('no role');
  return row.before;
}
