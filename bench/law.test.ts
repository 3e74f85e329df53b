import { expect, test } from 'vitest';
import { countiesOf } from '#modules/places/index.ts';
import { decideMonths } from '#modules/policy/decide/decide.ts';
import { governingBook } from '#modules/policy/decide/governing-book.ts';
import { columnsOf } from '#modules/policy/input/columns.ts';
import { compileRules } from '#modules/policy/kernel/compile.ts';
import { dueTable } from '#modules/policy/kernel/due-table.ts';
import { countRules } from '#modules/policy/rulebook/count-rules.ts';
import { monthNo } from '#platform/month/month.ts';
import { benchLaw } from './law.ts';
import { benchLawShares } from './law-shares.ts';
import { peopleNear80 } from './people.fixture.ts';

const FROM = monthNo('2021-08');
const THROUGH = monthNo('2023-08');
const MONTHS = Array.from({ length: THROUGH - FROM + 1 }, (_, index) => FROM + index);
const PEOPLE = 2_000;
const law = benchLaw();

test('测算用法恰为1500条，各类占比达到约定', () => {
  const { rules, ...shares } = benchLawShares(law);
  expect(rules).toBe(1_500);
  expect(countRules(law)).toBe(1_500);
  const least = {
    incomeOrPension: 0.2,
    hukouYears: 0.1,
    quarterlyInAdvance: 0.1,
    addOn: 0.05,
    higherOf: 0.05,
    suspension: 0.05,
  };
  for (const [name, share] of Object.entries(least))
    expect(shares[name as keyof typeof shares], name).toBeGreaterThanOrEqual(share);
});

test('起步年龄80周岁，每份五档三版', () => {
  for (const { versions } of law.files) {
    expect(versions.map(({ parameters }) => parameters.bands.map(({ fromAge }) => fromAge))).toEqual(
      Array(3).fill([80, 85, 90, 95, 100]),
    );
  }
});

test('每次做出的法一样，每版的哈希各不相同', () => {
  expect(benchLaw()).toEqual(law);
  expect(new Set(law.files.flatMap(({ versions }) => versions.map(({ sha256 }) => sha256))).size).toBe(300);
});

test('90个县每个月都有一份主规则', () => {
  const { areas } = compileRules(law, '330000', FROM, THROUGH);
  const counties = countiesOf('330000', '2023-08-31').filter(({ kind }) => kind === 'division');
  expect(counties).toHaveLength(90);
  for (const { code, name } of counties) {
    const spans = areas.get(Number(code)) ?? [];
    expect(spans.length, name).toBeGreaterThan(1);
    for (const { base } of spans) expect(base, name).not.toBeNull();
  }
});

test('内核与单人判定在2000名合成老人的25个月里逐月一致', { timeout: 60_000 }, () => {
  const people = peopleNear80(PEOPLE);
  const table = dueTable(columnsOf(people.flat()), law, '33', FROM, THROUGH);
  const book = governingBook(law);
  const used = new Set<string>();
  people.forEach((rows, index) => {
    const decided = decideMonths(rows, book, MONTHS).map(({ steps, ...due }) => due);
    expect(table.dues(index, FROM, THROUGH)).toEqual(decided);
    for (const { parts } of decided) for (const part of parts) used.add(`${part.file}@${part.version}`);
  });
  expect(used.size).toBeGreaterThan(250);
});
