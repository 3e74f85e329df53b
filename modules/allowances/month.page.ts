import { covers } from '#modules/identity/index.ts';
import { divisionPath, findDivision } from '#modules/places/index.ts';
import { readKnownUnits } from '#modules/policy/index.ts';
import type { Queryable } from '#platform/db/queryable.ts';
import { businessDay, formatMonth, type MonthNo, monthNo } from '#platform/month/month.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import type { CountyResult, ProvinceResult } from './contract.ts';
import * as store from './run.store.ts';
import { type Progress, progressOf } from './run-month.ts';
import { addTotals } from './summary.ts';

/** 本月: every county in scope with people or a list, the state of its list, and the run under way. */
export async function readMonth(
  client: Queryable,
  benefit: string,
  wished: MonthNo | undefined,
  { now, user }: Pick<Ctx, 'now' | 'user'>,
) {
  const openings = await store.readOpenings(client, benefit);
  const months = await knownMonths(client, benefit, openings, now);
  const payMonth = wished ?? months.at(0) ?? monthNo(businessDay(now).slice(0, 7));
  const lists = new Map((await store.readUnitMonths(client, benefit, payMonth)).map((list) => [list.unit, list]));
  const owing = await owingUnits(client, benefit, payMonth, openings);
  const open = await store.findOpenRun(client);
  const all = new Set([...(await readKnownUnits(client)), ...lists.keys()]);
  const units = [...all].filter((code) => covers(user.scope, code));
  const waiting = new Set(open?.payMonth === payMonth ? open.units : []);
  const counties = units.sort().map((code) => {
    const list = lists.get(code);
    const isWaiting = waiting.has(code) && list?.runNo !== open?.runNo;
    return {
      code,
      name: nameOf(code),
      city: divisionPath(code).find((division) => division.level === 2)?.name ?? '',
      state: isWaiting ? ('waiting' as const) : (list?.state ?? ('none' as const)),
      cutOff: list?.cutOff.toISOString() ?? null,
      totals: list?.summary.totals ?? null,
      byKind: list?.summary.byKind ?? null,
      openingSigned: openings.get(code)?.signed ?? false,
      lastMonthReleased: !owing.has(code),
    };
  });
  return {
    month: formatMonth(payMonth),
    months: months.map(formatMonth),
    counties,
    totals: addTotals(counties.flatMap(({ totals }) => (totals ? [totals] : []))),
    run: open && seesRun(user, open) ? progressReply(await progressOf(client, open)) : null,
  };
}

/** 上月未发放: counties whose last month is this system's to pay and is not released: this month's list has its money as back-pay. */
export async function owingUnits(
  client: Queryable,
  benefit: string,
  payMonth: MonthNo,
  openings: ReadonlyMap<string, store.Opening>,
): Promise<Set<string>> {
  const last = await store.readUnitMonths(client, benefit, payMonth - 1);
  const released = new Set(last.flatMap(({ unit, state }) => (state === 'released' ? [unit] : [])));
  const ours = [...openings].filter(([, { lastMonth }]) => payMonth - 1 > lastMonth);
  return new Set(ours.flatMap(([unit]) => (released.has(unit) ? [] : [unit])));
}

/** A run of the whole province is everybody's; one of a county is theirs who cover it. */
export function seesRun({ scope }: Ctx['user'], { county }: Pick<store.Run, 'county'>): boolean {
  return county === null || covers(scope, county);
}

/** Months to choose from, latest work first: those with lists, and the first that the openings leave to be paid. */
async function knownMonths(
  client: Queryable,
  benefit: string,
  openings: ReadonlyMap<string, store.Opening>,
  now: Date,
): Promise<MonthNo[]> {
  const { rows } = await client.query<{ pay_month: number }>(
    'select distinct pay_month from allowances.unit_month where benefit = $1',
    [benefit],
  );
  const months = new Set(rows.map((row) => row.pay_month));
  const latest = months.size > 0 ? Math.max(...months) : undefined;
  if (latest !== undefined) months.add(latest + 1);
  for (const { lastMonth } of openings.values()) months.add(lastMonth + 1);
  if (months.size === 0) months.add(monthNo(businessDay(now).slice(0, 7)));
  const sorted = [...months].sort((a, b) => b - a);
  // The month of the latest list comes first: that is where the work lies; the month after it is offered behind.
  return latest === undefined ? sorted : [latest, ...sorted.filter((month) => month !== latest)];
}

export function progressReply({ payMonth, ...rest }: Progress) {
  return { ...rest, month: formatMonth(payMonth) };
}

export function countyResult(list: store.UnitMonth, payMonth: MonthNo): CountyResult {
  const { totals, byTown, byKind, sha256 } = list.summary;
  return {
    month: formatMonth(payMonth),
    county: list.unit,
    cutOff: list.cutOff.toISOString(),
    totals,
    byTown,
    byKind,
    sha256,
  };
}

export function provinceResult(lists: readonly store.UnitMonth[], payMonth: MonthNo): ProvinceResult {
  const cutOff = lists.reduce((latest, { cutOff: each }) => (each > latest ? each : latest), new Date(0));
  return {
    month: formatMonth(payMonth),
    cutOff: cutOff.toISOString(),
    totals: addTotals(lists.map((list) => list.summary.totals)),
    counties: lists.map(({ unit, summary }) => ({
      code: unit,
      name: nameOf(unit),
      totals: summary.totals,
      byKind: summary.byKind,
      sha256: summary.sha256,
    })),
  };
}

function nameOf(code: string): string {
  return findDivision(code)?.name ?? code;
}

/** The latest month with lists; undefined before the first run. */
export async function readLatestMonth(client: Queryable, benefit: string) {
  const { rows } = await client.query<{ latest: number | null }>(
    'select max(pay_month) as latest from allowances.unit_month where benefit = $1',
    [benefit],
  );
  const payMonth = rows[0]?.latest ?? null;
  if (payMonth === null) return undefined;
  const lists = (await store.readUnitMonths(client, benefit, payMonth)).map(({ unit, state, summary }) => ({
    name: nameOf(unit),
    released: state === 'released',
    totals: summary.totals,
    byTown: summary.byTown,
  }));
  return { payMonth, lists };
}
