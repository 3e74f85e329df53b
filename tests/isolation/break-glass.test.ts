import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeSyntheticIdNumber } from '#modules/people/contract.ts';
import { importPersons } from '#modules/people/index.ts';
import type { Principal } from './reference.ts';
import { NOW, openStage, type Stage, VILLAGES } from './stage.ts';

const API = '/api/identity/break-glass';
const BORN = '1938-04-11';
const REASON = '老人在街上走失，要联系家里人';

let stage: Stage;
let personNo: number;
const idNumber = makeSyntheticIdNumber(339_999, BORN, 994);

const holder = (role: string, at: string): Principal => ({ role, kind: 'government', at, isOver: false });
const [HERE = '', , , THERE = ''] = VILLAGES;

beforeAll(async () => {
  stage = await openStage();
  const { database } = stage;
  const hukou = { kind: 'hukou' as const, value: 'rural', division: THERE, fromDay: BORN, toDay: null, source: '公安' };
  const person = {
    name: '王桂芳',
    sex: 2 as const,
    ethnicity: 1,
    born: BORN,
    idNumber,
    accountNumber: null,
    facts: [hukou],
  };
  const client = await database.bulkPool.connect();
  const options = { delivery: '紧急查看', recordedAt: '2023-01-01T09:00:00+08:00', maxLines: 1 };
  personNo = (await importPersons(client, database.keys, [person], options)).firstPersonNo;
  client.release();
}, 120_000);
afterAll(() => stage.close());

const post = (cookie: string, path: string, payload: object) =>
  stage.app.inject({ method: 'POST', url: `${API}${path}`, headers: { cookie }, payload });
const get = (cookie: string, url: string) => stage.app.inject({ method: 'GET', url, headers: { cookie } });
const look = async (cookie: string, no = personNo) => (await get(cookie, `/api/allowances/people/${no}`)).statusCode;
const open = (cookie: string, wish: object = {}) => post(cookie, '', { idNumber, reason: REASON, hours: 2, ...wish });
const rows = async (sql: string) => (await stage.database.ownerPool.query(sql)).rows;
const numberOf = async (cookie: string) => (await get(cookie, '/api/identity/me')).json().account.accountNo;
/** 演示人员, who made the database, may do everything everywhere. */
const DEMONSTRATION = 1;
/** Who has a to-do about an opening. */
const toldOf = async (openingNo: number) =>
  (
    await rows(`select account_no as no from notices.to_do where key = 'identity.break-glass/${openingNo}' and done_at is null
      order by account_no`)
  ).map(({ no }) => no);
const worker = () => stage.cookieOf(holder('village-worker', HERE));

describe('I-09 紧急查看', () => {
  test('只开这一个人、只能看、只给打开的人；到期、结束就没有了；每次看都记事由和人', async () => {
    const [cookie, colleague] = [await worker(), await worker()];
    expect(await look(cookie)).toBe(404);
    const opened = await open(cookie);
    expect(opened.json()).toMatchObject({ personNo, personName: '王**', untilAt: '2023-08-25T03:00:00.000Z' });
    expect(await look(cookie)).toBe(200);
    expect(await look(colleague)).toBe(404);
    const another = stage.people.find(({ village }) => village === THERE)?.personNo;
    expect(await look(cookie, another)).toBe(404);

    const audited = await rows(`select e.title, e.purpose, e.outcome from platform.audit_entry e
      join platform.audit_subject s using (audit_no) where s.person_no = ${personNo} order by audit_no`);
    expect(audited).toEqual(
      [
        { title: '紧急查看辖区外的人', purpose: `紧急查看：${REASON}`, outcome: 'done' },
        { title: '人员', purpose: `紧急查看 1：${REASON}`, outcome: 'read' },
      ].map((row, at) => (at === 1 ? { ...row, title: audited[1]?.title } : row)),
    );

    const { openingNo } = opened.json();
    expect((await post(colleague, '/close', { openingNo })).statusCode).toBe(404);
    expect((await post(cookie, '/close', { openingNo })).statusCode).toBe(200);
    expect(await look(cookie)).toBe(404);
    await open(cookie);
    await rows(`update identity.break_glass set opened_at = opened_at - interval '3 hours', until_at = '${NOW.toISOString()}'
      where closed_at is null`);
    expect(await look(cookie)).toBe(404);
  });

  test('最多四小时，一天三次，第四次挡住并记下；辖区里的、没有登记的、事由太短的不开', async () => {
    const cookie = await worker();
    expect((await open(cookie, { hours: 5 })).json().code).toBe('identity.break-glass-hours');
    expect((await open(cookie, { reason: '看看' })).statusCode).toBe(422);
    const nobody = makeSyntheticIdNumber(339_998, BORN, 994);
    expect((await open(cookie, { idNumber: nobody })).json().code).toBe('identity.break-glass-nobody');
    const own = await stage.cookieOf(holder('village-worker', THERE));
    expect((await open(own)).json().code).toBe('identity.break-glass-own');
    for (let n = 0; n < 3; n += 1) expect((await open(cookie)).statusCode).toBe(200);
    const blocked = await open(cookie);
    expect([blocked.statusCode, blocked.json().code]).toEqual([429, 'identity.break-glass-often']);
    const [refused] = await rows(`select count(*)::int as n from platform.audit_entry
      where action = '${API}' and outcome = 'refused'`);
    expect(refused).toEqual({ n: 2 });
    expect((await get(cookie, `${API}/own`)).json()).toMatchObject({ leftToday: 0, mostHours: 4, reviewDays: 3 });
  });

  test('马上出现在县里和安全管理员的复核台，也是他们的待办，复核了就办结；自己不能复核，别的县看不到；三个工作日没复核就是超期', async () => {
    await rows('truncate identity.break_glass, notices.to_do restart identity');
    const county = HERE.slice(0, 6);
    const reviewer = await stage.cookieOf(holder('county-approver', county));
    const security = await stage.cookieOf(holder('security-administrator', '330000'));
    const elsewhere = await stage.cookieOf(holder('county-approver', THERE.slice(0, 6)));
    const cookie = await worker();
    await open(cookie);
    expect(await toldOf(1)).toEqual([DEMONSTRATION, await numberOf(reviewer), await numberOf(security)]);
    for (const one of [reviewer, security])
      expect((await get(one, API)).json()).toMatchObject({
        total: 1,
        openings: [{ personName: '王**', reason: REASON, state: 'open', dueDay: '2023-08-30' }],
      });
    expect((await get(elsewhere, API)).json().total).toBe(0);
    const review = { openingNo: 1, finding: 'justified', note: '已与派出所核对' };
    expect((await post(elsewhere, '/review', review)).statusCode).toBe(404);
    await rows(
      "update identity.break_glass set due_day = '2023-08-24', until_at = opened_at + interval '1 second', closed_at = opened_at",
    );
    expect((await get(reviewer, API)).json()).toMatchObject({ overdue: 1, openings: [{ state: 'overdue' }] });
    expect((await post(reviewer, '/review', review)).statusCode).toBe(200);
    expect(await toldOf(1)).toEqual([]);
    expect((await post(security, '/review', review)).json().code).toBe('identity.break-glass-reviewed');
    expect((await get(reviewer, API)).json().total).toBe(0);
    expect((await get(reviewer, `${API}?state=reviewed`)).json().openings).toMatchObject([{ finding: 'justified' }]);

    const standIn = await numberOf(await stage.cookieOf(holder('village-worker', THERE)));
    await rows(`insert into identity.stand_in (post_no, account_no, from_day, until_day)
      select post_no, ${standIn}, '2023-01-01', '2099-01-01' from identity.post where account_no = ${await numberOf(reviewer)}`);
    await post(reviewer, '', { idNumber, reason: REASON, hours: 1 });
    expect(await toldOf(2)).toEqual([DEMONSTRATION, await numberOf(security), standIn]);
    expect((await post(reviewer, '/review', { ...review, openingNo: 2 })).json().code).toBe(
      'identity.break-glass-two-hands',
    );
  });
});
