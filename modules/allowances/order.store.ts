import type { Queryable } from '#platform/db/queryable.ts';
import type { MonthNo } from '#platform/month/month.ts';
import type { OrderedMonth } from './settle.ts';

export type OrdersByPerson = ReadonlyMap<number, Map<MonthNo, OrderedMonth>>;
type Span = { person_no: number; county: string; from_month: number; to_month: number; fen: number };

/**
 * 已发放: opening payments and the parts of released lists up to a release number, for the given persons, spread over
 * their entitlement months. An order counts from the release of its list.
 */
export async function readOrders(
  client: Queryable,
  benefit: string,
  persons: readonly number[],
  orderNo: number,
): Promise<OrdersByPerson> {
  const { rows } = await client.query<Span>(
    `select person_no, county, from_month, to_month, monthly_fen as fen from allowances.opening_span
     where benefit = $1 and person_no = any($2::int[])
     union all
     select p.person_no, p.county, p.from_month, p.to_month, p.monthly_fen
     from allowances.pay_part p
     join allowances.unit_month u on u.benefit = p.benefit and u.pay_month = p.pay_month and u.unit = p.unit
     where p.benefit = $1 and p.person_no = any($2::int[]) and u.release_no <= $3
     order by person_no, from_month`,
    [benefit, persons, orderNo],
  );
  return spread(rows);
}

function spread(rows: readonly Span[]): OrdersByPerson {
  const orders = new Map<number, Map<MonthNo, OrderedMonth>>();
  for (const { person_no, county, from_month, to_month, fen } of rows) {
    const months = orders.get(person_no) ?? new Map<MonthNo, OrderedMonth>();
    orders.set(person_no, months);
    for (let month = from_month; month < to_month; month += 1) {
      const held = months.get(month);
      months.set(month, held ? { fen: held.fen + fen, county: fen > 0 ? county : held.county } : { fen, county });
    }
  }
  return orders;
}

/** The latest release; orders up to it are what a run starting now sees. */
export async function latestRelease(client: Queryable): Promise<number> {
  const { rows } = await client.query<{ no: number | null }>('select max(release_no) as no from allowances.unit_month');
  return rows[0]?.no ?? 0;
}
