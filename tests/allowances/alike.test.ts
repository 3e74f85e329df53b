import fc from 'fast-check';
import { expect, test } from 'vitest';
import { settlingEach } from '../../modules/allowances/settle-window.ts';
import { rulebook as anyLaw } from '../../modules/policy/kernel/random-law.testing.ts';
import type { Rulebook } from '../../modules/policy/rule.ts';
import { cutOffDay, FIRST_PAY_MONTH, type History, history, OPENING, RUNS, rowsKnownOn } from './history.ts';
import { openLedger, type RunLine } from './ledger.ts';
import { REAL } from './one-life.ts';

const TIMES = Number(process.env.KANGYANG_HISTORIES ?? 1_000) / 1_000;
const TWINS = 4;

/** Lives of which each is led by several, so that some are alike and some differ by what was released. */
const lives = (count: number) =>
  fc
    .array(history, { minLength: count, maxLength: count })
    .map((all) => all.flatMap((one, index) => Array.from({ length: TWINS }, (_, n) => twinOf(one, all, index + n))));

function twinOf(one: History, all: readonly History[], other: number): History {
  return { ...one, released: all[other % all.length]!.released };
}

/** Runs and releases month by month; each month's lines are the same with and without the short cut. */
function expectAlike(law: Rulebook, all: readonly History[], seen: { lines: number; settled: number }): void {
  const opening = all.flatMap(({ paidFen, home }, index) =>
    paidFen === 0
      ? []
      : [
          {
            personNo: index + 1,
            fromMonth: OPENING.first,
            toMonth: OPENING.last + 1,
            monthlyFen: paidFen,
            county: home,
          },
        ],
  );
  const ledger = openLedger(law, OPENING.first, opening);
  for (let run = 0; run < RUNS; run += 1) {
    const payMonth = FIRST_PAY_MONTH + run;
    const rows = all.flatMap((each, index) => rowsKnownOn(index + 1, each, cutOffDay(payMonth)));
    const lines = ledger.run(payMonth, rows);
    expect(lines).toEqual(ledger.run(payMonth, rows, law, settlingEach));
    seen.lines += lines.size;
    seen.settled += new Set([...lines.values()].map(({ parts }) => parts)).size;
    for (const line of lines.values()) if (all[line.personNo - 1]!.released[run]) release(line);
  }

  function release(line: RunLine): void {
    ledger.release(line);
  }
}

test('M-22 同类同结的捷径与每人单独结算逐行相同', () => {
  const seen = { lines: 0, settled: 0 };
  fc.assert(
    fc.property(lives(12), (all) => expectAlike(REAL, all, seen)),
    { numRuns: Math.ceil(12 * TIMES), endOnFailure: true },
  );
  // Not a proof of nothing: most lines share their settlement.
  expect(seen.settled).toBeLessThan(seen.lines * 0.8);
  fc.assert(
    fc.property(anyLaw, lives(3), (law, all) => expectAlike(law, all, seen)),
    { numRuns: Math.ceil(60 * TIMES), endOnFailure: true },
  );
}, 120_000);
