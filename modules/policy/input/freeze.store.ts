import type pg from 'pg';
import type { Queryable } from '#platform/db/queryable.ts';
import { divisionOfNumber, numberOfDivision } from './codes.ts';

/**
 * How often a unit's input has changed, the frozen file that holds it as it stands now, when there is one, and the last
 * one frozen (base), which lacks what happened to the persons in unit_change since.
 */
export type Freeze = { changeNo: number; sha256: string | null; baseSha256: string | null };

/** By unit: a county's code, a zone's with its Z. */
export async function readFreezes(client: pg.ClientBase): Promise<Map<string, Freeze>> {
  const { rows } = await client.query<Freeze & { unit: number }>(
    'select unit, change_no as "changeNo", frozen_sha256 as sha256, base_sha256 as "baseSha256" from policy.unit_input',
  );
  return new Map(rows.map(({ unit, ...freeze }) => [divisionOfNumber(unit), freeze]));
}

/** 有人的县: units that have, or once had, people: counties' codes, zones' with their Z. Names nobody, so every caller may ask. */
export async function readKnownUnits(client: Queryable): Promise<string[]> {
  const { rows } = await client.query<{ unit: number }>('select unit from policy.unit_input order by unit');
  return rows.map(({ unit }) => divisionOfNumber(unit));
}

/** The unit's input, as it stood at the change, lies in the frozen file. */
export async function noteFreeze(client: pg.ClientBase, unit: string, changeNo: number, sha256: string): Promise<void> {
  await client.query(
    `with noted as (
       update policy.unit_input set frozen_sha256 = $3, base_sha256 = $3 where unit = $1 and change_no = $2 returning unit)
     delete from policy.unit_change where unit in (select unit from noted)`,
    [numberOfDivision(unit), changeNo, sha256],
  );
}

/** The units of persons in `changed_person`, as they stand: called before their rows are taken away, and after. */
export async function markUnitsOfChanged(client: pg.ClientBase): Promise<void> {
  await client.query(
    `insert into policy.unit_change (unit, person_no)
     select distinct i.unit, i.person_no from changed_person c
     join policy.input i on i.person_no = c.person_no join policy.unit_input u on u.unit = i.unit
     where u.base_sha256 is not null on conflict do nothing`,
  );
  await markUnits(
    client,
    'select distinct i.unit from policy.input i join changed_person c on c.person_no = i.person_no',
  );
}

export async function markUnits(client: pg.ClientBase, units: string): Promise<void> {
  await client.query(
    `insert into policy.unit_input (unit, change_no) select unit, 1 from (${units}) changed
     on conflict (unit) do update set change_no = unit_input.change_no + 1, frozen_sha256 = null`,
  );
}
