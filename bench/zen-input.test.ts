import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { countiesOf } from '#modules/places/index.ts';
import { decideMonths } from '#modules/policy/decide/decide.ts';
import { governingBook } from '#modules/policy/decide/governing-book.ts';
import { columnsOf } from '#modules/policy/input/columns.ts';
import { monthNo } from '#platform/month/month.ts';
import { benchLaw } from './law.ts';
import { peopleNear80 } from './people.fixture.ts';
import { type LeftOut, writeZenInput, type ZenPerson } from './zen-input.ts';
import { zenTable } from './zen-table.ts';

const MONTH = monthNo('2023-08');
const law = benchLaw();
const counties = countiesOf('330000', '2023-08-31').filter(({ kind }) => kind === 'division');

type Content = { hitPolicy: string; inputs: { field: string }[]; rules: Record<string, string>[] };

/** The table of the county that stands at `index` in the list. */
function contentOf(index: number): Content | undefined {
  const nodes = zenTable(law, counties[index]!.code, MONTH)?.nodes as { content?: Content }[] | undefined;
  return nodes?.find(({ content }) => content)?.content;
}

test('一县一表：档次成行，年龄按月；户籍年限和养老金各成一列', () => {
  expect(contentOf(0)).toMatchObject({ hitPolicy: 'first', inputs: [{ field: 'ageMonths' }] });
  expect(contentOf(0)?.rules[0]).toEqual({ _id: 'row-0', ageMonths: '[960..1019]', fen: '7000' });
  expect(contentOf(2)?.rules[0]).toMatchObject({ ageMonths: '[961..1019]', cityYearsFirstDay: '>= 1' });
  expect(contentOf(3)?.rules[4]).toMatchObject({ ageMonths: '>= 1200', pension: '"none", "resident"' });
  expect(contentOf(9)?.rules.map(({ income }) => income)).toEqual(['"dibao"', '"dibao"', '', '', '']);
});

test('加发的县两份文件并成一表、逐行相加；就高的县不成表', () => {
  expect(contentOf(13)).toMatchObject({ hitPolicy: 'collect' });
  expect(contentOf(13)?.rules).toHaveLength(10);
  expect(contentOf(4)).toBeUndefined();
});

test('写出的人有县、有事实、有与单人判定一致的应发数；写不进表的按原因计数', () => {
  const people = peopleNear80(1_000);
  const folder = mkdtempSync(join(tmpdir(), 'kangyang-zen-'));
  try {
    const file = join(folder, 'persons.jsonl');
    const { persons, leftOut, columns } = writeZenInput(columnsOf(people.flat()), law, MONTH, file);
    const [tables, ...lines] = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    const written = lines as ZenPerson[];
    expect(written).toHaveLength(persons);
    expect(persons + total(leftOut)).toBe(people.length);
    const byNumber = new Map(people.map((rows) => [rows[0]?.personNo, rows]));
    const book = governingBook(law);
    written.forEach(({ county, expectedFen }, index) => {
      const rows = byNumber.get(columns.person_no[index])!;
      expect(tables).toHaveProperty(county);
      expect(expectedFen).toBe(decideMonths(rows, book, [MONTH])[0]?.amountFen);
    });
    expect(written.filter(({ expectedFen }) => expectedFen > 0).length).toBeGreaterThan(persons / 2);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('人多时均匀抽取，不超过要求的人数', () => {
  const people = peopleNear80(500);
  const { persons, leftOut } = writeZenInput(columnsOf(people.flat()), law, MONTH, '/dev/null', 100);
  expect(persons + total(leftOut)).toBe(100);
});

function total(leftOut: LeftOut): number {
  return Object.values(leftOut).reduce((sum, count) => sum + count, 0);
}
