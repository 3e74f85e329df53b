import { findDivision } from '#modules/places/index.ts';
import type { Queryable } from '#platform/db/queryable.ts';
import { formatMonth, type MonthNo } from '#platform/month/month.ts';
import { refuse } from './contract.ts';
import * as store from './run.store.ts';

export type ReleaseWish = { benefit: string; payMonth: MonthNo; county: string; sha256: string; by: string; now: Date };

/**
 * 发放: makes a county's list count; from here its parts are orders. Refused when the list is not the one the releaser
 * saw, when the opening is not signed, or when a younger release touches the same people (then it must be computed anew).
 */
export async function releaseList(client: Queryable, wish: ReleaseWish): Promise<number> {
  const { benefit, payMonth, county } = wish;
  const words = { county: findDivision(county)?.name ?? county, month: formatMonth(payMonth) };
  await store.lockReleases(client);
  await store.lockUnitMonth(client, payMonth, county);
  const list = await store.findUnitMonth(client, benefit, payMonth, county);
  if (!list) return refuse('allowances.not-computed', words);
  if (list.state === 'released') return refuse('allowances.already-released', words);
  if (list.listSha256 !== wish.sha256) return refuse('allowances.list-changed');
  if (store.isOutdated(list)) return refuse('allowances.list-outdated', words);
  const opening = (await store.readOpenings(client, benefit)).get(county);
  if (!opening?.signed) return refuse('allowances.opening-not-signed', words);
  if (await hasYoungerOrders(client, list, benefit, payMonth)) return refuse('allowances.earlier-first', words);
  const { rows } = await client.query<{ release_no: number }>(
    `update allowances.unit_month set state = 'released', release_no = nextval('allowances.release_number'), released_by = $4, released_at = $5
     where benefit = $1 and pay_month = $2 and unit = $3 returning release_no`,
    [benefit, payMonth, county, wish.by, wish.now],
  );
  return rows[0]?.release_no ?? 0;
}

async function hasYoungerOrders(
  client: Queryable,
  list: store.UnitMonth,
  benefit: string,
  payMonth: MonthNo,
): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    `select exists (
       select from allowances.unit_month u
       join allowances.pay_part p on p.benefit = u.benefit and p.pay_month = u.pay_month and p.unit = u.unit
       where u.benefit = $1 and u.release_no > $2
         and p.person_no in (select person_no from allowances.pay_line where pay_month = $3 and benefit = $1 and unit = $4)
     ) as found`,
    [benefit, list.orderNo, payMonth, list.unit],
  );
  return rows[0]?.found ?? false;
}
