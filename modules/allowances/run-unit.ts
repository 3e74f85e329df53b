import { setImmediate } from 'node:timers/promises';
import { dueTable, type InputColumns, type Rulebook, type UnitInput } from '#modules/policy/index.ts';
import type { MonthNo } from '#platform/month/month.ts';
import { NO_CAUSE } from './cause.ts';
import { placesOfHomes } from './line-place.ts';
import { type OrderBook, spansOf } from './order-book.ts';
import { cycleOf } from './pay-cycle.ts';
import { type SettleWindow, type Settling, settlingAlike } from './settle-window.ts';
import { type Summary, summarise, type TownedLine } from './summary.ts';

export type UnitWish = {
  unit: string;
  payMonth: MonthNo;
  /** First entitlement month that can be judged: the opening's first, or the pay month where there is no opening. */
  firstMonth: MonthNo;
  /** Persons who stand on another unit's released list of the month. */
  leaveOut: ReadonlySet<number>;
};

export type UnitList = { lines: TownedLine[]; summary: Summary; inputSha256: string };
/** The law, and the two-digit province it is computed for. */
export type LawOfRun = { rulebook: Rulebook; province: string };

/** Computing stops here and there, so that whoever computes may do other work in between. */
type Computing<T> = Generator<undefined, T>;

const PERSONS_BETWEEN_STOPS = 500;

/** 县月计算: settles every person of a unit's frozen input against what was ordered. Pure. */
export function* computeUnit(
  input: Omit<UnitInput, 'kept' | 'free'>,
  law: LawOfRun,
  orders: OrderBook,
  wish: UnitWish,
  settling: (window: SettleWindow) => Settling = settlingAlike,
): Computing<UnitList> {
  const lines = yield* linesOf(input.own, law, orders, wish, settling);
  const leavers = yield* linesOf(input.leavers, law, orders, wish, settling);
  const reported: TownedLine[] = [];
  for (const list of [lines, leavers]) {
    for (const line of list) {
      const own = asReportedBy(line, wish.unit);
      if (own) reported.push(own);
    }
  }
  if (leavers.length > 0) reported.sort((a, b) => a.personNo - b.personNo);
  yield;
  return { lines, summary: summarise(reported), inputSha256: input.sha256 };
}

export function inOneGo<T>(computing: Computing<T>): T {
  let step = computing.next();
  while (!step.done) step = computing.next();
  return step.value;
}

/** Between two stops the process may answer others, and feed the list before into the database. */
export async function withBreaths<T>(computing: Computing<T>): Promise<T> {
  let step = computing.next();
  while (!step.done) {
    await setImmediate();
    step = computing.next();
  }
  return step.value;
}

/** What a county's report says of a line: its own as it stands; who moved away and is paid elsewhere as stopped. */
function asReportedBy(line: TownedLine, county: string): TownedLine | undefined {
  const { settled, beforeTown } = line;
  if (settled.county === county) return line;
  if (settled.beforeCounty !== county) return undefined;
  const cause = { code: 'moved-out' as const, day: line.cause.day };
  const nothing = { dueFen: 0, heldFen: 0, payFen: 0, backPayFen: 0, recoveryFen: 0, bandFromAge: null, parts: [] };
  return { ...line, town: beforeTown, cause, settled: { ...settled, ...nothing, county, kind: 'stopped' } };
}

function* linesOf(
  columns: InputColumns,
  law: LawOfRun,
  orders: OrderBook,
  { payMonth, firstMonth, leaveOut }: UnitWish,
  settling: (window: SettleWindow) => Settling,
): Computing<TownedLine[]> {
  // One month before the window tells a line of last month from a new one.
  const from = Math.min(firstMonth, payMonth - 1);
  const through = horizonOf(law.rulebook, payMonth);
  const table = dueTable(columns, law.rulebook, law.province, from, through);
  const window: SettleWindow = {
    ...{ table, orders, payMonth, firstMonth, from, through },
    firm: new Int32Array(through - from + 1),
    most: new Int32Array(through - from + 1),
    ordered: new Int32Array(through - from + 1),
  };
  const settleOne = settling(window);
  const placeOf = placesOfHomes();
  const lines: TownedLine[] = [];
  let ordersBefore = 0;
  for (let index = 0; index < table.personNo.length; index += 1) {
    if (index % PERSONS_BETWEEN_STOPS === 0) yield;
    const personNo = table.personNo[index]!;
    if (leaveOut.has(personNo)) continue;
    const spans = spansOf(orders, personNo, ordersBefore);
    ordersBefore = spans.end;
    const settled = settleOne(index, spans);
    if (!settled) continue;
    const { county, beforeCounty, why } = settled;
    const home = table.homeIn(index, county);
    const before = beforeCounty === county ? home : beforeCounty === '' ? null : table.homeIn(index, beforeCounty);
    const cause = why === null ? NO_CAUSE : why(table.factsOf(index, payMonth));
    const place = placeOf(home, county);
    const beforePlace = before === home ? place : before === null ? 0 : placeOf(before, beforeCounty);
    lines.push({ personNo, town: home.town, beforeTown: before?.town ?? '', place, beforePlace, cause, settled });
  }
  return lines;
}

/** The furthest month that any pay cycle hands out in the pay month. */
function horizonOf(rulebook: Rulebook, payMonth: MonthNo): MonthNo {
  let through = payMonth;
  for (const file of rulebook.files) {
    for (const { parameters } of file.versions)
      through = Math.max(through, cycleOf(payMonth, parameters.payCycle).through);
  }
  return through;
}
