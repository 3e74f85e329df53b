import { createHash, randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import { z } from 'zod';
import { type CountyResult, month, OLD_AGE_ALLOWANCE, type ProvinceResult } from '#modules/allowances/contract.ts';
import { continueWork, explainMonth, type RunDeps, releaseComputed, runToTheEnd } from '#modules/allowances/index.ts';
import { personNo } from '#modules/people/contract.ts';
import { getPerson } from '#modules/people/index.ts';
import { findDivision } from '#modules/places/index.ts';
import { writeAudit } from '#platform/audit/audit.ts';
import type { Keys } from '#platform/crypto/keys.ts';
import { asBulk } from '#platform/db/bulk.ts';
import type { Database } from '#platform/db/connect.ts';
import { inScope } from '#platform/db/in-scope.ts';
import { queryableOf } from '#platform/db/queryable.ts';
import { monthNo } from '#platform/month/month.ts';
import { Refusal } from '#platform/refusal/refusal.ts';
import { type Ctx, SYSTEM_USER } from '#platform/session/ctx.ts';
import { readBirth } from './birth.ts';
import { auditOwner } from './owner-audit.ts';

const RunWish = z.strictObject({
  month,
  benefit: z.literal(OLD_AGE_ALLOWANCE, '目前只有高龄津贴（old-age-allowance）').default(OLD_AGE_ALLOWANCE),
  county: z.string().optional(),
  release: z.boolean().default(false),
});
const BenchWish = z.strictObject({ size: z.int().positive().optional() });
const ExplainWish = z.strictObject({ person: personNo, month });

export type OwnerDeps = { db: Database; ownerPool: pg.Pool; keys: Keys; run: RunDeps; log: (line: string) => void };

/** What the commands of the data folder's owner call: over its socket, or inside their own process. */
export function registerOwnerRoutes(app: FastifyInstance, { db, ownerPool, keys, run, log }: OwnerDeps): void {
  app.post('/control/run', async (request) => {
    const wish = read(RunWish, request.body);
    const payMonth = monthNo(wish.month);
    const county = wish.county ?? null;
    const by = SYSTEM_USER.name;
    const { result, joined, unchanged } = await runToTheEnd(
      run,
      { benefit: wish.benefit, payMonth, county, by },
      ({ done, total }) => log(`正在计算 ${wish.month}：${done}/${total} 个县（市、区）。`),
    );
    if (joined) log('同一次计算已在进行，这里给出的是它的结果。');
    else if (unchanged) log('人员事实、规则和已发放数都没有变，清册与上次相同，没有重新生成。');
    const lists = listsOf(result);
    const subject = `${wish.month} ${county ?? '全省'}`;
    await auditOwner(
      { db, now: run.now },
      { action: '/control/run', title: '计算县月清册', subject, list: frozenList(lists), outcome: 'done' },
    );
    if (wish.release) {
      const { benefit, month } = wish;
      await release(db, run, { benefit, payMonth, county, month, lists }, log);
    }
    return result;
  });
  app.post('/control/bench', { bodyLimit: 1024 }, async (request) => {
    const { size } = BenchWish.parse(request.body);
    if ((await readBirth(ownerPool)) === 'none') {
      throw new Refusal('bench.real', 409, '这是正式库，不能在上面做测量。请用 --data 指定另一个文件夹。', {});
    }
    // Loaded only when asked for: a server that never measures does not carry the bench.
    const { benchMonth, DEFAULT_SIZE } = await import('../bench/month.ts');
    return benchMonth({ server: ownerPool, keys, log }, size ?? DEFAULT_SIZE);
  });
  app.post('/control/explain', async (request) => {
    const wish = read(ExplainWish, request.body);
    await inScope(db, SYSTEM_USER, undefined, (transaction) => getPerson(transaction, wish.person));
    await auditOwner(
      { db, now: run.now },
      { action: '/control/explain', title: '为什么是这个数', persons: [wish.person], outcome: 'read' },
    );
    const client = await run.pool.connect();
    try {
      return await explainMonth(client, run.book(), {
        personNo: wish.person,
        month: monthNo(wish.month),
        benefit: OLD_AGE_ALLOWANCE,
        knowsPerson: true,
      });
    } finally {
      client.release();
    }
  });
}

/** What a command sent, or a refusal that says which part is wrong. */
function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => `“${path.join('.')}”：${message}`);
  throw new Refusal('input', 422, `填写有误：${issues.join('；')}。请改正后再执行。`, {});
}

type List = { county: string; persons: number; sha256: string };
type ReleaseWish = { benefit: string; payMonth: number; county: string | null; month: string; lists: readonly List[] };

function listsOf(result: CountyResult | ProvinceResult): List[] {
  const lists = 'counties' in result ? result.counties : [{ ...result, code: result.county }];
  return lists.map(({ code, totals, sha256 }) => ({ county: code, persons: totals.persons, sha256 }));
}

/** What the audit names of a set: how many persons, and the list's hash; of several lists the hash of their hashes in order of county. */
function frozenList(lists: readonly List[]): { count: number; hash: string } | undefined {
  const [first, ...others] = lists;
  if (!first) return undefined;
  const hashes = lists.map(({ county, sha256 }) => `${county} ${sha256}\n`).join('');
  return {
    count: lists.reduce((sum, { persons }) => sum + persons, 0),
    hash: others.length === 0 ? first.sha256 : createHash('sha256').update(hashes).digest('hex'),
  };
}

async function release(db: Database, run: RunDeps, wish: ReleaseWish, log: (line: string) => void): Promise<void> {
  const outcome = await inScope(db, SYSTEM_USER, undefined, async (transaction) => {
    const ctx: Ctx = { db: transaction, now: run.now(), user: SYSTEM_USER, request: { id: randomUUID() } };
    const { benefit, payMonth, county } = wish;
    const order = { benefit, payMonth, county, by: SYSTEM_USER.name, now: ctx.now };
    const done = await asBulk(ctx, 'allowances.release', `${wish.month} ${county ?? '全省'}`, () =>
      releaseComputed(queryableOf(transaction), order),
    );
    const subject = `${wish.month} ${done.released.join(' ')}`;
    const list = frozenList(wish.lists.filter((one) => done.released.includes(one.county)));
    await writeAudit(ctx, { action: '/control/run', title: '发放县月清册', subject, list, outcome: 'done' });
    return done;
  });
  await continueWork(run, () => undefined);
  if (outcome.released.length > 0) log(`已发放：${namesOf(outcome.released)}。`);
  if (outcome.alreadyReleased.length > 0) log(`此前已发放：${namesOf(outcome.alreadyReleased)}。`);
  if (outcome.unsigned.length > 0) log(`开账未签认，没有发放：${namesOf(outcome.unsigned)}。`);
}

function namesOf(codes: readonly string[]): string {
  return codes.map((code) => findDivision(code)?.name ?? code).join('、');
}
