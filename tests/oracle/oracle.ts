import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { allDivisions, divisionPath, placeIsWithin } from '#modules/places/index.ts';
import { numberOfDivision } from '#modules/policy/input/codes.ts';
import type { Rulebook } from '#modules/policy/rule.ts';
import type { MonthNo } from '#platform/month/month.ts';
import type { CountyMonth } from './county-month.ts';

const COUNTY_LEVEL = 3;
const [LAW, MONTHS, TOTALS] = ['law.sql', 'months.sql', 'totals.sql'].map((name) =>
  readFileSync(join(import.meta.dirname, name), 'utf8'),
) as [string, string, string];

/**
 * 规则入表: hands the rulebook, as it was read, and the province's divisions to this session as JSON; law.sql makes
 * temporary tables of them. `province` is a six-digit code. One connection holds one law at a time.
 */
export async function loadLaw(client: pg.ClientBase, rulebook: Rulebook, province: string): Promise<void> {
  const [home] = divisionPath(province);
  const inside = allDivisions().filter(
    (division) => home !== undefined && division.level <= COUNTY_LEVEL && placeIsWithin(division, home),
  );
  const divisions = inside.map(({ code, level, placeLo, placeHi }) => ({
    code,
    number: numberOfDivision(code),
    level,
    lo: placeLo,
    hi: placeHi,
  }));
  await client.query('drop table if exists oracle_book; create temp table oracle_book (book jsonb, divisions jsonb)');
  await client.query('insert into oracle_book values ($1, $2)', [JSON.stringify(rulebook), JSON.stringify(divisions)]);
  await client.query(LAW);
}

/** A table with the columns of policy.input. */
export type OracleInput = 'policy.input' | 'oracle_people';

/**
 * 第三种算法: the months [from, through] of everybody in `input` under the law loaded before, per county and month:
 * persons, sum and checksum over every part, the late and held ones among them. Leaves the parts in view oracle_part.
 */
export async function oracleMonths(
  client: pg.ClientBase,
  from: MonthNo,
  through: MonthNo,
  input: OracleInput = 'policy.input',
): Promise<CountyMonth[]> {
  await client.query(`drop view if exists oracle_part, oracle_case, oracle_input; drop table if exists oracle_window;
    create temp view oracle_input as select * from ${input};
    create temp table oracle_window as
      select ${Math.trunc(from)} as from_month, ${Math.trunc(through)} as through_month`);
  await client.query(MONTHS);
  const results = (await client.query(TOTALS)) as unknown as pg.QueryResult<Row>[];
  return (results.at(-1)?.rows ?? []).map(({ area, month, persons, fen, low, high }) => ({
    area,
    month,
    persons,
    fen: Number(fen),
    checksum: `${hex(Number(high))}${hex(Number(low))}`,
  }));
}

type Row = { area: number; month: number; persons: number; fen: string; low: string; high: string };

export function hex(word: number): string {
  return word.toString(16).padStart(8, '0');
}
