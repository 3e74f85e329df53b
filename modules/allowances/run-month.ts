import type pg from 'pg';
import { findDivision } from '#modules/places/index.ts';
import { type GoverningBook, readUnits, refreshInput } from '#modules/policy/index.ts';
import type { Queryable } from '#platform/db/queryable.ts';
import { withClient } from '#platform/db/with-client.ts';
import { dayNo, formatMonth, type MonthNo } from '#platform/month/month.ts';
import { Refusal } from '#platform/refusal/refusal.ts';
import { refuse } from './contract.ts';
import { foldOrders } from './fold-orders.ts';
import * as store from './run.store.ts';
import { runUnits } from './run-units.ts';

/** What a run needs beyond a request: it outlives one, works in many transactions and leaves evidence on disk. */
export type RunDeps = {
  pool: pg.Pool;
  book: () => GoverningBook;
  now: () => Date;
  /** Where frozen inputs are kept. */
  frozenFolder: string;
  /** Two-digit code of the database's province. */
  province: string;
};

export type RunWish = { benefit: string; payMonth: MonthNo; county: string | null; by: string };
export type Progress = {
  runNo: number;
  payMonth: MonthNo;
  done: number;
  total: number;
  finished: boolean;
  failed: string | null;
};

const YEARS_AHEAD = 2;

/**
 * 开始计算: brings the input up to date, fixes the cut-off and names the units. Asked again while the same run is under
 * way it answers with that run; another run under way is refused. The units are computed by `continueRun`.
 */
export async function startRun(deps: RunDeps, wish: RunWish): Promise<{ run: store.Run; joined: boolean }> {
  return withClient(deps.pool, async (client) => {
    await client.query('select pg_advisory_lock($1)', [store.START_LOCK]);
    try {
      const open = await store.findOpenRun(client);
      if (open) return await joinOrRefuse(client, open, wish);
      await refreshInput(client, {
        province: deps.province,
        benefit: wish.benefit,
        bornUpTo: youngestBirth(deps, wish.payMonth),
      });
      const units = await unitsFor(client, wish);
      await refuseBeforeOpening(client, wish, units);
      const run = await store.insertRun(
        client,
        {
          benefit: wish.benefit,
          payMonth: wish.payMonth,
          county: wish.county,
          units,
          cutOff: deps.now(),
          orderNo: await store.latestRelease(client),
          rulebookSha256: deps.book().rulebook.sha256,
        },
        wish.by,
      );
      return { run, joined: false };
    } finally {
      await client.query('select pg_advisory_unlock($1)', [store.START_LOCK]);
    }
  });
}

async function joinOrRefuse(
  client: pg.ClientBase,
  open: store.Run,
  wish: RunWish,
): Promise<{ run: store.Run; joined: boolean }> {
  if (open.payMonth === wish.payMonth && open.benefit === wish.benefit && open.county === wish.county)
    return { run: open, joined: true };
  const { done, total } = await progressOf(client, open);
  return refuse('allowances.running', { month: formatMonth(open.payMonth), done, total });
}

/** People younger than the lowest age in force, less two years, cannot be on any list of this month. */
function youngestBirth({ book }: RunDeps, payMonth: MonthNo): number {
  const ages = book().rulebook.files.flatMap((file) =>
    file.versions.flatMap((version) => version.parameters.bands.map((band) => band.fromAge)),
  );
  const lowest = ages.length > 0 ? Math.min(...ages) : 60;
  return dayNo(`${formatMonth(payMonth - (lowest - YEARS_AHEAD) * 12)}-01`);
}

async function unitsFor(client: pg.ClientBase, { county }: RunWish): Promise<string[]> {
  const codes = await readUnits(client);
  if (county === null) {
    if (codes.length === 0) refuse('allowances.no-people', { county: '全省' });
    return codes;
  }
  const division = findDivision(county);
  if (division?.level !== 3) return refuse('allowances.no-county', { county });
  if (!codes.includes(county)) refuse('allowances.no-people', { county: division.name });
  return [county];
}

async function refuseBeforeOpening(
  client: pg.ClientBase,
  { benefit, payMonth }: RunWish,
  units: readonly string[],
): Promise<void> {
  const openings = await store.readOpenings(client, benefit);
  for (const unit of units) {
    const opening = openings.get(unit);
    if (!opening || payMonth > opening.lastMonth) continue;
    refuse('allowances.before-opening', { month: formatMonth(payMonth), first: formatMonth(opening.lastMonth + 1) });
  }
}

/**
 * 继续计算: computes the units that the run has not ticked off yet, one transaction each, then closes the run. May be
 * called again after a crash, or by two at once: a unit is taken under a lock and is computed once.
 */
export async function continueRun(
  deps: RunDeps,
  runNo: number,
  report: (progress: Progress) => void = () => undefined,
): Promise<Progress> {
  return withClient(deps.pool, async (client) => {
    const run = await store.findRun(client, runNo);
    if (!run) throw new Error(`no run ${runNo}`);
    if (run.finishedAt) return progressOf(client, run);
    try {
      await foldOrders(client, deps.now);
      await runUnits(client, deps, run, async () => report(await progressOf(client, run)));
      await store.finishRun(client, runNo, deps.now(), null);
    } catch (error) {
      // A failed run must not block the next one; a killed one has no time to say so and is gone on with.
      await store.finishRun(client, runNo, deps.now(), sentenceOf(error, runNo)).catch(() => undefined);
      throw error;
    }
    return progressOf(client, { ...run, finishedAt: deps.now() });
  });
}

/** What the screen shows of a failed run: a refusal's sentence; of a bug only the number under which the log speaks of it. */
function sentenceOf(error: unknown, runNo: number): string {
  return error instanceof Refusal ? error.message : `系统出错了，已记录。请把批次编号 ${runNo} 告诉管理员。`;
}

export async function progressOf(client: Queryable, run: store.Run): Promise<Progress> {
  const { rows } = await client.query<{ n: number }>(
    'select count(*)::int as n from allowances.unit_month where benefit = $1 and pay_month = $2 and run_no = $3',
    [run.benefit, run.payMonth, run.runNo],
  );
  return {
    runNo: run.runNo,
    payMonth: run.payMonth,
    done: rows[0]?.n ?? 0,
    total: run.units.length,
    finished: run.finishedAt !== null,
    failed: run.failed,
  };
}
