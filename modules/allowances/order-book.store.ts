import type pg from 'pg';
import { copyIntColumns } from '#platform/db/copy-int-columns.ts';
import type { Queryable } from '#platform/db/queryable.ts';
import type { MonthNo } from '#platform/month/month.ts';
import type { OrderBook } from './order-book.ts';

/** As far as orders go: everything that is released. */
export const EVERY_ORDER = 2_147_483_647;

/**
 * Whose orders are read: each person looked up; everybody's, in one read; or a county's people, who mostly were paid by it alone and
 * lie together. The book then also has whom it has paid and who is not asked for.
 */
export type Whose = Int32Array | 'everybody' | { persons: Int32Array; county: string };

/**
 * Reads what was ordered up to `orderNo`: opening payments, released lists folded into spans, and part by part those not
 * folded yet. Throws when a younger list is folded: what was ordered up to `orderNo` can then no longer be told.
 */
export async function readOrderBook(
  client: pg.ClientBase,
  benefit: string,
  orderNo: number,
  whose: Whose,
): Promise<OrderBook> {
  await mustNotBeFolded(client, benefit, orderNo);
  const query = await orderQuery(client, benefit, orderNo, whose);
  const expected = whose === 'everybody' ? await likelySpans(client) : 0;
  const { length, columns } = await copyIntColumns(client, query, BOOK_COLUMNS, 0, expected);
  const order = inOrder(columns as BookColumns, length);
  const [personNo, fromMonth, toMonth, monthlyFen, county] = columns.map((column) =>
    taken(column, order),
  ) as BookColumns;
  return { length, personNo, fromMonth, toMonth, monthlyFen, county };
}

/** The planner's count, a little more than it says: only how much memory is laid out at first rests on it. */
async function likelySpans(client: Queryable): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    `select coalesce(sum(greatest(reltuples, 0)), 0)::float8 as n from pg_class
     where oid in ('allowances.opening_span'::regclass, 'allowances.order_span'::regclass)`,
  );
  return Math.ceil((rows[0]?.n ?? 0) * MORE_THAN_COUNTED);
}

const MORE_THAN_COUNTED = 1.02;

const BOOK_COLUMNS = 6;
/** Person, months, sum, county, and how manieth release, which says what comes after what. */
type BookColumns = [Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array];

const COUNTY = (column: string) =>
  `case when ${column} = '' then '0' when ${column} like 'Z%' then substr(${column}, 2) else ${column} end::int`;

/** One statement, so that it sees a list that is just being folded once and not twice. */
async function orderQuery(client: pg.ClientBase, benefit: string, orderNo: number, whose: Whose): Promise<string> {
  const name = client.escapeLiteral(benefit);
  const persons = whose === 'everybody' || whose instanceof Int32Array ? whose : whose.persons;
  const only = persons === 'everybody' ? '' : `join ${personList(persons)} using (person_no)`;
  const isOfCounty = whose !== 'everybody' && !(whose instanceof Int32Array);
  const queries = isOfCounty
    ? [ofCounty(name, client.escapeLiteral(whose.county), whose.persons)]
    : SPANS.map(([table, nth]) => `select ${spanOf('s', nth)} from ${table} s ${only} where benefit = ${name}`);
  const months = await unfoldedMonths(client, benefit, orderNo);
  if (months.length > 0) {
    const paying = COUNTY(`case when p.monthly_fen > 0 then p.county else '' end`);
    queries.push(
      `select person_no, from_month, to_month, monthly_fen, ${paying}, ${FOLDED} + u.release_no
       from allowances.pay_part p ${only}
       join allowances.unit_month u on u.benefit = p.benefit and u.pay_month = p.pay_month and u.unit = p.unit
       where p.benefit = ${name} and p.pay_month in (${months.join(',')}) and u.folded_at is null
         and u.release_no <= ${Math.trunc(orderNo)}`,
    );
  }
  return queries.join(' union all ');
}

/** What the county paid, in one piece; looked up is what others paid to whom it never paid, or to whom several are known to have paid. */
function ofCounty(benefit: string, county: string, persons: Int32Array): string {
  const near = SPANS.map(
    ([table, nth]) =>
      `select person_no, from_month, to_month, monthly_fen, county, ${nth} as nth from ${table}
       where benefit = ${benefit} and county = ${county}`,
  );
  const far = SPANS.map(
    ([table, nth]) =>
      `select ${spanOf('s', nth)} from far join ${table} s using (person_no) where s.benefit = ${benefit} and s.county <> ${county}`,
  );
  return `(with wanted as materialized (select person_no from ${personList(persons)}),
     near as materialized (${near.join(' union all ')}),
     far as materialized (
       select person_no from wanted where not exists (select from near where near.person_no = wanted.person_no)
       union
       select person_no from wanted join allowances.paid_by_several p using (person_no) where p.benefit = ${benefit})
     select ${spanOf('near', 'nth')} from near union all ${far.join(' union all ')})`;
}

const personList = (persons: Int32Array) => `unnest('{${persons.join(',')}}'::int[]) as wanted(person_no)`;
const spanOf = (table: string, nth: number | string) =>
  `person_no, from_month, to_month, monthly_fen, ${COUNTY(`${table}.county`)}, ${nth}`;

const OPENING = 0;
const FOLDED = 1;
const SPANS = [
  ['allowances.opening_span', OPENING],
  ['allowances.order_span', FOLDED],
] as const;

const ROW_BITS = 2 ** 26;

/** Rows by person and release. Sorted here and not in the query: numbers that hold person and row at once sort quickest. */
function inOrder([personNo, fromMonth, , , , nth]: BookColumns, length: number): Int32Array {
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
    if (personNo[a] !== personNo[b]) return false;
    return nth[a]! < nth[b]! || (nth[a] === nth[b] && fromMonth[a]! < fromMonth[b]!);
  }
}

function taken(column: Int32Array, order: Int32Array): Int32Array {
  return order.map((row) => column[row]!);
}

/** Months with lists that are released and not folded: so that the tables of others are not looked into. */
async function unfoldedMonths(client: Queryable, benefit: string, orderNo: number): Promise<MonthNo[]> {
  const { rows } = await client.query<{ month: MonthNo }>(
    `select distinct pay_month as month from allowances.unit_month
     where benefit = $1 and release_no <= $2 and folded_at is null`,
    [benefit, orderNo],
  );
  return rows.map(({ month }) => month);
}

async function mustNotBeFolded(client: Queryable, benefit: string, orderNo: number): Promise<void> {
  const { rows } = await client.query<{ found: boolean }>(
    `select exists (
       select from allowances.unit_month where benefit = $1 and release_no > $2 and folded_at is not null) as found`,
    [benefit, orderNo],
  );
  if (rows[0]?.found) throw new Error(`orders after ${orderNo} are folded already`);
}

/** Everybody whom a county was the last to pay for some month, in no order; some more than once. */
export async function personsPaidBy(
  client: pg.ClientBase,
  benefit: string,
  orderNo: number,
  county: string,
): Promise<Int32Array> {
  const months = await unfoldedMonths(client, benefit, orderNo);
  const paid = `benefit = ${client.escapeLiteral(benefit)} and county = ${client.escapeLiteral(county)}`;
  const queries = [
    `select person_no from allowances.opening_span where ${paid}`,
    `select person_no from allowances.order_span where ${paid}`,
  ];
  if (months.length > 0)
    queries.push(`select person_no from allowances.pay_part where ${paid} and pay_month in (${months.join(',')})`);
  const { columns } = await copyIntColumns(client, queries.join(' union all '), 1, 0);
  return columns[0]!;
}
