import type pg from 'pg';
import { copyIntColumns } from '#platform/db/copy-int-columns.ts';
import { divisionOfNumber, numberOfDivision } from './codes.ts';
import { COLUMN_NAMES, type InputColumns, NOTHING } from './columns.ts';

const LIST = COLUMN_NAMES.join(', ');

/** Of other units, whose hukou once lay in the area. */
export async function readLeavers(client: pg.ClientBase, area: string): Promise<InputColumns> {
  const code = Math.trunc(numberOfDivision(area));
  // As an array, so that each is looked up: the planner takes them for many and would read the whole table.
  return read(
    client,
    `select ${LIST} from policy.input where person_no = any(array(
       select distinct person_no from policy.input where area = ${code} and area <> unit)) order by person_no, from_day`,
  );
}

/** Many units in no order: sorting millions of rows costs more than reading them, and the parting by unit sees to it. */
export async function readUnitsTogether(
  client: pg.ClientBase,
  units: readonly number[] | 'all',
): Promise<InputColumns> {
  if (units === 'all') return read(client, `select ${LIST} from policy.input`, await likelyRows(client));
  return read(client, `select ${LIST} from policy.input where unit = any(${arrayOf(units)})`);
}

/** The planner's count of all rows, a little more than it says: only how much memory is laid out at first rests on it. */
async function likelyRows(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    "select greatest(reltuples, 0)::float8 as n from pg_class where oid = 'policy.input'::regclass",
  );
  return Math.ceil((rows[0]?.n ?? 0) * MORE_THAN_COUNTED);
}

const MORE_THAN_COUNTED = 1.02;

/** One person's rows. */
export async function readPersonInput(client: pg.ClientBase, personNo: number): Promise<InputColumns> {
  return read(client, `select ${LIST} from policy.input where person_no = ${Math.trunc(personNo)} order by from_day`);
}

/** Of the given persons those who have no row at all, in order of number. */
export async function readPersonsWithoutInput(client: pg.ClientBase, persons: readonly number[]): Promise<number[]> {
  const { rows } = await client.query<{ person_no: number }>(
    `select person_no from unnest($1::int[]) as paid(person_no)
     where not exists (select from policy.input i where i.person_no = paid.person_no) order by 1`,
    [persons],
  );
  return rows.map((row) => row.person_no);
}

/** By unit the persons who changed since it was last frozen, in order of number. */
export async function readChangedPersons(
  client: pg.ClientBase,
  units: readonly number[],
): Promise<Map<number, Int32Array>> {
  const query = `select unit, person_no from policy.unit_change where unit = any(${arrayOf(units)}) order by unit, person_no`;
  const { length, columns } = await copyIntColumns(client, query, 2, NOTHING);
  const [unit, personNo] = columns as [Int32Array, Int32Array];
  const persons = new Map<number, Int32Array>();
  for (let from = 0, to = 0; from < length; from = to) {
    while (to < length && unit[to] === unit[from]) to += 1;
    persons.set(unit[from]!, personNo.subarray(from, to));
  }
  return persons;
}

/** Their rows, in no order. */
export async function readChangedRows(client: pg.ClientBase, units: readonly number[]): Promise<InputColumns> {
  const list = COLUMN_NAMES.map((name) => `i.${name}`).join(', ');
  return read(
    client,
    `select ${list} from policy.unit_change c join policy.input i on i.person_no = c.person_no and i.unit = c.unit
     where c.unit = any(${arrayOf(units)})`,
  );
}

function arrayOf(units: readonly number[]): string {
  return `'{${units.map(Math.trunc).join(',')}}'::int[]`;
}

/** A loose index scan: one index look-up per unit instead of reading every row. */
export const UNITS_WITH_PEOPLE = `with recursive each(unit) as (
    (select unit from policy.input order by unit limit 1)
    union all
    select (select i.unit from policy.input i where i.unit > each.unit order by i.unit limit 1) from each where each.unit is not null
  ) select unit from each where unit is not null`;

/** The units that have people: counties' codes, zones' with their Z. */
export async function readUnits(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ unit: number }>(UNITS_WITH_PEOPLE);
  return rows.map((row) => divisionOfNumber(row.unit));
}

async function read(client: pg.ClientBase, query: string, expectedRows = 0): Promise<InputColumns> {
  const { length, columns } = await copyIntColumns(client, query, COLUMN_NAMES.length, NOTHING, expectedRows);
  const named = { length } as InputColumns;
  COLUMN_NAMES.forEach((name, index) => {
    named[name] = columns[index] ?? new Int32Array(0);
  });
  return named;
}
