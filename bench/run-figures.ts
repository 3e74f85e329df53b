import { pipeline } from 'node:stream/promises';
import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { explainMonth as explainRoute, OLD_AGE_ALLOWANCE } from '#modules/allowances/contract.ts';
import { type RunDeps, registerAllowanceRoutes, runToTheEnd } from '#modules/allowances/index.ts';
import { keepAudit } from '#platform/audit/keeping.ts';
import { addressOf } from '#platform/contract/call.ts';
import type { Keys } from '#platform/crypto/keys.ts';
import { withClient } from '#platform/db/with-client.ts';
import { createApp } from '#platform/http/app.ts';
import type { MonthNo } from '#platform/month/month.ts';
import { formatMonth } from '#platform/month/month.ts';
import { SYSTEM_USER } from '#platform/session/ctx.ts';
import { auditKindOf } from '#server/audit-kinds.ts';
import { percentile, round, wallMs } from './measure.ts';
import type { Scratch } from './scratch.ts';

const ASKS = 400;
const WARM_UP = 50;

/** 清册拷贝: the finished list from rows to rows, by COPY out of the month's tables into bare ones of the same shape. */
export async function copyFinishedList(pool: pg.Pool, month: MonthNo): Promise<number> {
  return withClient(pool, (source) =>
    withClient(pool, async (target) => {
      let sum = 0;
      for (const table of ['pay_line', 'pay_part']) {
        const shape = `like allowances.${table} including defaults including constraints`;
        await target.query(`create table public.bench_${table} (${shape})`);
        const out = copyTo(`copy allowances.${table}_${month} to stdout`);
        const into = copyFrom(`copy public.bench_${table} from stdin`);
        sum += (await wallMs(() => pipeline(source.query(out), target.query(into)))).ms;
        await target.query(`drop table public.bench_${table}`);
      }
      return round(sum);
    }),
  );
}

/** Takes a computed month away, so that every unit is computed again; its frozen inputs stay. */
export async function forgetMonth(owner: pg.Pool, month: MonthNo): Promise<void> {
  await owner.query(`drop table allowances.pay_line_${month}, allowances.pay_part_${month}`);
  await owner.query('delete from allowances.unit_month');
  await owner.query('delete from allowances.run');
}

/** `explain` over HTTP on loopback, with policies and audit, one after another, for persons spread over the list: the 95th percentile. */
export async function explainP95({ edge }: Scratch, keys: Keys, run: RunDeps, month: MonthNo): Promise<number> {
  const { db } = edge;
  keepAudit(db, { key: keys.audit, kindOf: auditKindOf });
  const app: FastifyInstance = await createApp({ log: () => undefined, requestsPerMinute: 10_000_000 });
  registerAllowanceRoutes(app, { db, now: run.now, whoIs: async () => SYSTEM_USER }, run, () => undefined);
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  try {
    const persons = await somePersons(run.pool, month, ASKS + WARM_UP);
    const times: number[] = [];
    for (const personNo of persons) {
      const path = addressOf(explainRoute, {
        params: { personNo, month: formatMonth(month) },
        query: { benefit: OLD_AGE_ALLOWANCE },
      });
      const { ms, result } = await wallMs(async () => {
        const response = await fetch(address + path);
        await response.arrayBuffer();
        return response.status;
      });
      if (result !== 200) throw new Error(`explain of ${personNo}: ${result}`);
      times.push(ms);
    }
    return percentile(times.slice(WARM_UP), 0.95);
  } finally {
    await app.close();
  }
}

async function somePersons(pool: pg.Pool, month: MonthNo, count: number): Promise<number[]> {
  const { rows } = await pool.query<{ person_no: number }>(
    `select person_no from allowances.pay_line where pay_month = $1 order by hashint4(person_no) limit $2`,
    [month, count],
  );
  return rows.map((row) => row.person_no);
}

/** A county computed again after one of its persons died: input brought up to date, list replaced. */
export async function rerunCounty(owner: pg.Pool, run: RunDeps, month: MonthNo): Promise<number> {
  const { rows } = await owner.query<{ unit: string; person_no: number }>(
    `select unit, person_no from allowances.pay_line
     where pay_month = $1 and due_fen > 0 and unit = (
       select unit from allowances.pay_line where pay_month = $1 group by unit order by count(*) desc limit 1)
     order by person_no limit 1`,
    [month],
  );
  const one = rows[0];
  if (!one) throw new Error('nobody is on the list');
  await owner.query(
    `insert into people.fact (person_no, kind, from_day, source, recorded_at) values ($1, 'death', $2, '公安', now())`,
    [one.person_no, `${formatMonth(month)}-01`],
  );
  const wish = { benefit: OLD_AGE_ALLOWANCE, payMonth: month, county: one.unit, by: 'bench' };
  return (await wallMs(() => runToTheEnd(run, wish, () => undefined))).ms;
}
