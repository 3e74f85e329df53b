import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seal } from '#platform/crypto/seal.ts';
import { startInScope } from '#platform/db/in-scope.ts';
import { SYSTEM_USER } from '#platform/session/ctx.ts';
import { aCtx, type ClonedDatabase, cloneDatabase, inTransaction, testDatabase } from '#platform/testing/database.ts';
import type { NewPerson } from './admit.ts';
import { findPersonByIdNumber } from './get-person.ts';
import { factsOf, getPerson, importPersons, reportFact, retractFact } from './index.ts';
import { aFact, aPerson, BORN, HERE, ID, THERE } from './people.testing.ts';
import { registerPerson } from './register-person.ts';
import { unsealPerson } from './seal-person.ts';
import { makeSyntheticIdNumber } from './synthetic-id-number.ts';

const { keys } = await testDatabase();

const aDeath = (fromDay: string) => aFact({ kind: 'death', value: null, division: null, fromDay, source: '殡葬' });
const instant = (day: string) => new Date(`${day}T02:00:00Z`);

describe('登记与查找', () => {
  it('登记后按身份证号找到本人，身份证号与账号封存在本行', () =>
    inTransaction(async (ctx) => {
      const { personNo } = await registerPerson(ctx, keys, aPerson({ name: '沈 阿妹' }));
      expect(await findPersonByIdNumber(ctx.db, keys, ID.toLowerCase())).toMatchObject({ personNo, name: '沈阿妹' });
      const row = await ctx.db.selectFrom('people.person').selectAll().executeTakeFirstOrThrow();
      expect(await unsealPerson(keys, personNo, row.sealed)).toEqual({
        idNumber: ID,
        accountNumber: '9999330000000000013',
        phone: null,
        address: null,
      });
      await expect(unsealPerson(keys, personNo + 1, row.sealed)).rejects.toThrow();
      expect(row.sealed.includes(ID)).toBe(false);
    }));

  it('对外编号按时间先后（RFC 9562 第7版），各不相同，猜不到下一个', () =>
    inTransaction(async (ctx) => {
      const { rows } = await sql<{ uid: string }>`
        select people.new_uid()::text as uid from generate_series(1, 2000)`.execute(ctx.db);
      const uids = rows.map(({ uid }) => uid);
      expect(new Set(uids.map((uid) => uid.slice(18))).size).toBe(2000);
      expect(
        uids.filter((uid) => !/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(uid)),
      ).toEqual([]);
      const [before = '', after = ''] = [uids[0]?.slice(0, 13), uids.at(-1)?.slice(0, 13)];
      expect(before <= after).toBe(true);
      const millisecond = Number.parseInt(before.replace('-', ''), 16);
      expect(Math.abs(millisecond - Date.now())).toBeLessThan(600_000);
    }));

  it('B-27 同一身份证号再次登记：拒绝', () =>
    inTransaction(async (ctx) => {
      await registerPerson(ctx, keys, aPerson());
      const again = registerPerson(ctx, keys, aPerson({ name: '合成乙' }));
      await expect(again).rejects.toMatchObject({ code: 'people.double-registered', status: 409 });
    }));

  it('B-12 同名同生日同村的两个人：各自登记，不合并', () =>
    inTransaction(async (ctx) => {
      const first = await registerPerson(ctx, keys, aPerson());
      const twin = await registerPerson(ctx, keys, aPerson({ idNumber: makeSyntheticIdNumber(339_901, BORN, 4) }));
      expect(twin.personNo).not.toBe(first.personNo);
    }));

  it.each([
    [{ idNumber: '33990119430315002' }, 'people.id-shape'],
    [{ born: '1943-03-16' }, 'people.id-birth-differs'],
    [{ sex: 1 }, 'people.id-sex-differs'],
    [{ name: '王\u0000' }, 'people.name-control'],
    [{ accountNumber: '6222' }, 'people.account-shape'],
    [{ facts: [aFact(), aFact({ fromDay: '2020-01-01' })] }, 'people.two-hukou'],
  ] as [Partial<NewPerson>, string][])('B-23 登记%j：拒绝，%s', (wish, code) =>
    inTransaction(async (ctx) => {
      await expect(registerPerson(ctx, keys, aPerson(wish))).rejects.toMatchObject({ code, status: 422 });
    }),
  );

  it('没有这个人：说清楚', () =>
    inTransaction(async (ctx) => {
      await expect(getPerson(ctx.db, 999_999)).rejects.toMatchObject({ code: 'people.unknown-person' });
      await expect(reportFact(ctx, 999_999, aDeath('2023-05-06'))).rejects.toMatchObject({
        code: 'people.unknown-person',
      });
    }));
});

describe('报告与撤回事实', () => {
  it('迁移：原户籍有了止日，迁移前所知不变', () =>
    inTransaction(async (ctx) => {
      const { personNo } = await registerPerson({ ...ctx, now: instant('2023-01-05') }, keys, aPerson());
      await reportFact(
        { ...ctx, now: instant('2023-07-02') },
        personNo,
        aFact({ division: THERE, fromDay: '2023-05-10' }),
      );
      const spells = async (knownAt: string) =>
        (await factsOf(ctx.db, personNo, { knownAt: instant(knownAt) })).map((f) => [f.division, f.fromDay, f.toDay]);
      expect(await spells('2023-06-30')).toEqual([[HERE, BORN, null]]);
      expect(await spells('2023-07-03')).toEqual([
        [HERE, BORN, '2023-05-10'],
        [THERE, '2023-05-10', null],
      ]);
      expect(await factsOf(ctx.db, personNo)).toHaveLength(3);
    }));

  it('B-28 死亡两次不同日期：拒绝；撤回后（复活）可再报', () =>
    inTransaction(async (ctx) => {
      const { personNo } = await registerPerson({ ...ctx, now: instant('2023-01-05') }, keys, aPerson());
      const { factNo } = await reportFact({ ...ctx, now: instant('2023-05-08') }, personNo, aDeath('2023-05-06'));
      const later = { ...ctx, now: instant('2023-06-01') };
      const second = reportFact(later, personNo, aDeath('2023-05-07'));
      await expect(second).rejects.toMatchObject({ code: 'people.death-two-days' });
      await retractFact(later, factNo);
      await expect(retractFact(later, factNo)).rejects.toMatchObject({ code: 'people.unknown-fact' });
      await reportFact({ ...ctx, now: instant('2023-07-01') }, personNo, aDeath('2023-06-20'));
      const known = await factsOf(ctx.db, [personNo], { knownAt: instant('2023-05-20') });
      expect(known.filter(({ kind }) => kind === 'death').map(({ fromDay }) => fromDay)).toEqual(['2023-05-06']);
    }));

  it('未来的死亡日期：拒绝', () =>
    inTransaction(async (ctx) => {
      const { personNo } = await registerPerson(ctx, keys, aPerson());
      await expect(reportFact(ctx, personNo, aDeath('2023-09-01'))).rejects.toMatchObject({
        code: 'people.death-in-future',
      });
    }));
});

describe('批量收录', () => {
  let cloned: ClonedDatabase;
  beforeAll(async () => {
    cloned = await cloneDatabase();
  });
  afterAll(() => cloned.close());

  async function load(persons: Iterable<NewPerson>, delivery: string, maxLines = 30_000) {
    const client = await cloned.bulkPool.connect();
    try {
      return await importPersons(client, keys, persons, {
        delivery,
        recordedAt: '2022-12-31T09:00:00+08:00',
        maxLines,
      });
    } finally {
      client.release();
    }
  }
  const numbered = (n: number, wish: Partial<NewPerson> = {}) =>
    aPerson({ idNumber: makeSyntheticIdNumber(339_910 + Math.floor(n / 497), BORN, (n % 497) * 2 + 2), ...wish });
  const count = async (what: string) =>
    Number((await cloned.bulkPool.query(`select count(*) from ${what}`)).rows[0].count);

  it('坏行逐一搁置，有原因有件数；好的部分照收，一行不丢', async () => {
    const persons = [
      numbered(0),
      numbered(0, { name: '合成乙', facts: [aFact({ division: THERE })] }),
      numbered(1, { idNumber: '339910194303150029' }),
      numbered(2, { born: '2023-09-01' }),
      numbered(3, { facts: [aFact(), aFact({ fromDay: '2020-01-01' })] }),
      numbered(4, { facts: [aFact(), { ...aDeath('1940-01-01') }] }),
      numbered(5, { accountNumber: '62 22' }),
      numbered(6, { name: '王\uD842' }),
      numbered(7, { name: '制表\t符' }),
    ];
    const report = await load(persons, 'bad');
    expect(report).toMatchObject({ lines: 9, persons: 5, facts: 5, setAside: 7 });
    expect(report.reasons).toEqual({
      'people.account-shape': 1,
      'people.birth-future': 1,
      'people.death-before-birth': 1,
      'people.double-registered': 1,
      'people.id-check-digit': 1,
      'people.name-broken': 1,
      'people.two-hukou': 1,
    });
    const asides = await cloned.bulkPool.query('select reason, sealed from people.set_aside order by delivery_line');
    expect(asides.rows[0].reason).toContain('已登记');
    expect(asides.rows[0].sealed.length).toBeGreaterThan(seal(keys, { table: '', column: '', row: 0 }, {}).length);
    expect((await load(persons, 'bad')).persons).toBe(5);
    expect(await count('people.person')).toBe(5);
  });

  it('B-27 别的批次再报同一人：搁置', async () => {
    const report = await load([numbered(0)], 'again');
    expect(report).toMatchObject({ persons: 0, setAside: 1, reasons: { 'people.double-registered': 1 } });
  });

  it('装载中断：再来一次接着做，人员序号不变，结果与不中断相同', async () => {
    const total = 20_300;
    const persons = Array.from({ length: total }, (_, n) => numbered(1000 + n));
    function* breaking() {
      yield* persons.slice(0, 20_250);
      throw new Error('power cut');
    }
    const before = await count('people.person');
    await expect(load(breaking(), 'cut')).rejects.toThrow('power cut');
    expect((await count('people.person')) - before).toBe(20_000);
    const report = await load(persons, 'cut');
    expect(report).toMatchObject({ lines: total, persons: total, facts: total, setAside: 0 });
    const { rows } = await cloned.bulkPool.query(
      `select min(person_no) as first, max(person_no) as last from people.fact where delivery = 'cut'`,
    );
    expect(rows[0]).toEqual({ first: report.firstPersonNo, last: report.firstPersonNo + total - 1 });
  });

  it('开批时被杀、序列已前进而批次未记下：空库再开仍从1起', async () => {
    const empty = await cloneDatabase();
    const client = await empty.bulkPool.connect();
    try {
      await client.query("select setval('people.person_person_no_seq', 20000)");
      const options = { delivery: 'killed', recordedAt: '2022-12-31T09:00:00+08:00', maxLines: 1, firstPersonNo: 1 };
      expect(await importPersons(client, keys, [numbered(0)], options)).toMatchObject({ firstPersonNo: 1, persons: 1 });
    } finally {
      client.release();
      await empty.close();
    }
  });

  it('批量之后再登记：序号不与批次预留的相撞', async () => {
    const transaction = await startInScope(cloned.db, SYSTEM_USER, undefined);
    try {
      const { personNo } = await registerPerson(aCtx(transaction), keys, numbered(40_000));
      const { rows } = await cloned.bulkPool.query(
        'select max(first_person_no + lines_reserved) as free from people.delivery',
      );
      expect(personNo).toBeGreaterThanOrEqual(rows[0].free);
    } finally {
      await transaction.rollback().execute();
    }
  });
});
