import { expect, test } from 'vitest';
import { personsInBand, startingAges, type Town } from './band.ts';

const town = (name: string, bands: Town['bands']): Town => ({ code: name, name, bands, persons: 0, amountFen: 0 });
const towns = [
  town('甲', [
    { fromAge: 90, persons: 2 },
    { fromAge: 80, persons: 5 },
  ]),
  town('乙', [
    { fromAge: 80, persons: 1 },
    { fromAge: 100, persons: 1 },
  ]),
];

test('年龄档列由各乡镇出现过的起始年龄合并而成', () => {
  expect(startingAges(towns)).toEqual([80, 90, 100]);
  expect(startingAges([])).toEqual([]);
});

test('没有人的档计0人，合计逐乡镇相加', () => {
  expect(personsInBand(towns, 80)).toBe(6);
  expect(personsInBand([towns[0]!], 100)).toBe(0);
});
