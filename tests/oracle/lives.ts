import fc from 'fast-check';
import { decideMonths } from '#modules/policy/decide/decide.ts';
import { governingBook } from '#modules/policy/decide/governing-book.ts';
import type { InputRow } from '#modules/policy/input/input-row.ts';
import type { Parameters } from '#modules/policy/rule.ts';
import { dayNo, firstDayOf, type MonthNo, monthNo } from '#platform/month/month.ts';
import type { Settled } from '#tools/rule-coverage/cell.ts';
import { openLedger } from '../allowances/ledger.ts';
import { plainLaw } from './aimed-law.ts';

// Lives as the office learns of them: run after run with what is known then, each run released.

const FIRST_MONTH = monthNo('2021-11');
const FIRST_RUN = monthNo('2022-10');
const RUNS = 15;
const LAST_MONTH = FIRST_RUN + RUNS + 3;
/** The document of 2023-04-04 comes into force, and is known, three months later. */
const NEW_LAW_FROM = monthNo('2023-07');
const SINCE = dayNo('1999-05-07');

export const life = fc.record({
  bornYear: fc.integer({ min: 1921, max: 1943 }),
  bornMonth: fc.integer({ min: 0, max: 11 }),
  otherMonthlyFen: fc.constantFrom(0, 500, 2_000),
  /** The run from which the person is known at all. */
  knownFrom: fc.constantFrom(0, 0, 0, 6, 9),
  diedMonth: fc.option(fc.integer({ min: 2, max: 8 }), { freq: 4 }),
  toldAfter: fc.constantFrom(0, 0, 0, 1, 2, 4),
  takenBackAfter: fc.option(fc.integer({ min: 1, max: 3 }), { freq: 2 }),
});
export type Life = typeof life extends fc.Arbitrary<infer T> ? T : never;

/** The rows known at a run: none, alive, dead, or alive again. */
export function rowsAt(
  run: number,
  personNo: number,
  { bornYear, bornMonth, knownFrom, diedMonth, toldAfter, takenBackAfter, otherMonthlyFen }: Life,
): InputRow[] {
  if (run < knownFrom) return [];
  const told = diedMonth === null ? Number.POSITIVE_INFINITY : diedMonth + toldAfter;
  const takenBack = told + (takenBackAfter ?? Number.POSITIVE_INFINITY);
  const bornDay = firstDayOf(bornYear * 12 + bornMonth) + 9;
  const deathDay = run >= told && run < takenBack && diedMonth !== null ? firstDayOf(FIRST_RUN + diedMonth) + 11 : null;
  const area = '331083';
  return [
    {
      personNo,
      unit: area,
      bornDay,
      deathDay,
      fromDay: SINCE,
      toDay: null,
      knownDay: SINCE,
      area,
      town: area,
      village: 0,
      hukouKind: 'unknown',
      hukouCountySince: SINCE,
      hukouCitySince: SINCE,
      hukouProvinceSince: SINCE,
      residenceArea: null,
      residenceSince: null,
      income: 'none',
      pension: 'none',
      status: 'none',
      abilityGrade: null,
      otherMonthlyFen,
      appliedDay: null,
      confirmedDay: null,
      suspension: 0,
    },
  ];
}

/** Settles and releases run after run; the law of the third version is known only from its own day in force. */
export function settleLives(terms: readonly Parameters[], lives: readonly Life[]): Settled[] {
  const laws = [plainLaw(terms.slice(0, 2)), plainLaw(terms)] as const;
  const runs: Settled['runs'][] = lives.map(() => []);
  let ledger = openLedger(laws[0], FIRST_MONTH);
  let last: InputRow[] = [];
  let payMonth: MonthNo = FIRST_RUN;
  for (let run = 0; run < RUNS; run += 1) {
    payMonth = FIRST_RUN + run;
    const law = laws[payMonth < NEW_LAW_FROM ? 0 : 1];
    if (payMonth === NEW_LAW_FROM) ledger = openLedger(law, FIRST_MONTH, ledger.orders);
    const known = lives.map((each, index) => rowsAt(run, index + 1, each));
    last = known.flat();
    const lines = ledger.run(payMonth, last);
    for (const line of lines.values()) ledger.release(line);
    for (const [index, rows] of known.entries())
      runs[index]!.push({ payMonth, rows, law, parts: lines.get(index + 1)?.parts ?? [] });
  }
  const again = ledger.run(payMonth, last);
  const book = governingBook(laws[1]);
  const months = Array.from({ length: LAST_MONTH - FIRST_MONTH + 1 }, (_, index) => FIRST_MONTH + index);
  return runs.map((own, index) => ({
    runs: own,
    again: again.get(index + 1)?.parts ?? [],
    decisions: decideMonths(own.at(-1)?.rows ?? [], book, months),
  }));
}
