import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RuleRow } from '#modules/policy/contract.ts';
import { bandCells, columnAges } from './band-cells.ts';

type Band = RuleRow['bands'][number];
const band = (fromAge: number, toAge: number | null, name = ''): Band => ({
  name,
  fromAge,
  toAge,
  monthlyFen: 6000,
  yearlyFen: null,
  addOn: false,
  conditions: [],
  origin: { type: 'stated', text: '' },
});
const zhejiang = [band(80, 99), band(100, null)];
const yongjia = [band(80, 89), band(90, 94), band(95, 99), band(100, null)];

test('各地分档不同时，列取全部分界年龄，一档跨多列', () => {
  const ages = columnAges([{ bands: zhejiang }, { bands: yongjia }]);
  expect(ages).toEqual([80, 90, 95, 100]);
  expect(bandCells(zhejiang, ages).map(({ fromAge, columns }) => [fromAge, columns])).toEqual([
    [80, 3],
    [100, 1],
  ]);
  expect(bandCells(yongjia, ages).every(({ columns }) => columns === 1)).toBe(true);
});

test('只有一档的规则，其余年龄留空；同龄的几条合在一格', () => {
  const cells = bandCells([band(80, 89, '低保'), band(80, 89, '其他')], [80, 90, 100]);
  expect(cells.map(({ columns, bands }) => [columns, bands.length])).toEqual([
    [1, 2],
    [2, 0],
  ]);
});

test('任何分档下每一行都正好占满全部列', () => {
  const bands = fc.array(
    fc
      .tuple(fc.integer({ min: 60, max: 110 }), fc.option(fc.nat(30)))
      .map(([from, more]) => band(from, more === null ? null : from + more)),
  );
  fc.assert(
    fc.property(fc.array(bands, { minLength: 1 }), (rules) => {
      const ages = columnAges(rules.map((each) => ({ bands: each })));
      for (const rule of rules) {
        expect(bandCells(rule, ages).reduce((sum, { columns }) => sum + columns, 0)).toBe(ages.length);
      }
    }),
  );
});
