import type { Queryable } from '#platform/db/queryable.ts';

const LOCK = 72664;

/**
 * 多地发放: of persons whose spans the caller has just written those whom more than one county has paid, noted in his transaction. One
 * writer a time: each must see what the one before has written.
 */
export async function noteSeveral(
  client: Queryable,
  benefit: string,
  written: { county: string } | { persons: readonly number[] },
): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
  const isOfCounty = 'county' in written;
  const mine = isOfCounty
    ? 'select person_no, county from allowances.opening_span where benefit = $1 and county = $2'
    : `select person_no, county from allowances.order_span where benefit = $1 and person_no = any($2::int[])`;
  const others = (table: string) =>
    `exists (select from ${table} o where o.person_no = mine.person_no and o.benefit = $1 and o.county <> mine.county)`;
  await client.query(
    `insert into allowances.paid_by_several (benefit, person_no)
     select distinct $1, person_no from (${mine}) as mine
     where ${others('allowances.opening_span')} or ${others('allowances.order_span')}
     on conflict do nothing`,
    [benefit, isOfCounty ? written.county : written.persons],
  );
}
