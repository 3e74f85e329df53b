import type { Queryable } from '#platform/db/queryable.ts';
import type { MonthNo } from '#platform/month/month.ts';
import type { Summary } from './summary.ts';

export type Run = {
  runNo: number;
  benefit: string;
  payMonth: MonthNo;
  county: string | null;
  units: string[];
  cutOff: Date;
  orderNo: number;
  rulebookSha256: string;
  finishedAt: Date | null;
  failed: string | null;
};

export type UnitMonth = {
  unit: string;
  runNo: number;
  state: 'computed' | 'released';
  cutOff: Date;
  orderNo: number;
  rulebookSha256: string;
  inputSha256: string;
  summary: Summary;
  listSha256: string;
  releaseNo: number | null;
  releasedBy: string | null;
  releasedAt: Date | null;
};

/** Held while a run starts, and while orders are folded: orders up to a run's number must not be folded past it. */
export const START_LOCK = 72660;

const RUN = `select run_no as "runNo", benefit, pay_month as "payMonth", county, units, cut_off as "cutOff",
  order_no as "orderNo", rulebook_sha256 as "rulebookSha256", finished_at as "finishedAt", failed from allowances.run`;
const UNIT_MONTH = `select unit, run_no as "runNo", state, cut_off as "cutOff", order_no as "orderNo",
  rulebook_sha256 as "rulebookSha256", input_sha256 as "inputSha256", summary, list_sha256 as "listSha256",
  release_no as "releaseNo", released_by as "releasedBy", released_at as "releasedAt" from allowances.unit_month`;

export async function insertRun(
  client: Queryable,
  run: Omit<Run, 'runNo' | 'finishedAt' | 'failed'>,
  by: string,
): Promise<Run> {
  const { rows } = await client.query<{ run_no: number }>(
    `insert into allowances.run (benefit, pay_month, county, units, cut_off, order_no, rulebook_sha256, started_by, started_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $5) returning run_no`,
    [run.benefit, run.payMonth, run.county, run.units, run.cutOff, run.orderNo, run.rulebookSha256, by],
  );
  return { ...run, runNo: rows[0]?.run_no ?? 0, finishedAt: null, failed: null };
}

export async function findRun(client: Queryable, runNo: number): Promise<Run | undefined> {
  return (await client.query<Run>(`${RUN} where run_no = $1`, [runNo])).rows[0];
}

/** The run that is under way; there is one at most (startRun sees to it). */
export async function findOpenRun(client: Queryable): Promise<Run | undefined> {
  return (await client.query<Run>(`${RUN} where finished_at is null order by run_no limit 1`)).rows[0];
}

export async function finishRun(client: Queryable, runNo: number, now: Date, failed: string | null): Promise<void> {
  await client.query('update allowances.run set finished_at = $2, failed = $3 where run_no = $1', [runNo, now, failed]);
}

export async function readUnitMonths(client: Queryable, benefit: string, payMonth: MonthNo): Promise<UnitMonth[]> {
  const { rows } = await client.query<UnitMonth>(`${UNIT_MONTH} where benefit = $1 and pay_month = $2 order by unit`, [
    benefit,
    payMonth,
  ]);
  return rows;
}

export async function findUnitMonth(
  client: Queryable,
  benefit: string,
  payMonth: MonthNo,
  unit: string,
): Promise<UnitMonth | undefined> {
  const found = await client.query<UnitMonth>(`${UNIT_MONTH} where benefit = $1 and pay_month = $2 and unit = $3`, [
    benefit,
    payMonth,
    unit,
  ]);
  return found.rows[0];
}

/** Ticks a unit off: the list stands as the given run computed it. */
export async function saveUnitMonth(
  client: Queryable,
  run: Run,
  unit: string,
  list: { summary: Summary; inputSha256: string },
  now: Date,
): Promise<void> {
  await client.query(
    `insert into allowances.unit_month
       (benefit, pay_month, unit, run_no, state, cut_off, order_no, rulebook_sha256, input_sha256, summary, list_sha256, computed_at)
     values ($1, $2, $3, $4, 'computed', $5, $6, $7, $8, $9, $10, $11)
     on conflict (benefit, pay_month, unit) do update set
       run_no = excluded.run_no, state = 'computed', cut_off = excluded.cut_off, order_no = excluded.order_no,
       rulebook_sha256 = excluded.rulebook_sha256, input_sha256 = excluded.input_sha256, summary = excluded.summary,
       list_sha256 = excluded.list_sha256, computed_at = excluded.computed_at`,
    [
      run.benefit,
      run.payMonth,
      unit,
      run.runNo,
      run.cutOff,
      run.orderNo,
      run.rulebookSha256,
      list.inputSha256,
      JSON.stringify(list.summary),
      list.summary.sha256,
      now,
    ],
  );
}

/**
 * Whoever will lock more than one unit of a month (writes a list that may take from others, releases all) takes this first, until the
 * transaction ends: two who want the same units in two orders would wait for each other.
 */
export async function lockMonth(client: Queryable, payMonth: MonthNo): Promise<void> {
  await client.query('select pg_advisory_xact_lock(72663, $1)', [payMonth]);
}

/** One at a time computes, takes from or releases a unit's list of a month; until the transaction ends. */
export async function lockUnitMonth(client: Queryable, payMonth: MonthNo, unit: string): Promise<void> {
  await client.query('select pg_advisory_xact_lock(72661, hashtext($1))', [`${payMonth}/${unit}`]);
}

/**
 * Lists are released one after another, until the transaction ends: so their numbers become visible in order, and whoever
 * read orders up to a number has read all of them.
 */
export async function lockReleases(client: Queryable): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1)', [RELEASE_LOCK]);
}

/** Waits for those who are releasing. */
export async function whenReleased(client: Queryable): Promise<void> {
  await client.query('select pg_advisory_lock($1), pg_advisory_unlock($1)', [RELEASE_LOCK]);
}

const RELEASE_LOCK = 72662;

/** Whether lists of the month stand that another run made: only those can know a person at another unit. */
export async function hasOtherRuns(client: Queryable, run: Run): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    `select exists (select from allowances.unit_month where benefit = $1 and pay_month = $2 and run_no <> $3) as found`,
    [run.benefit, run.payMonth, run.runNo],
  );
  return rows[0]?.found ?? false;
}

/** Somebody was taken from the list: what it says of its input no longer holds. */
export async function markOutdated(client: Queryable, benefit: string, payMonth: MonthNo, unit: string): Promise<void> {
  await client.query(
    `update allowances.unit_month set input_sha256 = '' where benefit = $1 and pay_month = $2 and unit = $3`,
    [benefit, payMonth, unit],
  );
}

export function isOutdated({ inputSha256 }: UnitMonth): boolean {
  return inputSha256 === '';
}

/** The same input, orders and rules gave this list before: it stands, with its own cut-off. */
export async function keepUnitMonth(client: Queryable, run: Run, unit: string): Promise<void> {
  await client.query(
    'update allowances.unit_month set run_no = $4 where benefit = $1 and pay_month = $2 and unit = $3',
    [run.benefit, run.payMonth, unit, run.runNo],
  );
}

export type Opening = { county: string; firstMonth: MonthNo; lastMonth: MonthNo; signed: boolean };

export async function readOpenings(client: Queryable, benefit: string): Promise<Map<string, Opening>> {
  const { rows } = await client.query<Opening>(
    `select county, first_month as "firstMonth", last_month as "lastMonth", signed_at is not null as signed
     from allowances.opening where benefit = $1`,
    [benefit],
  );
  return new Map(rows.map((row) => [row.county, row]));
}

/** The latest release; orders up to it are what a run starting now sees. */
export async function latestRelease(client: Queryable): Promise<number> {
  const { rows } = await client.query<{ no: number | null }>('select max(release_no) as no from allowances.unit_month');
  return rows[0]?.no ?? 0;
}
