import { join } from 'node:path';
import fc from 'fast-check';
import type pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { countiesOf } from '#modules/places/index.ts';
import { rulebook as randomLaw } from '#modules/policy/kernel/random-law.testing.ts';
import { person as randomPerson } from '#modules/policy/kernel/random-people.testing.ts';
import type { Rulebook } from '#modules/policy/rule.ts';
import { exampleRows } from '#modules/policy/rulebook/example-rows.ts';
import { readRulebook } from '#modules/policy/rulebook/read-rulebook.ts';
import { type MonthNo, monthNo } from '#platform/month/month.ts';
import { testDatabase } from '#platform/testing/database.ts';
import { aimedLaw } from './aimed-law.ts';
import { aimedPerson } from './aimed-people.ts';
import type { CountyMonth } from './county-month.ts';
import { loadLaw, oracleMonths } from './oracle.ts';
import { expectEqual, threeWays } from './parity.ts';

const RULEBOOK = join(import.meta.dirname, '..', '..', 'rulebook');
const real = readRulebook(RULEBOOK, { runExamples: false });
const invented = readRulebook(join(RULEBOOK, 'examples'), { runExamples: false });
const [FROM, THROUGH] = [monthNo('2021-11'), monthNo('2025-03')];
const ZHEJIANG = '330000';

let client: pg.PoolClient;

beforeAll(async () => {
  client = await (await testDatabase()).ownerPool.connect();
  return () => client.release();
});

/** A person as drawn, with days on which nothing is known: a row that ends early leaves a gap. */
const personWithGaps = fc
  .tuple(randomPerson, fc.array(fc.integer({ min: 0, max: 70 }), { minLength: 5, maxLength: 5 }))
  .map(([rows, days]) =>
    rows.map((row, at) => {
      const missing = days[at]! % 3 === 0 ? days[at]! : 0;
      const ends = row.toDay ?? (missing > 40 ? row.fromDay + missing * 20 : null);
      return { ...row, toDay: ends === null ? null : Math.max(row.fromDay + 1, ends - missing) };
    }),
  );

describe('任意的规则', () => {
  test('M-22 人员事实有空白的日子，三种算法也一致', async () => {
    for (const [seed, law] of fc.sample(randomLaw, { numRuns: 20, seed: 11 }).entries()) {
      const people = fc.sample(personWithGaps, { numRuns: 60, seed });
      expectEqual(
        await threeWays(client, { law, province: ZHEJIANG, people, from: FROM, through: THROUGH }),
        `${seed}`,
      );
    }
  });

  test('只算一个月，与算一串月份里的那个月相同', async () => {
    const [law] = fc.sample(aimedLaw, { numRuns: 1, seed: 5 });
    const people = fc.sample(aimedPerson, { numRuns: 200, seed: 5 }).map(({ rows }) => rows);
    const { oracle } = await threeWays(client, { law: law!, province: ZHEJIANG, people, from: FROM, through: THROUGH });
    for (const month of [monthNo('2022-07'), monthNo('2023-04'), monthNo('2023-10')]) {
      const alone = await oracleMonths(client, month, month, 'oracle_people');
      expect(alone.length).toBeGreaterThan(0);
      expect(alone).toEqual(oracle.filter((one) => one.month === month));
    }
  });
});

describe('规则库', () => {
  test('真实规则库，浙江各县（含已撤销的和功能区）的随机人群', async () => {
    const counties = [...countiesOf(ZHEJIANG, '2021-01-01'), ...countiesOf(ZHEJIANG, '2023-08-01')];
    const inCounty = (at: number) => counties[at % counties.length]!.code;
    const people = fc.sample(aimedPerson, { numRuns: 700, seed: 6 }).map(({ rows }, at) =>
      rows.map((row, nth) => ({
        ...row,
        area: row.area === '' ? '' : inCounty(at + (row.area === rows[0]?.area ? 0 : nth)),
      })),
    );
    const three = await threeWays(client, {
      law: real.rulebook,
      province: ZHEJIANG,
      people,
      from: FROM,
      through: THROUGH,
    });
    expectEqual(three, '真实规则库');
    expect(new Set(three.oracle.map(({ area }) => area)).size).toBeGreaterThan(60);
  });

  test.each(provincesOf(real))('真实规则库的算例：%s', async (province) => {
    await expectExamples(real, province);
  });

  test.each(provincesOf(invented))('示例规则库的算例：%s', async (province) => {
    await expectExamples(invented, province);
  });
});

type Read = ReturnType<typeof readRulebook>;

/** Every province with worked examples: '330000' of '330000-zhejiang/…'. */
function provincesOf({ documents }: Read): string[] {
  const withExamples = documents.filter(({ examples }) => examples.length > 0);
  return [...new Set(withExamples.map(({ file }) => file.slice(0, 6)))];
}

/** The SQL pays every example what its author computed by hand, and county by county the three engines agree. */
async function expectExamples({ rulebook, documents }: Read, province: string): Promise<void> {
  const own = documents.filter(({ file }) => file.startsWith(province));
  const all = own.flatMap(({ file, examples }) => examples.map((example) => ({ file, example })));
  const months = all.flatMap(({ example }) => example.expected.months);
  const people = all.map(({ example }) => exampleRows(example.person));
  const [from, through] = [Math.min(...months), Math.max(...months)];
  expectEqual(await threeWays(client, { law: rulebook, province, people, from, through }), province);
  const paid = await paidByOracle();
  for (const [index, { file, example }] of all.entries()) {
    const { benefit } = rulebook.files.find((one) => one.file === file)!;
    const inMonth = (month: MonthNo) => paid.get(`${index + 1}|${month}|${benefit}`) ?? 0;
    const { months: listed, sumFen, fenByMonth } = example.expected;
    if (sumFen !== null)
      expect(
        listed.reduce((sum, month) => sum + inMonth(month), 0),
        example.name,
      ).toBe(sumFen);
    for (const [month, fen] of fenByMonth ?? []) expect(inMonth(month), `${example.name} ${month}`).toBe(fen);
  }
}

/** What is due, late and held months left out, as the examples are written. */
async function paidByOracle(): Promise<Map<string, number>> {
  const { rows } = await client.query<{ key: string; fen: number }>(
    `select concat_ws('|', person_no, month, doc ->> 'benefit') as key, sum(fen)::int as fen
     from oracle_part join oracle_version using (version_no) join oracle_file using (file_no)
     where state = 0 group by key`,
  );
  return new Map(rows.map(({ key, fen }) => [key, fen]));
}

describe('比较本身会发现差错', () => {
  const [law] = fc.sample(aimedLaw, { numRuns: 1, seed: 8 });
  const people = fc.sample(aimedPerson, { numRuns: 150, seed: 8 }).map(({ rows }) => rows);

  async function twice(wrong: (book: Rulebook) => Rulebook): Promise<{ right: CountyMonth[]; other: CountyMonth[] }> {
    const one = { law: law!, province: ZHEJIANG, people, from: FROM, through: THROUGH };
    const { kernel: right, oracle } = await threeWays(client, one);
    expect(oracle).toEqual(right);
    await loadLaw(client, wrong(law!), ZHEJIANG);
    return { right, other: await oracleMonths(client, FROM, THROUGH, 'oracle_people') };
  }

  test('一档多一分钱', async () => {
    const { right, other } = await twice((book) =>
      edited(book, (json) => json.replace(/"monthlyFen":(\d+)/g, (_, fen) => `"monthlyFen":${Number(fen) + 1}`)),
    );
    expect(other).not.toEqual(right);
    expect(other.map(({ fen }) => fen)).not.toEqual(right.map(({ fen }) => fen));
  });

  test('起算差一个月、迁移当月换一地、2月29日换一天，都会变红', async () => {
    for (const [from, to] of [
      ['"bandChange":"birth-month"', '"bandChange":"month-after-birth"'],
      ['"moveMonth":"old-division"', '"moveMonth":"new-division"'],
      ['"lastMonth":"month-of-death"', '"lastMonth":"month-after-death"'],
      ['"midMonthStart":"this-month"', '"midMonthStart":"next-month"'],
    ] as const) {
      const { right, other } = await twice((book) => edited(book, (json) => json.replaceAll(from, to)));
      expect(other, to).not.toEqual(right);
    }
  });

  test('人数、金额都对，只是记错了规则版本：校验和变红', async () => {
    const { right, other } = await twice((book) => edited(book, (json) => json.replaceAll('"id":"v1"', '"id":"v9"')));
    const withoutChecksum = (all: CountyMonth[]) => all.map(({ checksum: _, ...rest }) => rest);
    expect(withoutChecksum(other)).toEqual(withoutChecksum(right));
    expect(other).not.toEqual(right);
  });

  test('两个人的钱对调：校验和变红', async () => {
    await threeWays(client, { law: law!, province: ZHEJIANG, people, from: FROM, through: THROUGH });
    const before = await oracleMonths(client, FROM, THROUGH, 'oracle_people');
    await client.query(`update oracle_people set person_no = -person_no where person_no in (1, 2);
      update oracle_people set person_no = 3 + person_no where person_no < 0`);
    const after = await oracleMonths(client, FROM, THROUGH, 'oracle_people');
    expect(after.map(({ fen, persons }) => [fen, persons])).toEqual(before.map(({ fen, persons }) => [fen, persons]));
    expect(after.map(({ checksum }) => checksum)).not.toEqual(before.map(({ checksum }) => checksum));
  });

  test('一个人的一项事实变了', async () => {
    const { right } = await twice((book) => book);
    await client.query('update oracle_people set death_day = 18993 where death_day is null and person_no % 10 = 0');
    expect(await oracleMonths(client, FROM, THROUGH, 'oracle_people')).not.toEqual(right);
  });
});

function edited(book: Rulebook, edit: (json: string) => string): Rulebook {
  return JSON.parse(edit(JSON.stringify(book))) as Rulebook;
}
