import type pg from 'pg';
import { copyIntColumns } from '#platform/db/copy-int-columns.ts';
import type { ListAddress } from './list-rows.store.ts';
import { monthTable } from './month-table.store.ts';
import * as store from './run.store.ts';

/**
 * 一人一月一份清册 (M-20): of the given persons, those who stand on another unit's list of the month because their hukou
 * moved after it was computed. From a released list nobody is taken: they are returned, and stay off this one until next
 * month. From any other they are taken; it is outdated then, cannot be released and is computed anew.
 */
export async function takeFromOtherLists(
  client: pg.ClientBase,
  { benefit, payMonth, unit }: ListAddress,
  persons: readonly number[],
): Promise<Set<number>> {
  const tables = [await monthTable(client, 'pay_line', payMonth), await monthTable(client, 'pay_part', payMonth)];
  const { rows } = await client.query<{ unit: string; persons: number[] }>(
    `select unit, array_agg(person_no) as persons from ${tables[0]}
     where pay_month = $1 and benefit = $2 and person_no = any($3::int[]) and unit <> $4 group by unit order by unit`,
    [payMonth, benefit, await newcomers(client, tables[0]!, { benefit, payMonth, unit }, persons), unit],
  );
  const staying = new Set<number>();
  for (const other of rows) {
    await store.lockUnitMonth(client, payMonth, other.unit);
    const list = await store.findUnitMonth(client, benefit, payMonth, other.unit);
    if (list?.state === 'released') {
      for (const personNo of other.persons) staying.add(personNo);
      continue;
    }
    for (const table of tables) {
      await client.query(
        `delete from ${table} where pay_month = $1 and benefit = $2 and unit = $3 and person_no = any($4::int[])`,
        [payMonth, benefit, other.unit, other.persons],
      );
    }
    await store.markOutdated(client, benefit, payMonth, other.unit);
  }
  return staying;
}

/** Persons who do not stand on the unit's list as it is held: whoever does stands on no other, and need not be looked up. */
async function newcomers(
  client: pg.ClientBase,
  table: string,
  { benefit, payMonth, unit }: ListAddress,
  persons: readonly number[],
): Promise<number[]> {
  const query = `select person_no from ${table}
    where pay_month = ${Math.trunc(payMonth)} and benefit = ${client.escapeLiteral(benefit)} and unit = ${client.escapeLiteral(unit)}`;
  const { columns } = await copyIntColumns(client, query, 1, 0);
  const held = new Set(columns[0]);
  return persons.filter((personNo) => !held.has(personNo));
}
