import type { Queryable } from '#platform/db/queryable.ts';
import type { MonthNo } from '#platform/month/month.ts';

/** Where a job writes a month's rows: the month's own table while it is being filled, its parent once it is a part of it. */
export async function monthTable(
  client: Queryable,
  parent: 'pay_line' | 'pay_part',
  payMonth: MonthNo,
): Promise<string> {
  const child = `allowances.${parent}_${Math.trunc(payMonth)}`;
  const { rows } = await client.query<{ isPart: boolean }>(
    `select exists (select from pg_inherits where inhrelid = to_regclass($1)) as "isPart"`,
    [child],
  );
  return rows[0]?.isPart ? `allowances.${parent}` : child;
}
