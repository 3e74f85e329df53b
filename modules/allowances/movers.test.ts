import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { reportFact, retractFact } from '#modules/people/index.ts';
import { childrenOf } from '#modules/places/index.ts';
import type { Reply } from '#platform/contract/route.ts';
import { committing } from '#platform/testing/database.ts';
import { aFact, aPerson, openStage, paid, type Stage, WENLING, YUHUAN } from './allowances.testing.ts';
import type { listLines, showCountyMonth } from './contract.ts';

// 温岭 331081 comes before 玉环 331083 in a run: both orders of leaving and arriving are met.
const AUGUST = '2023-08';
const villageOf = (county: string) => childrenOf(childrenOf(county)[0]!.code)[0]!.code;
const [STAYS_YUHUAN, TO_WENLING, TO_YUHUAN, STAYS_WENLING] = [1, 2, 3, 4];

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
  const home = [YUHUAN, YUHUAN, WENLING, WENLING];
  await stage.load(home.map((county) => aPerson('1938-04-11', villageOf(county))));
  await stage.open(
    YUHUAN,
    [1, 2].map((no) => paid(no, '2023-01', '2023-07', 6_000)),
  );
  await stage.open(
    WENLING,
    [3, 4].map((no) => paid(no, '2023-01', '2023-07', 6_000)),
  );
});
afterEach(() => stage.close());

async function report(personNo: number, fact: ReturnType<typeof aFact>): Promise<number> {
  const { factNo } = await committing(stage.database.db, (ctx) => reportFact(ctx, personNo, fact), {
    now: stage.clock.now,
  });
  return factNo;
}
const move = (personNo: number, county: string, fromDay: string) =>
  report(personNo, aFact({ kind: 'hukou', value: 'rural', division: villageOf(county), fromDay }));

async function county(code: string, month = AUGUST) {
  const { result } = (await stage.get(`/api/allowances/month/${month}/counties/${code}`)).json<
    Reply<typeof showCountyMonth>
  >();
  return result!;
}
async function release(code: string, month = AUGUST) {
  const { sha256 } = await county(code, month);
  const answer = await stage.post('/api/allowances/release', { month, county: code, sha256 });
  return [answer.statusCode, answer.json().code];
}
const persons = async (code: string, month = AUGUST) => (await county(code, month)).totals.persons;
/** Who stands on which county's list with how much. */
const lines = () =>
  stage.rows<{ person_no: number; county: string; due_fen: number }>(
    'select person_no, county, due_fen from allowances.pay_line where pay_month = 24283 and due_fen > 0 order by 1',
  );
const ordered = async (personNo: number) =>
  (
    await stage.rows<{ month: number; fen: number }>(
      `select m as month, sum(p.monthly_fen)::int as fen
       from allowances.pay_part p join allowances.unit_month u using (benefit, pay_month, unit),
         generate_series(p.from_month, p.to_month - 1) m
       where p.person_no = $1 and u.state = 'released' group by 1 order by 1`,
      [personNo],
    )
  ).map(({ fen }) => fen);

describe('M-20 户籍在两县之间迁移，算过以后才知道', () => {
  test('全省再算：每人仍只在一县，去的县在前在后都一样', async () => {
    await stage.run(AUGUST);
    await move(TO_WENLING, WENLING, '2023-08-10');
    await move(TO_YUHUAN, YUHUAN, '2023-08-10');
    await stage.run(AUGUST);
    expect(await lines()).toEqual([
      { person_no: STAYS_YUHUAN, county: YUHUAN, due_fen: 6_000 },
      { person_no: TO_WENLING, county: WENLING, due_fen: 6_000 },
      { person_no: TO_YUHUAN, county: YUHUAN, due_fen: 6_000 },
      { person_no: STAYS_WENLING, county: WENLING, due_fen: 6_000 },
    ]);
    expect([await persons(YUHUAN), await persons(WENLING)]).toEqual([2, 2]);
  });

  test('清册上：原县停发（户籍迁出），新县新增（户籍迁入），钱只有一笔', async () => {
    await move(TO_WENLING, WENLING, '2023-08-10');
    await stage.run(AUGUST);
    const listOf = async (code: string, kind: string) =>
      (await stage.get(`/api/allowances/month/${AUGUST}/lines?county=${code}&kind=${kind}`)).json<
        Reply<typeof listLines>
      >();
    const [stopped, added] = [await listOf(YUHUAN, 'stopped'), await listOf(WENLING, 'new')];
    expect(stopped.total).toEqual({ persons: 1, amountFen: 6_000 });
    expect(stopped.lines[0]).toMatchObject({
      personNo: TO_WENLING,
      kind: 'stopped',
      cause: '户籍迁出',
      dueFen: 0,
      payFen: 0,
    });
    expect(added.lines[0]).toMatchObject({ personNo: TO_WENLING, kind: 'new', cause: '户籍迁入', payFen: 6_000 });
    expect(added.lines[0]?.causeDay).toBe('2023-08-10');
    expect((await county(YUHUAN)).byKind).toMatchObject({ stopped: stopped.total, unchanged: { persons: 1 } });
    expect((await county(WENLING)).byKind).toMatchObject({ new: { persons: 1 }, unchanged: { persons: 2 } });
    const csv = (await stage.get(`/api/allowances/month/${AUGUST}/lines.csv`)).body.trim().split('\r\n');
    expect(csv.filter((line) => line.startsWith(`${TO_WENLING},`))).toHaveLength(2);
  });

  test('只算迁入县：不会两县都发；原县的旧清册不能照原样发放', async () => {
    await stage.run(AUGUST);
    await move(TO_WENLING, WENLING, '2023-08-10');
    await stage.run(AUGUST, WENLING);
    expect(await release(WENLING)).toEqual([200, undefined]);
    expect((await release(YUHUAN))[0]).toBe(409);
    await stage.run(AUGUST);
    expect(await release(YUHUAN)).toEqual([200, undefined]);
    for (const personNo of [1, 2, 3, 4]) expect(await ordered(personNo), `${personNo}`).toEqual([6_000]);
  });

  test('原县已经发放：迁入县本月不再发，下月只有差额', async () => {
    await stage.run(AUGUST);
    expect(await release(YUHUAN)).toEqual([200, undefined]);
    await move(TO_WENLING, WENLING, '2023-08-10');
    await stage.run(AUGUST);
    expect(await release(WENLING)).toEqual([200, undefined]);
    expect(await ordered(TO_WENLING)).toEqual([6_000]);
    stage.clock.now = new Date('2023-09-20T01:00:00Z');
    await stage.run('2023-09');
    expect((await county(WENLING, '2023-09')).totals).toMatchObject({ persons: 3, backPayFen: 0, recoveryFen: 0 });
    for (const code of [WENLING, YUHUAN]) expect(await release(code, '2023-09')).toEqual([200, undefined]);
    expect(await ordered(TO_WENLING)).toEqual([6_000, 6_000]);
  });

  test('迁走以后原县已发的被追缴，原县的合计跟着变', async () => {
    await stage.run(AUGUST);
    await move(TO_WENLING, WENLING, '2023-08-10');
    await stage.run(AUGUST);
    const before = await county(YUHUAN);
    const correction = aFact({ kind: 'birth', fromDay: '1943-09-09' });
    await report(TO_WENLING, correction);
    await stage.run(AUGUST);
    // Not 80 before September: the seven months that 玉环 paid come back to 玉环, though 温岭 computes the person.
    const after = await county(YUHUAN);
    expect(before.totals.recoveryFen).toBe(0);
    expect(after.totals.recoveryFen).toBe(-7 * 6_000);
    expect(after.sha256).not.toBe(before.sha256);
    expect(await county(WENLING)).toMatchObject({ totals: { persons: 2, recoveryFen: 0 } });
  });
});

describe('M-24 已发过的人后来没有了户籍', () => {
  test.each([
    ['全省', undefined],
    ['只算一县', YUHUAN],
  ])('户籍被撤回、从未在本省登记：已发的列为追缴，不悄悄丢掉（%s）', async (_name, scope) => {
    const hukou = await stage.rows<{ fact_no: number }>(
      "select fact_no::int from people.fact where person_no = $1 and kind = 'hukou'",
      [STAYS_YUHUAN],
    );
    await committing(stage.database.db, (ctx) => retractFact(ctx, hukou[0]!.fact_no), { now: stage.clock.now });
    await stage.run(AUGUST, scope);
    expect((await county(YUHUAN)).totals).toMatchObject({ persons: 1, recoveryFen: -7 * 6_000 });
    expect((await county(YUHUAN)).byKind).toMatchObject({ recovery: { persons: 1 }, stopped: { persons: 1 } });
  });
});

describe('M-24 死亡撤回', () => {
  test('报死亡、发放、撤回：少发的补一次，只补一次', async () => {
    const factNo = await report(STAYS_YUHUAN, aFact({ kind: 'death', fromDay: '2023-07-09', source: '殡葬' }));
    await stage.run(AUGUST);
    expect(await release(YUHUAN)).toEqual([200, undefined]);
    expect(await ordered(STAYS_YUHUAN)).toEqual([]);
    stage.clock.now = new Date('2023-09-20T01:00:00Z');
    await committing(stage.database.db, (ctx) => retractFact(ctx, factNo), { now: stage.clock.now });
    await stage.run('2023-09');
    expect((await county(YUHUAN, '2023-09')).totals).toMatchObject({ backPayPersons: 1, backPayFen: 6_000 });
    expect(await release(YUHUAN, '2023-09')).toEqual([200, undefined]);
    stage.clock.now = new Date('2023-10-20T01:00:00Z');
    await stage.run('2023-10');
    expect((await county(YUHUAN, '2023-10')).totals).toMatchObject({ backPayFen: 0, recoveryFen: 0 });
    expect(await ordered(STAYS_YUHUAN)).toEqual([6_000, 6_000]);
  });
});

describe('M-21 出生更正使人提前够了年龄', () => {
  test('登记时太年轻、更正后也还没到的人，到了年份一样进入引擎的输入', async () => {
    const young = await stage.load([aPerson('1980-02-02', villageOf(YUHUAN))], 'young');
    await report(young, aFact({ kind: 'birth', fromDay: '1961-11-20' }));
    const known = async () => (await stage.rows('select from policy.input where person_no = $1', [young])).length;
    await stage.run(AUGUST);
    expect(await known()).toBe(0);
    stage.clock.now = new Date('2025-11-25T01:00:00Z');
    await stage.run('2025-11', YUHUAN);
    expect(await known()).toBe(1);
  });
});
