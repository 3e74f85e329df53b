import type { DueTable } from '#modules/policy/index.ts';
import type { MonthNo } from '#platform/month/month.ts';
import { fillOrdered, type OrderBook, orderedMonths } from './order-book.ts';
import { type Settled, settle } from './settle.ts';

/** The months [from, through] that a unit's persons are settled in, with room for one person's sums by month − from. */
export type SettleWindow = {
  table: DueTable;
  orders: OrderBook;
  payMonth: MonthNo;
  /** First month that is judged; one before it is only looked at for the cause. */
  firstMonth: MonthNo;
  from: MonthNo;
  through: MonthNo;
  firm: Int32Array;
  most: Int32Array;
  ordered: Int32Array;
};
/** A person's spans [start, end) in the order book. */
type Spans = { start: number; end: number };

/** What settlement says of a person, by index; undefined when there is nothing to say. */
export type Settling = (index: number, spans: Spans) => Settled | undefined;

/**
 * Settles persons of a window, by index. 同类同结: settlement reads of a person what is due and what was ordered, from the
 * first difference on. With most nothing differs before last month; then the first one's settlement stands for all who
 * are due the same from there on and were paid the same.
 */
export function settlingAlike(window: SettleWindow): Settling {
  const { table, payMonth, through, from } = window;
  const alikeOf = table.alikeIn(payMonth - 1, through);
  const known = new Map<number, Settled>();
  return (index, spans) => {
    const first = firstOf(window, index, spans);
    if (first === undefined) return undefined;
    const alike = from + first === payMonth - 1 ? alikeOf(index) : undefined;
    const paid = alike && paidAlike(window, spans, alike.area);
    if (paid === undefined) return settleFrom(window, index, spans, first);
    const number = alike!.no * MOST_PAID + paid;
    const held = known.get(number);
    if (held) return held;
    const settled = settleFrom(window, index, spans, first);
    if (settled) known.set(number, settled);
    return settled;
  };
}

/** The same without the short cut, for the test that holds one to the other. */
export function settlingEach(window: SettleWindow): Settling {
  return (index, spans) => {
    const first = firstOf(window, index, spans);
    return first === undefined ? undefined : settleFrom(window, index, spans, first);
  };
}

/** Lays the person's sums out, and finds the first month that settlement must look at; undefined when there is none. */
function firstOf(window: SettleWindow, index: number, spans: Spans): number | undefined {
  const { table, orders, payMonth, firstMonth, from, firm, most, ordered } = window;
  if (spans.start === spans.end && !table.isDue(index)) return undefined;
  table.fill(index, firm, most);
  fillOrdered(orders, spans, from, ordered);
  return firstToSettle(firm, most, ordered, firstMonth - from, payMonth - 1 - from);
}

const MOST_MONTHS = 128;
const MOST_PAID = MOST_MONTHS * 2 ** 24;

/**
 * A number for what was ordered from last month on: one sum for so many months, all by the given area, and then nothing.
 * Undefined where it is otherwise, and the person must be looked at by himself.
 */
function paidAlike({ orders, payMonth, from, ordered }: SettleWindow, { start, end }: Spans, area: number) {
  const last = payMonth - 1 - from;
  const fen = ordered[last]!;
  let until = last;
  while (until < ordered.length && ordered[until] === fen) until += 1;
  for (let month = until; month < ordered.length; month += 1) if (ordered[month] !== 0) return undefined;
  for (let at = start; at < end; at += 1) {
    if (orders.toMonth[at]! >= payMonth && orders.county[at] !== area) return undefined;
  }
  const paid = fen * MOST_MONTHS + (until - last);
  return fen >= 0 && until - last < MOST_MONTHS && paid < MOST_PAID ? paid : undefined;
}

/** Settles one person from the month `first` (by month − from) on. */
function settleFrom(
  { table, orders, payMonth, firstMonth, from, through, ordered }: SettleWindow,
  index: number,
  spans: Spans,
  first: number,
): Settled | undefined {
  const dues = table
    .dues(index, from + first, through)
    .filter((due) => due.month >= firstMonth || due.month === payMonth - 1);
  const judged = dues.map((due) => (due.month < firstMonth ? asOrdered(due, ordered[due.month - from]!) : due));
  return settle(payMonth, judged, orderedMonths(orders, spans, from + first));
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
