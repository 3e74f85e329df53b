import fc from 'fast-check';
import { expect, test } from 'vitest';
import { person } from '../kernel/random-people.testing.ts';
import { COLUMN_NAMES, columnsOf, type InputColumns, rowAt } from './columns.ts';
import type { InputRow } from './input-row.ts';
import { renewed } from './renew-base.ts';

const lives = fc.array(person, { minLength: 12, maxLength: 12 });
const numbered = (all: InputRow[][]) => all.flatMap((rows, n) => rows.map((row) => ({ ...row, personNo: n + 1 })));
const rowsOf = (columns: InputColumns) => Array.from({ length: columns.length }, (_, index) => rowAt(columns, index));

test('冻结文件加变动的人，与全部重读逐列相同：来的、走的、变的', () => {
  fc.assert(
    fc.property(
      ...([lives, lives, fc.subarray([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]), fc.func(fc.boolean())] as const),
      (before, after, changed, isHere) => {
        const base = numbered(before).filter(({ personNo }) => isHere(personNo, 'before'));
        const now = numbered(after).filter(({ personNo }) => changed.includes(personNo) && isHere(personNo, 'after'));
        const kept = base.filter(({ personNo }) => !changed.includes(personNo));
        const expected = columnsOf([...kept, ...now].sort((a, b) => a.personNo - b.personNo));
        const found = renewed(columnsOf(base), Int32Array.from(changed), columnsOf(now));
        expect(rowsOf(found)).toEqual(rowsOf(expected));
        for (const name of COLUMN_NAMES) expect(found[name]).toEqual(expected[name]);
      },
    ),
  );
});
