import { closeSync, openSync, writeSync } from 'node:fs';
import { ageOn } from '#modules/people/contract.ts';
import { columnsOf, eachPerson, type InputColumns, rowAt } from '#modules/policy/input/columns.ts';
import type { InputRow } from '#modules/policy/input/input-row.ts';
import { dueTable } from '#modules/policy/kernel/due-table.ts';
import type { Rulebook } from '#modules/policy/rule.ts';
import {
  civilFromDays,
  type DayNo,
  firstDayOf,
  formatDay,
  lastDayOf,
  type MonthNo,
  monthOfDay,
} from '#platform/month/month.ts';
import { type ZenDecision, type ZenField, zenTable } from './zen-table.ts';

const PROVINCE = '33';
const AT_MOST = 100_000;

export type ZenPerson = { county: string; facts: Record<ZenField, string | number>; expectedFen: number };
/** Persons looked at and not written, by reason. */
export type LeftOut = {
  changedInMonth: number;
  outside: number;
  died: number;
  suspended: number;
  knownLater: number;
  bornOn29February: number;
  ruleNotInTable: number;
};
/** `columns`: the input of the persons written, so that the kernel can be timed on the very same ones. */
export type ZenInput = { persons: number; leftOut: LeftOut; columns: InputColumns };

/**
 * 对照输入: writes JSON lines for bench/peers/zen.mjs: first the decision table of every county (by code), then persons with
 * their plain facts of the month and what the kernel finds due. Persons are taken evenly from the whole, `atMost` of them;
 * left out is whoever a table of one month cannot tell the truth about.
 */
export function writeZenInput(
  columns: InputColumns,
  law: Rulebook,
  month: MonthNo,
  file: string,
  atMost = AT_MOST,
): ZenInput {
  const tables = new Map<string, ZenDecision | undefined>();
  const tableOf = (county: string) => {
    if (!tables.has(county)) tables.set(county, zenTable(law, county, month));
    return tables.get(county);
  };
  const leftOut: LeftOut = {
    changedInMonth: 0,
    outside: 0,
    died: 0,
    suspended: 0,
    knownLater: 0,
    bornOn29February: 0,
    ruleNotInTable: 0,
  };
  const rows: InputRow[] = [];
  for (const row of someRows(columns, month, atMost)) {
    const reason = row === undefined ? 'changedInMonth' : reasonToLeaveOut(row, month, tableOf);
    if (reason) leftOut[reason] += 1;
    else if (row) rows.push(row);
  }
  const written = columnsOf(rows);
  const lines = linesOf(rows, written, law, month);
  writeLines(file, [Object.fromEntries([...tables].filter(([, table]) => table)), ...lines]);
  return { persons: rows.length, leftOut, columns: written };
}

/** Every n-th person, as the row that covers the whole month; undefined where none does. */
function someRows(columns: InputColumns, month: MonthNo, atMost: number): (InputRow | undefined)[] {
  const starts: number[] = [];
  eachPerson(columns, (_personNo, from) => void starts.push(from));
  starts.push(columns.length);
  const persons = starts.length - 1;
  const step = Math.max(1, Math.ceil(persons / atMost));
  const found: (InputRow | undefined)[] = [];
  for (let person = 0; person < persons; person += step) {
    const rows: InputRow[] = [];
    for (let at = starts[person]!; at < starts[person + 1]!; at += 1) rows.push(rowAt(columns, at));
    found.push(rows.find((row) => covers(row, month)));
  }
  return found;
}

function covers({ fromDay, toDay }: InputRow, month: MonthNo): boolean {
  return fromDay <= firstDayOf(month) && (toDay === null || toDay > lastDayOf(month));
}

function reasonToLeaveOut(
  row: InputRow,
  month: MonthNo,
  tableOf: (county: string) => ZenDecision | undefined,
): keyof LeftOut | undefined {
  const born = civilFromDays(row.bornDay);
  if (row.area === '') return 'outside';
  if (row.deathDay !== null) return 'died';
  if (row.suspension !== 0) return 'suspended';
  if (monthOfDay(row.knownDay) > month) return 'knownLater';
  if (born.month === 2 && born.dayOfMonth === 29) return 'bornOn29February';
  return tableOf(row.area) ? undefined : 'ruleNotInTable';
}

function linesOf(rows: readonly InputRow[], columns: InputColumns, law: Rulebook, month: MonthNo): ZenPerson[] {
  const due = dueTable(columns, law, PROVINCE, month, month);
  const firmFen = new Int32Array(1);
  const mostFen = new Int32Array(1);
  return rows.map((row, index) => {
    due.fill(index, firmFen, mostFen);
    return { county: row.area, facts: factsOf(row, month), expectedFen: firmFen[0]! };
  });
}

function factsOf(row: InputRow, month: MonthNo): ZenPerson['facts'] {
  const [first, last] = [firstDayOf(month), lastDayOf(month)];
  return {
    ageMonths: month - monthOfDay(row.bornDay),
    income: row.income,
    pension: row.pension,
    countyYearsFirstDay: fullYears(row.hukouCountySince, first),
    countyYearsLastDay: fullYears(row.hukouCountySince, last),
    cityYearsFirstDay: fullYears(row.hukouCitySince, first),
    cityYearsLastDay: fullYears(row.hukouCitySince, last),
  };
}

/** A stay that began on 29 February is full on 1 March of a common year, as an age is. */
function fullYears(since: DayNo, day: DayNo): number {
  return ageOn(formatDay(since), formatDay(day));
}

function writeLines(file: string, lines: readonly object[]): void {
  const out = openSync(file, 'w');
  try {
    for (let at = 0; at < lines.length; at += 1_000) {
      const some = lines.slice(at, at + 1_000).map((line) => `${JSON.stringify(line)}\n`);
      writeSync(out, some.join(''));
    }
  } finally {
    closeSync(out);
  }
}
