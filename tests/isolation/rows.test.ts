import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { placesOf } from '#modules/identity/index.ts';
import { reportFact } from '#modules/people/index.ts';
import { registerPerson } from '#modules/people/register-person.ts';
import { makeSyntheticIdNumber } from '#modules/people/synthetic-id-number.ts';
import { seedDivisions } from '#modules/places/division.store.ts';
import { asBulk, jobsOf } from '#platform/db/bulk.ts';
import { inScope, type Viewer } from '#platform/db/in-scope.ts';
import type { AnyDb } from '#platform/db/own.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { SYSTEM_USER } from '#platform/session/ctx.ts';
import { aCtx } from '#platform/testing/database.ts';
import { numberPlaces } from '#server/number-places.ts';
import { contains } from './reference.ts';
import { type Known, NOW, openStage, type Stage, VILLAGES } from './stage.ts';

const [ONE = '', , , WENLING = '', XIHU = ''] = VILLAGES;
const PERSON_TABLES = ['people.person', 'people.fact', 'allowances.list_line', 'allowances.pay_line'];
const JOB_TABLES = [
  ...['people.set_aside', 'people.delivery', 'policy.request', 'policy.suspension', 'policy.input'],
  ...['allowances.pay_part', 'allowances.opening_span'],
];

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const official = (code: string): Viewer => ({ audience: 'official', scope: { type: 'division', code } });
const as = <T>(viewer: Viewer, act: (db: Ctx['db']) => Promise<T>) => inScope(stage.database.db, viewer, placesOf, act);

async function personsIn(db: AnyDb, table: string): Promise<number[]> {
  const { rows } = await sql<{ no: number }>`select distinct person_no as no from ${sql.raw(table)} order by 1`.execute(
    db,
  );
  return rows.map(({ no }) => no);
}
const seenBy = (viewer: Viewer, table = 'people.person') => as(viewer, (db) => personsIn(db, table));
const numbersOf = (isSeen: (person: Known) => boolean) => stage.people.filter(isSeen).map(({ personNo }) => personNo);
const livesIn = (code: string) => (person: Known) =>
  contains(code, person.village) || (person.residence !== undefined && contains(code, person.residence));

describe('I-03 数据库自己也管住', () => {
  test('没有范围就没有行：没登录、没有岗位、外部单位、没有委托、直接用连接', async () => {
    const blind: Viewer[] = [
      { audience: 'nobody', scope: { type: 'none' } },
      { audience: 'nobody', scope: { type: 'whole' } },
      { audience: 'official', scope: { type: 'none' } },
      { audience: 'official', scope: { type: 'division', code: '339999' } },
      { audience: 'outside', scope: { type: 'organisation', organisationNo: 1 } },
      { audience: 'family', scope: { type: 'persons', personNos: [] } },
      { audience: 'family', scope: { type: 'none' } },
    ];
    for (const viewer of blind)
      for (const table of PERSON_TABLES) expect(await seenBy(viewer, table), JSON.stringify(viewer)).toEqual([]);
    for (const table of PERSON_TABLES) expect(await personsIn(stage.database.db, table)).toEqual([]);
  });

  test('各级官员看到的恰好是户籍或居住在辖区的人，事实随人', async () => {
    for (const code of [
      '330000',
      '331000',
      '331083',
      '331083001',
      ONE,
      '331081',
      WENLING,
      '330106',
      XIHU,
      'Z33010002',
    ]) {
      const expected = numbersOf(livesIn(code));
      expect(await seenBy(official(code)), code).toEqual(expected);
      expect(await seenBy(official(code), 'people.fact'), code).toEqual(expected);
    }
  });

  test('家人只看到委托给他的人，各表都一样', async () => {
    const [first, second] = stage.people;
    const personNos = [first?.personNo ?? 0, second?.personNo ?? 0];
    const family: Viewer = { audience: 'family', scope: { type: 'persons', personNos } };
    for (const table of PERSON_TABLES) expect(await seenBy(family, table), table).toEqual(personNos);
  });

  test('交付批次、引擎输入、已发数只有批量作业能读', async () => {
    for (const viewer of [official('330000'), official('331083')])
      for (const table of JOB_TABLES) {
        const read = as(viewer, (db) => sql`select from ${sql.raw(table)}`.execute(db));
        const rows = await read.then(
          (result) => result.rows,
          (error: Error) => error.message,
        );
        expect(Array.isArray(rows) ? rows : /permission denied/.test(rows) && [], table).toEqual([]);
      }
  });

  test('I-04 事务结束后设置成了空串：下一次查询是零行，不是出错', async () => {
    const client = await stage.database.pool.connect();
    try {
      await client.query('begin');
      await client.query(
        "select set_config('role', 'kangyang_official', true), set_config('kangyang.place_lo', '0', true)",
      );
      await client.query('commit');
      await client.query('begin');
      await client.query('set local role kangyang_official');
      const { rows } = await client.query(
        "select current_setting('kangyang.place_lo', true) as lo, count(*)::int as n from people.person",
      );
      expect(rows).toEqual([{ lo: '', n: 0 }]);
      await client.query('rollback');
    } finally {
      client.release();
    }
  });
});

describe('I-02 改动看旧的也看新的', () => {
  const move = (viewer: Viewer, personNo: number, to: string) =>
    as(viewer, (db) =>
      reportFact({ ...aCtx(db, { now: NOW }), user: { ...SYSTEM_USER, ...viewer } }, personNo, {
        kind: 'hukou',
        value: 'rural',
        division: to,
        fromDay: '2023-08-01',
        toDay: null,
        source: '公安',
      }),
    );

  test('把人移出辖区、把别处的人移进来：都拒绝，什么也没有变', async () => {
    const mine = numbersOf(({ village, residence }) => village === ONE && residence === undefined)[0] ?? 0;
    const theirs = numbersOf(({ village, residence }) => village === XIHU && residence === undefined)[0] ?? 0;
    await expect(move(official('331083'), mine, XIHU)).rejects.toMatchObject({ code: 'out-of-scope', status: 403 });
    await expect(move(official('331083'), theirs, ONE)).rejects.toMatchObject({ code: 'people.unknown-person' });
    for (const code of ['331083', '330106']) expect(await seenBy(official(code))).toEqual(numbersOf(livesIn(code)));
  });

  test('I-06 别处已登记的证件：回答不说在哪里、是谁；辖区内的才说已登记', async () => {
    const idNumber = makeSyntheticIdNumber(339_950, '1940-05-06', 2);
    const wish = (division: string) => ({
      ...{ name: '合成丙', sex: 2 as const, ethnicity: 1, born: '1940-05-06', idNumber, accountNumber: null },
      facts: [{ kind: 'hukou' as const, value: 'rural', division, fromDay: '1940-05-06', toDay: null, source: '公安' }],
    });
    const register = (code: string, division: string) =>
      as(official(code), (db) => {
        const ctx = { ...aCtx(db, { now: NOW }), user: { ...SYSTEM_USER, ...official(code) } };
        return registerPerson(ctx, stage.database.keys, wish(division));
      });
    await expect(register('330106', ONE)).rejects.toMatchObject({ code: 'out-of-scope' });
    const { personNo } = await register('331083', ONE);
    expect(await seenBy(official(ONE))).toContain(personNo);
    await expect(register('331083', ONE)).rejects.toMatchObject({ code: 'people.double-registered' });
    const refused = await register('330106', XIHU).catch((error) => error);
    expect(refused).toMatchObject({ code: 'people.to-be-checked', status: 409, details: {} });
    expect(refused.message).not.toMatch(/331083|玉环|浙江/);
    await stage.database.ownerPool.query('delete from people.fact where person_no = $1', [personNo]);
    await stage.database.ownerPool.query('delete from people.person where person_no = $1', [personNo]);
  });
});

describe('批量作业', () => {
  test('只有名单上的作业；范围记在审计里；做完回到原来的角色', async () => {
    await as(official('331083'), async (db) => {
      const ctx = aCtx(db, { now: NOW });
      const role = async () => (await sql<{ role: string }>`select current_user as role`.execute(db)).rows[0]?.role;
      const all = await asBulk(ctx, 'allowances.explain', '人员 1', () => personsIn(db, 'people.person'));
      expect(all).toEqual(stage.people.map(({ personNo }) => personNo));
      expect(await role()).toBe('kangyang_official');
      expect(jobsOf(ctx)).toEqual(['说明一个人的月份：人员 1']);
      await expect(asBulk(ctx, 'no.such' as never, '', role)).rejects.toThrow('no such bulk job');
      expect(await personsIn(db, 'people.person')).toEqual(numbersOf(livesIn('331083')));
    });
  });

  test('区划变了：序号在同一事务里重编，各级官员看到的随之改变，审计里有一行', async () => {
    const { db, ownerPool } = stage.database;
    const renumber = () => numberPlaces({ db, now: () => NOW }, seedDivisions);
    expect(await renumber()).toEqual([]);
    // As an earlier edition of the divisions had it: the village lay in the neighbouring county.
    const [now, then] = [placesOf(ONE)?.placeLo ?? 0, (placesOf('331081')?.placeHi ?? 0) - 1];
    await ownerPool.query('update places.division set place_now = $1 where code = $2', [then, ONE]);
    for (const [table, column] of [
      ['people.person', 'hukou_place'],
      ['allowances.pay_line', 'place'],
    ])
      await ownerPool.query(`update ${table} set ${column} = $1 where ${column} = $2`, [then, now]);
    const villagers = numbersOf(({ village }) => village === ONE);
    expect(await seenBy(official(ONE))).toEqual([]);
    expect(await seenBy(official('331081'))).toEqual(expect.arrayContaining(villagers));

    expect(await renumber()).toEqual([{ from: then, to: now }]);
    for (const code of ['331083', '331081', ONE])
      expect(await seenBy(official(code))).toEqual(numbersOf(livesIn(code)));
    // A line stays with the village that was responsible in its month: the one who moved away since is on the earlier list.
    const onLists = numbersOf(({ listedAt }) => listedAt.includes(ONE));
    expect(onLists).toHaveLength(villagers.length + 1);
    expect(await seenBy(official(ONE), 'allowances.pay_line')).toEqual(onLists);
    const { rows } = await ownerPool.query(
      "select subject from platform.audit_entry where action = 'bulk/data.number-places'",
    );
    expect(rows).toEqual([{ subject: '1 个区划的序号' }]);
    expect(await renumber()).toEqual([]);
  });
});
