import type { MonthNo } from '#platform/month/month.ts';
import type { OrderedMonth } from './settle.ts';

/** 已发放: spans of ordered months by person, in order of release; an order counts from the release of its list. */
export type OrderBook = {
  length: number;
  personNo: Int32Array;
  fromMonth: Int32Array;
  toMonth: Int32Array;
  monthlyFen: Int32Array;
  /** County that paid, six digits, a zone by its eight digits; 0 where nothing was paid but taken back. */
  county: Int32Array;
};

/** Of a book's persons those whom each county was the last to pay, in order of number. */
export function personsPaidByCounty(book: OrderBook): Map<string, Int32Array> {
  const persons = new Map<number, number[]>();
  for (let at = 0; at < book.length; ) {
    const personNo = book.personNo[at]!;
    let last = at;
    for (; at < book.length && book.personNo[at] === personNo; at += 1) if (isLater(book, at, last)) last = at;
    const list = persons.get(book.county[last]!);
    if (list) list.push(personNo);
    else persons.set(book.county[last]!, [personNo]);
  }
  return new Map([...persons].map(([county, list]) => [countyText(county), Int32Array.from(list)]));
}

function isLater(book: OrderBook, at: number, last: number): boolean {
  if (book.county[at] === 0) return false;
  const months = book.toMonth[at]! - book.toMonth[last]!;
  return months > 0 || (months === 0 && book.county[at]! < book.county[last]!);
}

/** The spans [start, end) of a person; none lie before `after`, which persons asked for in order of number hand on. */
export function spansOf(book: OrderBook, personNo: number, after = 0): { start: number; end: number } {
  // By growing steps first: the next person of a county stands near in a book of the province.
  let step = 1;
  let high = after;
  while (high < book.length && book.personNo[high]! < personNo) {
    high += step;
    step *= 2;
  }
  let low = step === 1 ? after : high - step / 2 + 1;
  high = Math.min(high, book.length);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (book.personNo[middle]! < personNo) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < book.length && book.personNo[end] === personNo) end += 1;
  return { start: low, end };
}

/** Adds a person's ordered fen by month − from into `ordered`, which is cleared first. */
export function fillOrdered(
  book: OrderBook,
  { start, end }: { start: number; end: number },
  from: MonthNo,
  ordered: Int32Array,
): void {
  ordered.fill(0);
  for (let at = start; at < end; at += 1) {
    const first = Math.max(0, book.fromMonth[at]! - from);
    const last = Math.min(ordered.length, book.toMonth[at]! - from);
    for (let month = first; month < last; month += 1) ordered[month]! += book.monthlyFen[at]!;
  }
}

/** A person's ordered months (from `first` on) by themselves, with the county that paid last. */
export function orderedMonths(
  book: OrderBook,
  { start, end }: { start: number; end: number },
  first: MonthNo = Number.NEGATIVE_INFINITY,
): Map<MonthNo, OrderedMonth> {
  const months = new Map<MonthNo, OrderedMonth>();
  for (let at = start; at < end; at += 1) {
    const fen = book.monthlyFen[at]!;
    const county = countyText(book.county[at]!);
    for (let month = Math.max(first, book.fromMonth[at]!); month < book.toMonth[at]!; month += 1) {
      const held = months.get(month);
      months.set(month, held ? { fen: held.fen + fen, county: county === '' ? held.county : county } : { fen, county });
    }
  }
  return months;
}

function countyText(number: number): string {
  if (number === 0) return '';
  const digits = String(number);
  return digits.length === 8 ? `Z${digits}` : digits;
}
