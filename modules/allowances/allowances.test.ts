import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Reply } from '#platform/contract/route.ts';
import { openStage, type Role, type Stage, YUHUAN } from './allowances.testing.ts';
import type { showCountyMonth, showMonth, showPerson } from './contract.ts';
import { loadMonthOfPeople, type Named } from './month-of-people.fixture.ts';

const MONTH = '/api/allowances/month/2023-08';
const LINES = `${MONTH}/lines`;

let stage: Stage;
let people: Named[];
beforeAll(async () => {
  stage = await openStage();
  people = await loadMonthOfPeople(stage);
  await stage.run('2023-08', YUHUAN);
});
afterAll(() => stage.close());

const noOf = (name: string) => people.find((each) => each.name === name)!.personNo;

async function county() {
  const { result, ...rest } = (await stage.get(`${MONTH}/counties/${YUHUAN}`)).json<Reply<typeof showCountyMonth>>();
  return { ...rest, ...result! };
}

describe('本月页和县页', () => {
  test('本月：有人的县、状态、合计、可选的月份', async () => {
    const body = (await stage.get('/api/allowances/month', { as: 'viewer' })).json<Reply<typeof showMonth>>();
    expect(body).toMatchObject({ month: '2023-08', months: ['2023-08', '2023-09'], run: null });
    expect(body.counties).toMatchObject([
      { code: YUHUAN, name: '玉环市', city: '台州市', state: 'computed', openingSigned: true, lastMonthReleased: true },
    ]);
    expect(body.totals).toEqual(body.counties[0]?.totals);
  });

  test('县页：合计、三个镇、三档、七类', async () => {
    const { totals, byTown, byKind, state, releasedBy } = await county();
    expect({ state, releasedBy }).toEqual({ state: 'computed', releasedBy: null });
    // 107 at 60, 38 at 80 and 8 at 500: counted from the cases by hand.
    expect(totals).toEqual({
      persons: 153,
      amountFen: (107 * 60 + 38 * 80 + 8 * 500) * 100,
      backPayPersons: 3,
      backPayFen: 3 * 7 * 6_000,
      recoveryFen: -(5 * 2_000 + 4 * 2 * 6_000),
    });
    expect(byTown.map(({ bands }) => bands.map(({ fromAge }) => fromAge))).toEqual(Array(3).fill([80, 90, 100]));
    expect(byTown.reduce((sum, { persons }) => sum + persons, 0)).toBe(totals.persons);
    expect(Object.fromEntries(Object.entries(byKind).map(([kind, { persons }]) => [kind, persons]))).toEqual({
      ...{ new: 12, stopped: 11, reduced: 5, changed: 10, backPay: 3, recovery: 9, unchanged: 126 },
    });
  });

  test('没有的县404；没有清册的月份说未计算', async () => {
    for (const path of [`${MONTH}/counties/339999`, `${MONTH}/counties/331000`]) {
      const answer = await stage.get(path);
      expect([answer.statusCode, answer.json().code], path).toEqual([404, 'allowances.no-county']);
    }
    const later = await stage.get(`/api/allowances/month/2023-10/counties/${YUHUAN}`);
    expect(later.json()).toMatchObject({ state: 'none', result: null });
  });

  test('上月没有发放：本月页和县页都说；上月由原系统发的、已经发放的不说', async () => {
    const lastMonthReleased = async (month: string) => {
      const { counties } = (await stage.get('/api/allowances/month', { query: { month } })).json<
        Reply<typeof showMonth>
      >();
      const one = (await stage.get(`/api/allowances/month/${month}/counties/${YUHUAN}`)).json<
        Reply<typeof showCountyMonth>
      >();
      expect(one.lastMonthReleased).toBe(counties[0]?.lastMonthReleased);
      return one.lastMonthReleased;
    };
    // The former system paid July; August is computed and not released.
    expect([await lastMonthReleased('2023-08'), await lastMonthReleased('2023-09')]).toEqual([true, false]);
  });
});

describe('人员页和理由', () => {
  test('没有的人404，不成数的序号422', async () => {
    for (const path of ['/api/allowances/people/9999', '/api/allowances/people/9999/month/2023-08']) {
      expect((await stage.get(path)).statusCode, path).toBe(404);
    }
    for (const no of ['0', '-1', 'x', '99999999999', '1e3x']) {
      expect((await stage.get(`/api/allowances/people/${no}`)).statusCode, no).toBe(422);
    }
  });

  test('C-31 人员页：姓名、出生日期打码，两年逐月应发、已发', async () => {
    const no = noOf('reaching90');
    const answer = await stage.get(`/api/allowances/people/${no}`, { query: { month: '2023-08' }, as: 'viewer' });
    const body = answer.json<Reply<typeof showPerson>>();
    expect(body).toMatchObject({ nameMasked: '合**', bornMasked: '1933-08-**', ageYears: 90 });
    expect(body.strip).toHaveLength(24);
    const strip = new Map(body.strip.map((each) => [each.month, each]));
    expect(strip.get('2023-07')).toMatchObject({ dueFen: 6_000, orderedFen: 6_000 });
    expect(strip.get('2023-08')).toMatchObject({ dueFen: 8_000, orderedFen: 0, summary: '应发80元' });
    expect(answer.payload).not.toContain('1933-08-01');
    expect(answer.payload).not.toContain('合成甲');
  });

  test('问的月份靠近2000年或2199年：只列这之间的月份，不出错', async () => {
    for (const [month, first, last] of [
      ['2000-12', '2000-01', '2001-11'],
      ['2199-02', '2198-02', '2199-12'],
    ]) {
      const answer = await stage.get(`/api/allowances/people/${noOf('reaching90')}`, { query: { month: month ?? '' } });
      const { strip = [] } = answer.json<Partial<Reply<typeof showPerson>>>();
      expect([answer.statusCode, strip[0]?.month, strip.at(-1)?.month], month).toEqual([200, first, last]);
    }
  });
});

describe('权限', () => {
  test('没有登录什么都看不到；只能查看的不能算、不能导出、不能发放；经办的不能发放', async () => {
    for (const url of ['/api/allowances/month', LINES, `${LINES}.csv`, '/api/allowances/people/1'])
      expect((await stage.nobody(url)).statusCode, url).toBe(401);
    const release = { month: '2023-08', county: YUHUAN, sha256: (await county()).sha256 };
    const tries: [Role, number][] = [
      ['viewer', 403],
      ['officer', 403],
    ];
    for (const [as, status] of tries)
      expect((await stage.post('/api/allowances/release', release, { as })).statusCode, as).toBe(status);
    expect((await stage.post('/api/allowances/runs', { month: '2023-08' }, { as: 'viewer' })).statusCode).toBe(403);
    expect((await stage.get(`${LINES}.csv`, { as: 'viewer' })).statusCode).toBe(403);
    expect((await county()).state).toBe('computed');
  });
});
