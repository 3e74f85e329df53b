import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { reportFact, retractFact } from '#modules/people/index.ts';
import { childrenOf } from '#modules/places/index.ts';
import type { Reply } from '#platform/contract/route.ts';
import { aCtx } from '#platform/testing/database.ts';
import { aDeath, aFact, aPerson, openStage, paid, type Stage, WENLING, YUHUAN } from './allowances.testing.ts';
import type { showCountyMonth } from './contract.ts';

// 温岭 331081 comes before 玉环 331083 in a run: both orders of leaving and arriving are met.
const AUGUST = '2023-08';
const villageOf = (county: string) => childrenOf(childrenOf(county)[0]!.code)[0]!.code;
const [STAYS_YUHUAN, TO_WENLING, TO_YUHUAN, STAYS_WENLING] = [1, 2, 3, 4];

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
  const home = [YUHUAN, YUHUAN, WENLING, WENLING];
  await stage.load(home.map((county) => aPerson('1938-04-11', villageOf(county))));
  await stage.open(YUHUAN, [1, 2].map((no) => paid(no, '2023-01', '2023-07', 6_000)));
  await stage.open(WENLING, [3, 4].map((no) => paid(no, '2023-01', '2023-07', 6_000)));
});
afterEach(() => stage.close());

async function report(personNo: number, fact: ReturnType<typeof aFact>): Promise<number> {
  return stage.database.db.transaction().execute(async (db) => {
    const { factNo } = await reportFact(aCtx(db, { now: stage.clock.now }), personNo, fact);
    return factNo;
  });
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
  const answer = await stage.post('/api/allowances/release', { month, county: code, sha256 }, { as: 'administrator' });
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

describe('M-20 户籍在两县之间迁移,算过以后才知道', () => {
  test('全省再算:每人仍只在一县,去的县在前在后都一样', async () => {
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

  test('只算迁入县:不会两县都发;原县的旧清册不能照原样发放', async () => {
    await stage.run(AUGUST);
    await move(TO_WENLING, WENLING, '2023-08-10');
    await stage.run(AUGUST, WENLING);
    expect(await release(WENLING)).toEqual([200, undefined]);
    expect((await release(YUHUAN))[0]).toBe(409);
    await stage.run(AUGUST);
    expect(await release(YUHUAN)).toEqual([200, undefined]);
    for (const personNo of [1, 2, 3, 4]) expect(await ordered(personNo), `${personNo}`).toEqual([6_000]);
  });

  test('原县已经发放:迁入县本月不再发,下月只有差额', async () => {
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

  test('迁走的人在原县是停发、在新县是新增,钱只有一份', async () => {
    await move(TO_WENLING, WENLING, '2023-08-10');
    await stage.run(AUGUST);
    expect((await county(WENLING)).byKind).toMatchObject({
      new: { persons: 1, amountFen: 6_000 },
      unchanged: { persons: 2 },
    });
    expect((await county(YUHUAN)).byKind).toMatchObject({
      stopped: { persons: 1, amountFen: 6_000 },
      unchanged: { persons: 1 },
    });
    expect((await county(WENLING)).totals).toMatchObject({ persons: 3, backPayFen: 0, recoveryFen: 0 });
  });

  test('迁走以后的事只动新县的人,原县的合计也跟着变', async () => {
    await move(TO_WENLING, WENLING, '2023-07-10');
    await stage.run(AUGUST);
    const before = await county(YUHUAN);
    await report(TO_WENLING, { ...aDeath('2023-03-05'), recordedAt: undefined } as never);
    await stage.run(AUGUST);
    const [yuhuan, wenling] = [await county(YUHUAN), await county(WENLING)];
    const recovered = yuhuan.totals.recoveryFen + wenling.totals.recoveryFen;
    expect(recovered).toBe(-4 * 6_000);
    expect(yuhuan.sha256 === before.sha256 && yuhuan.totals.recoveryFen !== before.totals.recoveryFen).toBe(false);
  });
});

describe('M-24 死亡撤回', () => {
  test('报死亡、发放、撤回:少发的补一次,只补一次', async () => {
    const factNo = await report(STAYS_YUHUAN, aFact({ kind: 'death', fromDay: '2023-07-09', source: '殡葬' }));
    await stage.run(AUGUST);
    expect(await release(YUHUAN)).toEqual([200, undefined]);
    expect(await ordered(STAYS_YUHUAN)).toEqual([]);
    stage.clock.now = new Date('2023-09-20T01:00:00Z');
    await stage.database.db.transaction().execute((db) => retractFact(aCtx(db, { now: stage.clock.now }), factNo));
    await stage.run('2023-09');
    expect((await county(YUHUAN, '2023-09')).totals).toMatchObject({ backPayPersons: 1, backPayFen: 6_000 });
    expect(await release(YUHUAN, '2023-09')).toEqual([200, undefined]);
    stage.clock.now = new Date('2023-10-20T01:00:00Z');
    await stage.run('2023-10');
    expect((await county(YUHUAN, '2023-10')).totals).toMatchObject({ backPayFen: 0, recoveryFen: 0 });
    expect(await ordered(STAYS_YUHUAN)).toEqual([6_000, 6_000]);
  });
});
