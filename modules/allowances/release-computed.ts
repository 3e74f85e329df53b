import { findDivision } from '#modules/places/index.ts';
import type { Queryable } from '#platform/db/queryable.ts';
import { formatMonth, type MonthNo } from '#platform/month/month.ts';
import { refuse } from './contract.ts';
import { releaseList } from './release-list.ts';
import { lockMonth, readOpenings, readUnitMonths } from './run.store.ts';

export type ReleaseAllWish = { benefit: string; payMonth: MonthNo; county: string | null; by: string; now: Date };
export type ReleasedAll = { released: string[]; alreadyReleased: string[]; unsigned: string[] };

/**
 * 发放已计算的清册: one county, or every county whose opening is signed; the others are named, and stay as they are.
 * One county that cannot be released is refused. In the caller's transaction: all or nothing.
 */
export async function releaseComputed(client: Queryable, wish: ReleaseAllWish): Promise<ReleasedAll> {
  const { benefit, payMonth, county } = wish;
  await lockMonth(client, payMonth);
  const lists = (await readUnitMonths(client, benefit, payMonth)).filter(
    (list) => county === null || list.unit === county,
  );
  if (lists.length === 0)
    return refuse('allowances.not-computed', { county: nameOf(county), month: formatMonth(payMonth) });
  const openings = await readOpenings(client, benefit);
  const outcome: ReleasedAll = { released: [], alreadyReleased: [], unsigned: [] };
  for (const list of lists) {
    if (list.state === 'released') outcome.alreadyReleased.push(list.unit);
    else if (county === null && !openings.get(list.unit)?.signed) outcome.unsigned.push(list.unit);
    else {
      await releaseList(client, { ...wish, county: list.unit, sha256: list.listSha256 });
      outcome.released.push(list.unit);
    }
  }
  return outcome;
}

function nameOf(county: string | null): string {
  return county === null ? '全省' : (findDivision(county)?.name ?? county);
}
