import type pg from 'pg';
import { copyIntColumns } from '#platform/db/copy-int-columns.ts';
import type { MonthNo } from '#platform/month/month.ts';
import type { OrderedMonth } from './settle.ts';

/** 已发放: spans of ordered months in order of person; an order counts from the release of its list. */
export type OrderBook = {
  length: number;
  personNo: Int32Array;
  fromMonth: Int32Array;
  toMonth: Int32Array;
  monthlyFen: Int32Array;
  /** County that paid, six digits; a zone by its eight digits. */
  county: Int32Array;
};

const COUNTY = (column: string) => `case when ${column} like 'Z%' then substr(${column}, 2) else ${column} end::int`;

/**
 * Reads opening payments and the parts of lists released up to `orderNo`: of the given persons, or of everybody (one
 * read beats a look-up per person when the whole province is computed).
 */
export async function readOrderBook(
  client: pg.ClientBase,
  benefit: string,
  orderNo: number,
  persons: Int32Array | 'everybody',
): Promise<OrderBook> {
  const name = client.escapeLiteral(benefit);
  const only =
    persons === 'everybody'
      ? ''
      : `join unnest('{${persons.join(',')}}'::int[]) as wanted(person_no) using (person_no)`;
  const opening = `select person_no, from_month, to_month, monthly_fen, ${COUNTY('county')} as county
    from allowances.opening_span ${only} where benefit = ${name}`;
  const months = await releasedMonths(client, benefit, orderNo);
  const released = `select person_no, from_month, to_month, monthly_fen, ${COUNTY('p.county')}
    from allowances.pay_part p ${only}
    join allowances.unit_month u on u.benefit = p.benefit and u.pay_month = p.pay_month and u.unit = p.unit
    where p.benefit = ${name} and p.pay_month in (${months.join(',')}) and u.release_no <= ${Math.trunc(orderNo)}`;
  const query = months.length > 0 ? `${opening} union all ${released}` : opening;
  const { length, columns } = await copyIntColumns(client, query, BOOK_COLUMNS, 0);
  const order = inOrder(columns as BookColumns, length);
  const [personNo, fromMonth, toMonth, monthlyFen, county] = columns.map((column) =>
    taken(column, order),
  ) as BookColumns;
  return { length, personNo, fromMonth, toMonth, monthlyFen, county };
}

const BOOK_COLUMNS = 5;
type BookColumns = [Int32Array, Int32Array, Int32Array, Int32Array, Int32Array];

const ROW_BITS = 2 ** 26;

/** Rows by person and month. Sorted here and not in the query: numbers that hold person and row at once sort quickest. */
function inOrder([personNo, fromMonth]: BookColumns, length: number): Int32Array {
  if (length >= ROW_BITS) throw new Error(`too many orders for one book: ${length}`);
  const keys = new Float64Array(length);
  for (let row = 0; row < length; row += 1) keys[row] = personNo[row]! * ROW_BITS + row;
  keys.sort();
  const order = new Int32Array(length);
  for (let to = 0; to < length; to += 1) {
    const row = keys[to]! % ROW_BITS;
    // A person has few spans, and mostly they come in order.
    let at = to;
    for (; at > 0 && isBefore(row, order[at - 1]!); at -= 1) order[at] = order[at - 1]!;
    order[at] = row;
  }
  return order;

  function isBefore(a: number, b: number): boolean {
    return personNo[a] === personNo[b] && fromMonth[a]! < fromMonth[b]!;
  }
}

function taken(column: Int32Array, order: Int32Array): Int32Array {
  return order.map((row) => column[row]!);
}

/** So that the tables of other months are not looked into. */
async function releasedMonths(client: pg.ClientBase, benefit: string, orderNo: number): Promise<MonthNo[]> {
  const { rows } = await client.query<{ month: MonthNo }>(
    'select distinct pay_month as month from allowances.unit_month where benefit = $1 and release_no <= $2',
    [benefit, orderNo],
  );
  return rows.map(({ month }) => month);
}

/** Everybody whom a county has ever paid. */
export async function personsPaidBy(
  client: pg.ClientBase,
  benefit: string,
  orderNo: number,
  county: string,
): Promise<Int32Array> {
  const months = await releasedMonths(client, benefit, orderNo);
  const { rows } = await client.query<{ person_no: number }>(
    `select person_no from allowances.opening_span where benefit = $1 and county = $2
     union
     select person_no from allowances.pay_part where benefit = $1 and county = $2 and pay_month = any($3::int[])`,
    [benefit, county, months],
  );
  return Int32Array.from(rows, (row) => row.person_no);
}

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
  if (book.monthlyFen[at]! <= 0) return false;
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
      months.set(month, held ? { fen: held.fen + fen, county: fen > 0 ? county : held.county } : { fen, county });
    }
  }
  return months;
}

function countyText(number: number): string {
  const digits = String(number);
  return digits.length === 8 ? `Z${digits}` : digits;
}
