import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkPublishedTable, type PublishedTable, publishedTableSchema } from './published-table.ts';

const PUBLISHED = join(import.meta.dirname, '..', '..', 'tests', 'published');

function published(name: string): PublishedTable {
  return publishedTableSchema.parse(JSON.parse(readFileSync(join(PUBLISHED, `${name}.json`), 'utf8')));
}

describe('公布的发放表', () => {
  test('玉环2023年8月：十一行、三列、合计、含补发总计全部吻合', () => {
    const table = published('yuhuan-2023-08');
    expect(table.rows).toHaveLength(11);
    expect(checkPublishedTable(table)).toEqual([]);
  });

  test('永嘉2023年12月：36个金额里只有沙头镇百岁一格不对，指出行、列、所列和应为', () => {
    const table = published('yongjia-2023-12');
    expect(table.rows.flatMap((row) => row.bands ?? [])).toHaveLength(36);
    expect(checkPublishedTable(table)).toEqual([
      {
        row: '沙头镇',
        column: '100周岁及以上金额',
        unit: 'fen',
        written: 80_000,
        expected: 800_000,
        sentence: '沙头镇“100周岁及以上金额”列800元，应为8,000元，相差-7,200元（10人每人800元）。',
      },
    ]);
  });

  test('永嘉2022年5月：合计与三档人数、标准相差44,600元', () => {
    const [finding, ...others] = checkPublishedTable(published('yongjia-2022-05'));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ row: '合计', column: '金额合计', written: 72_520_000, expected: 76_980_000 });
    expect(finding?.sentence).toContain('列725,200元，应为769,800元，相差-44,600元');
  });

  test('钱塘2023年8月：三档之外的171,260元要说明，相当于加发3425人，另有10元', () => {
    const [finding, ...others] = checkPublishedTable(published('qiantang-2023-08'));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ row: '合计', written: 73_136_000, expected: 56_010_000 });
    expect(finding?.sentence).toBe(
      '合计“金额合计”列731,360元，应为560,100元，相差171,260元（各档人数乘标准再相加；' +
        '多出的部分相当于居保高龄加发3425人每人50元，另有10元，须由填报单位说明）。',
    );
  });
});

describe('报来的表', () => {
  test('任改一格，指出的都是那一格；人数改错，指出它动到的每个合计', () => {
    const table = published('yuhuan-2023-08');
    const wrongBy = fc.integer({ min: -50, max: 50 }).filter((by) => by !== 0);
    fc.assert(
      fc.property(fc.nat(10), fc.nat(2), wrongBy, (row, band, by) => {
        const amount = structuredClone(table);
        const written = Number(amount.rows[row]!.amountYuan) + by;
        amount.rows[row]!.amountYuan = String(written);
        expect(checkPublishedTable(amount)).toMatchObject([
          { row: table.rows[row]!.name, column: '金额合计', written: written * 100, expected: (written - by) * 100 },
        ]);
        const persons = structuredClone(table);
        const cell = persons.rows[row]!.bands![band]!;
        cell.persons += Math.abs(by);
        const found = checkPublishedTable(persons).map((finding) => [finding.row, finding.unit]);
        expect(found).toEqual([
          [table.rows[row]!.name, 'fen'],
          ['合计', 'person'],
          ['合计', 'fen'],
        ]);
      }),
    );
  });

  test('B-45 金额写成负数、带逗号、全角、科学记数的表不收', () => {
    const table = published('yuhuan-2023-08');
    for (const amountYuan of ['-1', '1,000', '１００', '1e3', '￥60', 'NaN', '', '0.001', '9007199254740993']) {
      const broken = { ...table, total: { ...table.total, amountYuan } };
      expect(publishedTableSchema.safeParse(broken).success, amountYuan).toBe(false);
    }
    expect(publishedTableSchema.safeParse({ ...table, extra: 1 }).success).toBe(false);
  });
});
