import type pg from 'pg';
import { expect } from 'vitest';
import { decideMonths } from '#modules/policy/decide/decide.ts';
import type { MonthDecision } from '#modules/policy/decide/decision.ts';
import { governingBook } from '#modules/policy/decide/governing-book.ts';
import { COLUMN_NAMES, columnsOf, valuesOf } from '#modules/policy/input/columns.ts';
import type { InputRow } from '#modules/policy/input/input-row.ts';
import { compileRules } from '#modules/policy/kernel/compile.ts';
import { runKernel } from '#modules/policy/kernel/kernel.ts';
import type { Rulebook } from '#modules/policy/rule.ts';
import { copyRows } from '#platform/db/copy.ts';
import type { MonthNo } from '#platform/month/month.ts';
import { type CountyMonth, countyTally, tallyDecisions, tallySegments } from './county-month.ts';
import { loadLaw, oracleMonths } from './oracle.ts';

/** One comparison: a law, the people it meets and the months. Persons are numbered by their place in the list. */
export type ParityCase = {
  law: Rulebook;
  province: string;
  people: readonly (readonly InputRow[])[];
  from: MonthNo;
  through: MonthNo;
};

export type Person = { personNo: number; rows: readonly InputRow[]; decisions: MonthDecision[] };
export type ThreeWays = { decide: CountyMonth[]; kernel: CountyMonth[]; oracle: CountyMonth[]; persons: Person[] };

/** 三种算法: the same law, people and months by decide, kernel and the SQL oracle. */
export async function threeWays(client: pg.ClientBase, one: ParityCase): Promise<ThreeWays> {
  const { law, province, from, through } = one;
  const rows = one.people.flatMap((person, index) => person.map((row) => ({ ...row, personNo: index + 1 })));
  const columns = columnsOf(rows);
  const book = compileRules(law, province, from, through);
  const kernel = countyTally();
  tallySegments(kernel, columns, book, runKernel(columns, book));

  const governing = governingBook(law);
  const months = Array.from({ length: through - from + 1 }, (_, index) => from + index);
  const decide = countyTally();
  const persons = one.people.map((person, index) => {
    const decisions = decideMonths(person, governing, months);
    tallyDecisions(decide, index + 1, decisions);
    return { personNo: index + 1, rows: person, decisions };
  });

  await loadPeople(client, rows);
  await loadLaw(client, law, province);
  const oracle = await oracleMonths(client, from, through, 'oracle_people');
  return { decide: decide.result(), kernel: kernel.result(), oracle, persons };
}

async function loadPeople(client: pg.ClientBase, rows: readonly InputRow[]): Promise<void> {
  await client.query(`drop view if exists oracle_part, oracle_case, oracle_input; drop table if exists oracle_people;
    create temp table oracle_people (like policy.input including indexes)`);
  await copyRows(client, 'oracle_people', COLUMN_NAMES, rows.map(valuesOf));
  await client.query('analyze oracle_people');
}

/** Every county and month: the same persons, the same sum, the same checksum, three ways. */
export function expectEqual({ decide, kernel, oracle }: ThreeWays, name: string): void {
  expect(kernel, `${name}：内核与单人判定`).toEqual(decide);
  expect(oracle, `${name}：SQL 与单人判定`).toEqual(decide);
}

/** what plain bands pay in all is the sum of persons × months × the band's amount, and its channels sum to the same. */
export function expectBandsTimesAmounts(law: Rulebook, { persons }: ThreeWays): void {
  const personMonths = new Map<string, number>();
  let total = 0;
  let byChannel = 0;
  for (const { decisions } of persons) {
    for (const { parts, steps } of decisions) {
      if (steps.some((step) => step.gate === 'stacking' && step.because.startsWith('tops-up'))) continue;
      for (const { file, version, fromAge, amountFen, layer, fundedBy } of parts) {
        if (layer !== 'base') continue;
        const key = `${file}@${version}@${fromAge}@${amountFen}`;
        personMonths.set(key, (personMonths.get(key) ?? 0) + 1);
        total += amountFen;
        for (const { shareBp } of fundedBy) byChannel += shareBp * amountFen;
      }
    }
  }
  let sum = 0;
  for (const [key, count] of personMonths) {
    const [file, version, fromAge, fen] = key.split('@');
    const bands =
      law.files.find((one) => one.file === file)?.versions.find(({ id }) => id === version)?.parameters.bands ?? [];
    const band = bands.find((one) => one.fromAge === Number(fromAge) && one.monthlyFen === Number(fen));
    sum += count * (band?.monthlyFen ?? 0);
  }
  expect(sum).toBe(total);
  expect(byChannel).toBe(total * 10_000);
}
