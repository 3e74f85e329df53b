import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import {
  type CountyResult,
  countyResultSchema,
  explanationSchema,
  provinceResultSchema,
} from '#modules/allowances/contract.ts';
import { publishedTableSchema } from '#modules/allowances/published-table.ts';
import { fenFromYuan } from '#platform/money/money.ts';
import { committing } from '#platform/testing/database.ts';
import { yuhuanPlans } from '#tools/population/yuhuan-plan.ts';
import { exportLines } from '../../modules/allowances/line.list.ts';
import letterFile from '../published/yuhuan-2023-08.json' with { type: 'json' };
import { openProduct, type Product } from './product.ts';

const letter = publishedTableSchema.parse(letterFile);
const YUHUAN = '331083';
const SEED = 1;
const fen = (yuan: string | undefined) => fenFromYuan(yuan ?? '') ?? Number.NaN;
/** The number of the first person of the demonstration in a given role. */
const plans = yuhuanPlans(SEED);
const personWho = (fits: (plan: (typeof plans)[number]) => boolean) => plans.findIndex(fits) + 1;

let product: Product;
beforeAll(async () => {
  product = await openProduct('yuhuan', SEED);
});
afterAll(() => product.close());

async function run(month: string, wish: { county?: string; release?: boolean } = { county: YUHUAN }) {
  const { status, text } = await product.run({ month, ...wish });
  expect(status, text).toBe(200);
  return text;
}
const august = async () => countyResultSchema.parse(JSON.parse(await run('2023-08')));

describe('玉民资〔2023〕73号：玉环市2023年8月', () => {
  test('十一个镇街、三档人数和金额逐行与函相同，分厘不差；没有人的镇街不列', async () => {
    const { byTown } = await august();
    expect(byTown).toHaveLength(11);
    expect(
      byTown.map(({ name, bands, persons, amountFen }) => ({ name, bands, persons, amountFen })).sort(byName),
    ).toEqual(
      letter.rows
        .map(({ name, bands = [], amountYuan }) => ({
          name,
          bands: bands.map(({ persons }, index) => ({ fromAge: letter.bands[index]?.fromAge, persons })),
          persons: bands.reduce((sum, band) => sum + band.persons, 0),
          amountFen: fen(amountYuan),
        }))
        .sort(byName),
    );
  });

  test('合计16,015人1,033,060元；补发1人420元另列，连补发1,033,480元', async () => {
    const { totals, byKind } = await august();
    expect(totals).toEqual({
      persons: letter.total.persons,
      amountFen: fen(letter.total.amountYuan),
      backPayPersons: letter.backPay?.persons,
      backPayFen: fen(letter.backPay?.amountYuan),
      recoveryFen: 0,
    });
    expect(totals.amountFen + totals.backPayFen).toBe(fen(letter.backPay?.withAllYuan));
    expect(byKind.backPay).toEqual({ persons: 1, amountFen: 42_000 });
  });

  test('分类相加等于合计：新增、减发、变更、不变就是本月在册的人', async () => {
    const { totals, byKind } = await august();
    const inMonth = [byKind.new, byKind.reduced, byKind.changed, byKind.unchanged];
    expect(inMonth.reduce((sum, { persons }) => sum + persons, 0)).toBe(totals.persons);
    expect(inMonth.reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe(totals.amountFen);
    for (const { persons } of [byKind.new, byKind.stopped, byKind.changed, byKind.unchanged])
      expect(persons).toBeGreaterThan(0);
    expect([byKind.reduced, byKind.recovery]).toEqual([none(), none()]);
  });

  test('补发是一笔：2023年1月至7月，每月60元，依玉民发〔2023〕1号', async () => {
    await august();
    const { rows } = await product.database.bulkPool.query(
      `select p.person_no, p.from_month, p.to_month, p.monthly_fen, p.layer, r.file, r.version
       from allowances.pay_part p join allowances.rule_used r using (rule_no) where p.kind = 'back-pay'`,
    );
    const file = '330000-zhejiang/331000-taizhou/331083-yuhuan/old-age-allowance';
    expect(rows).toEqual([
      {
        person_no: personWho(({ role }) => role === 'never-ordered'),
        from_month: 2023 * 12,
        to_month: 2023 * 12 + 7,
        monthly_fen: 6_000,
        layer: 'base',
        file,
        version: '2023-01-01',
      },
    ]);
  });
});

describe('机器可读的输出', () => {
  const nameless = ['month', 'county', 'cutOff', 'totals', 'byTown', 'byKind', 'sha256'];

  test('一县：键、顺序、类型与约定完全相同，没有多余的键', async () => {
    const text = await run('2023-08');
    expect(Object.keys(JSON.parse(text))).toEqual(nameless);
    expectExactly(countyResultSchema, text);
  });

  test('不写县：各县在counties里，合计是各县之和', async () => {
    const text = await run('2023-08', {});
    const result = expectExactly(provinceResultSchema, text);
    expect(Object.keys(JSON.parse(text))).toEqual(['month', 'cutOff', 'totals', 'counties']);
    const yuhuan = result.counties.find(({ code }) => code === YUHUAN);
    expect(yuhuan).toMatchObject({ name: '玉环市', totals: { persons: 16_015 } });
    expect(result.counties.reduce((sum, { totals }) => sum + totals.amountFen, 0)).toBe(result.totals.amountFen);
  });

  test('同一次计算再来一遍，输出逐字节相同，并说明没有变化', async () => {
    const first = await run('2023-08');
    product.clock.now = new Date('2023-08-26T01:00:00Z');
    expect(await run('2023-08')).toBe(first);
    expect(product.log.at(-1)).toContain('清册与上次相同');
    expect(await run('2023-08', {})).toBe(await run('2023-08', {}));
    expect(await run('2023-08')).toBe(first);
  });
});

describe('导出全县清册', () => {
  test('一批一批地出，每批最多两千行；行数与清册相同', async () => {
    const { db, bulkPool: pool } = product.database;
    const filter = { benefit: 'old-age-allowance', payMonth: 2023 * 12 + 7, county: YUHUAN };
    const batches: number[] = [];
    await committing(db, async (ctx) => {
      for await (const text of exportLines(ctx, filter)) batches.push(text.split('\r\n').length - 1);
    });
    expect(batches[0]).toBe(1);
    expect(Math.max(...batches)).toBe(2_000);
    const { rows } = await pool.query('select count(*)::int as n from allowances.pay_line where county = $1', [YUHUAN]);
    expect(batches.reduce((sum, lines) => sum + lines, 0)).toBe(1 + rows[0].n);
  });
});

describe('说明理由', () => {
  const explain = async (person: number, month: string) => {
    const { status, text } = await product.explain({ person, month });
    expect(status, text).toBe(200);
    expect(Object.keys(JSON.parse(text))).toEqual(['person', 'month', 'amountFen', 'orderedFen', 'parts', 'reasons']);
    return expectExactly(explanationSchema, text);
  };

  test('补发的人：该发60元，理由都是“是”，金额依玉民发〔2023〕1号', async () => {
    const person = personWho(({ role }) => role === 'never-ordered');
    const { amountFen, orderedFen, parts, reasons } = await explain(person, '2023-05');
    expect({ amountFen, orderedFen }).toEqual({ amountFen: 6_000, orderedFen: 0 });
    expect(parts).toMatchObject([{ benefit: 'old-age-allowance', layer: 'base', version: '2023-01-01' }]);
    expect(reasons.every(({ ok }) => ok)).toBe(true);
    const amount = reasons.find(({ sentence }) => sentence.includes('每月60元'));
    expect(amount?.clause).toContain('玉民发〔2023〕1号');
    expect(reasons.find(({ sentence }) => sentence.includes('补发'))).toMatchObject({ ok: true });
  });

  test('M-24 去世的人：死亡次月起不发，说出哪天去世、发到哪月', async () => {
    const person = personWho(({ role, deathDay = '' }) => role === 'died-before' && deathDay.startsWith('2023-05'));
    const { deathDay } = plans[person - 1]!;
    expect(await explain(person, '2023-05')).toMatchObject({
      amountFen: (await explain(person, '2023-05')).orderedFen,
    });
    const { amountFen, orderedFen, parts, reasons } = await explain(person, '2023-06');
    expect({ amountFen, orderedFen, parts }).toEqual({ amountFen: 0, orderedFen: 0, parts: [] });
    expect(reasons.find(({ ok }) => !ok)).toEqual({
      ok: false,
      sentence: `${deathDay}身故，津贴发放至身故当月止，之后不再发放。`,
      clause: expect.stringContaining('浙民养〔2022〕209号'),
    });
  });

  test('79岁的人：不发，说出从哪月起', async () => {
    const person = personWho(({ role, bornMonth }) => role === 'younger' && bornMonth > 1943 * 12 + 7);
    const reached = plans[person - 1]!.bornMonth + 80 * 12;
    const { amountFen, reasons } = await explain(person, '2023-08');
    const month = `${Math.floor(reached / 12)}年${(reached % 12) + 1}月`;
    expect(amountFen).toBe(0);
    expect(reasons.find(({ ok }) => !ok)).toMatchObject({ sentence: `还没有到年龄：${month}起才按80周岁档计发。` });
  });

  test('没有的人、不成样子的月份：说明为什么不行', async () => {
    const unknown = await product.explain({ person: 9_999_999, month: '2023-08' });
    expect([unknown.status, unknown.json.sentence]).toEqual([404, expect.stringMatching(/没有.*9999999/)]);
    for (const [wish, words] of [
      [{ person: 1, month: '2023-13' }, '“month”：月份写作 2023-08'],
      [{ person: 0, month: '2023-08' }, '“person”'],
      [{ person: 99_999_999_999, month: '2023-08' }, '“person”'],
    ] as const) {
      const { status, json } = await product.explain(wish);
      expect([status, json.sentence], JSON.stringify(wish)).toEqual([422, expect.stringContaining(words)]);
    }
    const pension = await product.run({ month: '2023-08', benefit: 'pension' });
    expect([pension.status, pension.json.sentence]).toEqual([422, expect.stringContaining('目前只有高龄津贴')]);
    const nowhere = await product.run({ month: '2023-08', county: '339999' });
    expect([nowhere.status, nowhere.json.code]).toEqual([404, 'allowances.no-county']);
  });
});

describe('发放以后', () => {
  test('M-22 发放使清册算数；再算一遍输出不变；九月不再补那420元', async () => {
    const before = await run('2023-08');
    const person = personWho(({ role }) => role === 'never-ordered');
    expect(await run('2023-08', { county: YUHUAN, release: true })).toBe(before);
    expect(product.log.at(-1)).toBe('已发放：玉环市。');
    expect((await product.explain({ person, month: '2023-03' })).json).toMatchObject({ orderedFen: 6_000 });
    expect((await product.explain({ person, month: '2023-08' })).json).toMatchObject({ orderedFen: 6_000 });
    product.clock.now = new Date('2023-09-20T01:00:00Z');
    expect(await run('2023-08')).toBe(before);
    expect(await run('2023-08', { county: YUHUAN, release: true })).toBe(before);
    expect(product.log.at(-1)).toBe('此前已发放：玉环市。');

    const september = countyResultSchema.parse(JSON.parse(await run('2023-09')));
    expect(september.totals).toMatchObject({ backPayPersons: 0, backPayFen: 0, recoveryFen: 0 });
    expect(september.byKind.unchanged.persons).toBeGreaterThan(15_000);
    const { new: added, stopped } = september.byKind;
    expect(added.persons).toBeGreaterThan(0);
    expect(september.totals.persons).toBe(16_015 + added.persons - stopped.persons);
  });

  test('开账以前的月份不能算，说明从哪月起', async () => {
    const { status, json } = await product.run({ month: '2023-07', county: YUHUAN });
    expect([status, json.code]).toEqual([422, 'allowances.before-opening']);
    expect(json.sentence).toContain('2023-08');
  });
});

/** Parses with the contract's schema and prints it again: the same bytes mean the same keys in the same order, no other. */
function expectExactly<T>(schema: z.ZodType<T>, text: string): T {
  const parsed = schema.parse(JSON.parse(text));
  expect(JSON.stringify(parsed)).toBe(text);
  return parsed;
}

function byName(a: Pick<CountyResult['byTown'][number], 'name'>, b: typeof a): number {
  return a.name < b.name ? -1 : 1;
}

function none() {
  return { persons: 0, amountFen: 0 };
}
