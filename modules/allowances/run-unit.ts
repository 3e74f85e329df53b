import { setImmediate } from 'node:timers/promises';
import { type DueTable, dueTable, type InputColumns, type Rulebook, type UnitInput } from '#modules/policy/index.ts';
import type { MonthNo } from '#platform/month/month.ts';
import { fillOrdered, type OrderBook, orderedMonths, spansOf } from './order-book.ts';
import { cycleOf } from './pay-cycle.ts';
import { settle } from './settle.ts';
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
  input: Omit<UnitInput, 'kept'>,
  law: LawOfRun,
  orders: OrderBook,
  wish: UnitWish,
): Computing<UnitList> {
  const lines = yield* linesOf(input.own, law, orders, wish);
  const known = [...lines, ...(yield* linesOf(input.leavers, law, orders, wish))];
  const reported = known.flatMap((line) => asReportedBy(line, wish.unit)).sort((a, b) => a.personNo - b.personNo);
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
function asReportedBy(line: TownedLine, county: string): TownedLine[] {
  if (line.county === county) return [line];
  if (line.beforeCounty !== county) return [];
  const cause = { code: 'moved-out' as const, day: line.cause.day };
  const nothing = { dueFen: 0, heldFen: 0, payFen: 0, backPayFen: 0, recoveryFen: 0, bandFromAge: null, parts: [] };
  return [{ ...line, ...nothing, county, town: line.beforeTown, kind: 'stopped', cause }];
}

function* linesOf(
  columns: InputColumns,
  law: LawOfRun,
  orders: OrderBook,
  { payMonth, firstMonth, leaveOut }: UnitWish,
): Computing<TownedLine[]> {
  // One month before the window tells a line of last month from a new one.
  const from = Math.min(firstMonth, payMonth - 1);
  const through = horizonOf(law.rulebook, payMonth);
  const table = dueTable(columns, law.rulebook, law.province, from, through);
  const firm = new Int32Array(through - from + 1);
  const most = new Int32Array(through - from + 1);
  const ordered = new Int32Array(through - from + 1);
  const lines: TownedLine[] = [];
  let ordersBefore = 0;
  for (let index = 0; index < table.personNo.length; index += 1) {
    if (index % PERSONS_BETWEEN_STOPS === 0) yield;
    const personNo = table.personNo[index]!;
    if (leaveOut.has(personNo)) continue;
    const spans = spansOf(orders, personNo, ordersBefore);
    ordersBefore = spans.end;
    if (spans.start === spans.end && !table.isDue(index)) continue;
    table.fill(index, firm, most);
    fillOrdered(orders, spans, from, ordered);
    const first = firstToSettle(firm, most, ordered, firstMonth - from, payMonth - 1 - from);
    if (first === undefined) continue;
    const dues = table
      .dues(index, from + first, through)
      .filter((due) => due.month >= firstMonth || due.month === payMonth - 1);
    const judged = dues.map((due) => (due.month < firstMonth ? asOrdered(due, ordered[due.month - from]!) : due));
    const had = orderedMonths(orders, spans, from + first);
    const line = settle(personNo, payMonth, judged, had, table.factsOf(index, payMonth));
    if (!line) continue;
    const beforeTown = line.beforeCounty === '' ? '' : table.townIn(index, line.beforeCounty);
    lines.push({ ...line, town: table.townIn(index, line.county), beforeTown });
  }
  return lines;
}

type Due = ReturnType<DueTable['dues']>[number];

/** A month before the window is not judged: it stands as it was ordered, and is only looked at for the cause. */
function asOrdered(due: Due, orderedFen: number): Due {
  return orderedFen === due.amountFen
    ? due
    : { ...due, recovery: 'none', parts: due.parts.map((part) => ({ ...part, late: true })) };
}

/**
 * The first month that settlement must look at: an earlier difference, else last month. Undefined when the person is
 * neither due nor was paid in or after last month, and nothing earlier differs.
 */
function firstToSettle(
  firm: Int32Array,
  most: Int32Array,
  ordered: Int32Array,
  windowStart: number,
  lastMonth: number,
): number | undefined {
  let isThere = false;
  for (let month = 0; month < firm.length; month += 1) {
    const fen = ordered[month]!;
    if (month >= windowStart && month < lastMonth && (fen < firm[month]! || fen > most[month]!)) return month;
    if (month >= lastMonth && (most[month]! !== 0 || fen !== 0)) isThere = true;
  }
  return isThere ? lastMonth : undefined;
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
