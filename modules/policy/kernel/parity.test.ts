import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatMonth, monthNo } from '#platform/month/month.ts';
import { decideMonths } from '../decide/decide.ts';
import { governingBook } from '../decide/governing-book.ts';
import { divisionOfNumber } from '../input/codes.ts';
import { columnsOf } from '../input/columns.ts';
import type { InputRow } from '../input/input-row.ts';
import type { Rulebook } from '../rule.ts';
import { compileRules } from './compile.ts';
import { LAYERS } from './compiled-rule.ts';
import { runKernel } from './kernel.ts';
import { rulebook } from './random-law.testing.ts';
import { person } from './random-people.testing.ts';
import { HELD, LATE } from './segments.ts';

const FROM = monthNo('2021-11');
const THROUGH = monthNo('2025-03');
const MONTHS = Array.from({ length: THROUGH - FROM + 1 }, (_, index) => FROM + index);
const PEOPLE_A_LAW = 8;
const LAWS = Number(process.env.KANGYANG_PARITY_LAWS ?? 400);

type Flat = Record<string, string[]>;

function byDecision(rows: readonly InputRow[], law: Rulebook): Flat {
  const flat: Flat = {};
  for (const { month, area, parts } of decideMonths(rows, governingBook(law), MONTHS)) {
    const lines = parts.map((p) =>
      [area, p.file, p.version, p.layer, p.fromAge, p.amountFen, p.late, p.held].join('|'),
    );
    if (lines.length > 0) flat[formatMonth(month)] = lines.sort();
  }
  return flat;
}

function byKernel(rows: readonly InputRow[], law: Rulebook): Flat {
  const book = compileRules(law, '330000', FROM, THROUGH);
  const segments = runKernel(columnsOf(rows), book);
  const flat: Flat = {};
  for (let at = 0; at < segments.length; at += 1) {
    const version = book.versions[segments.version[at]!]!;
    const band = version.bands[segments.band[at]!]!;
    const flags = segments.flags[at]!;
    for (let month = segments.from[at]!; month < segments.to[at]!; month += 1) {
      const line = [
        divisionOfNumber(segments.area[at]!),
        version.file.file,
        version.version.id,
        LAYERS[segments.layer[at]!],
        band.fromAge,
        segments.fen[at],
        (flags & LATE) !== 0,
        (flags & HELD) !== 0,
      ].join('|');
      flat[formatMonth(month)] = [...(flat[formatMonth(month)] ?? []), line].sort();
    }
  }
  return flat;
}

test('内核与单人判定逐月、逐笔一致：任意规则、任意人员（R-01…R-10）', { timeout: 600_000 }, () => {
  let months = 0;
  fc.assert(
    fc.property(rulebook, fc.array(person, { minLength: PEOPLE_A_LAW, maxLength: PEOPLE_A_LAW }), (law, people) => {
      for (const rows of people) {
        const decided = byDecision(rows, law);
        expect(byKernel(rows, law)).toEqual(decided);
        months += Object.keys(decided).length;
      }
    }),
    { numRuns: LAWS },
  );
  expect(months).toBeGreaterThan(LAWS * 5);
});
