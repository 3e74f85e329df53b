import { describe, expect, test } from 'vitest';
import { dayNo } from '#platform/month/month.ts';
import { personSchema } from './example.schema.ts';
import { exampleRows } from './example-rows.ts';

function rowsOf(person: Record<string, unknown>) {
  return exampleRows(personSchema.parse({ born: '1940-01-01', hukou: '331083', ...person }));
}

describe('算例人物变成引擎输入', () => {
  test('一辈子没有变化：一行，从出生起', () => {
    const [row, ...rest] = rowsOf({});
    expect(rest).toEqual([]);
    expect(row).toMatchObject({
      area: '331083',
      unit: '331083',
      fromDay: dayNo('1940-01-01'),
      toDay: null,
      knownDay: dayNo('1940-01-01'),
      hukouCountySince: dayNo('1940-01-01'),
      income: 'none',
      pension: 'none',
      residenceArea: null,
      suspension: 0,
    });
  });

  test('每个变化另起一行，前后相接', () => {
    const rows = rowsOf({
      pension: [{ value: 'resident', from: '2000-07-01' }],
      suspensions: [{ from: '2023-01-01', to: '2023-03-01', ended: 'forfeited' }],
    });
    expect(rows.map(({ fromDay, toDay }) => [fromDay, toDay])).toEqual([
      [dayNo('1940-01-01'), dayNo('2000-07-01')],
      [dayNo('2000-07-01'), dayNo('2023-01-01')],
      [dayNo('2023-01-01'), dayNo('2023-03-01')],
      [dayNo('2023-03-01'), null],
    ]);
    expect(rows.map(({ pension }) => pension)).toEqual(['none', 'resident', 'resident', 'resident']);
    expect(rows.map(({ suspension }) => suspension)).toEqual([0, 0, 3, 0]);
  });

  test('市内迁移：县内年限重起，市内、省内年限不断；迁出省外都断', () => {
    const rows = rowsOf({
      hukou: [
        { division: '330106', from: '1940-01-01', to: '2000-01-01' },
        { division: '330114', from: '2000-01-01', to: '2010-01-01' },
        { division: 'outside', from: '2010-01-01', to: '2012-01-01' },
        { division: '331083', from: '2012-01-01' },
      ],
    });
    const since = rows.map((row) => [row.hukouCountySince, row.hukouCitySince, row.hukouProvinceSince]);
    expect(since[1]).toEqual([dayNo('2000-01-01'), dayNo('1940-01-01'), dayNo('1940-01-01')]);
    expect(since[3]).toEqual([dayNo('2012-01-01'), dayNo('2012-01-01'), dayNo('2012-01-01')]);
    expect(rows.map(({ area }) => area)).toEqual(['330106', '330114', '', '331083']);
    expect(rows.every(({ unit }) => unit === '331083')).toBe(true);
  });

  test('知晓日取各项事实里最晚的', () => {
    const rows = rowsOf({
      known: '2023-08-01',
      hardship: [{ value: 'dibao', from: '2023-01-01', known: '2023-09-09' }],
    });
    expect(rows.map(({ knownDay }) => knownDay)).toEqual([dayNo('2023-08-01'), dayNo('2023-09-09')]);
  });

  test('户籍之前、之间的空白没有行', () => {
    const rows = rowsOf({
      hukou: [
        { division: '331083', from: '2000-01-01', to: '2001-01-01' },
        { division: '331083', from: '2002-01-01' },
      ],
    });
    expect(rows.map(({ fromDay }) => fromDay)).toEqual([dayNo('2000-01-01'), dayNo('2002-01-01')]);
  });
});
