import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inScope } from '#platform/db/in-scope.ts';
import { SYSTEM_USER } from '#platform/session/ctx.ts';
import { aCtx } from '#platform/testing/database.ts';
import { reportFact } from './index.ts';
import {
  BEGIN,
  codeOf,
  DAUGHTER,
  type Desk,
  death,
  GRANDMA,
  openDesk,
  PNG,
  PORTAL,
  SCOPES,
  STAFF,
  STRANGER,
} from './mandates.testing.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.stage.close());

describe('法院、公证', () => {
  const decision = {
    kind: 'guardianship',
    number: '（2023）浙1083民特1号',
    by: '玉环市人民法院',
    decidedOn: '2023-07-01',
  };
  const court = async (more: object = {}, endsOthers = false) => {
    const all = { relation: 'guardian', scopes: [...SCOPES, 'account'], decision, ...more };
    const made = await desk.atTheDesk('court', all, [{ kind: 'decision', picture: PNG }]);
    expect(made.statusCode, made.payload).toBe(200);
    const { mandateNo } = made.json();
    const body = { mandateNo, words: '已核对裁判文书原件', endsOthers };
    expect((await desk.stage.post(`${STAFF}/confirm`, body, { as: desk.second })).statusCode).toBe(200);
    return mandateNo as number;
  };
  const change = (as: string) =>
    desk.stage.post(
      `${PORTAL}/account-changes`,
      { personNo: desk.personNo, accountNumber: '9999330000000000013' },
      { as },
    );

  test('收款账户：普通受托人不能改，监护人可以申请，老人马上收到消息', async () => {
    const ordinary = await desk.given();
    expect(codeOf(await change(desk.daughter))).toEqual([403, 'people.account-guardian']);
    expect(codeOf(await change(desk.stranger))).toEqual([404, 'people.not-yours']);
    const guardian = await court();
    expect((await change(desk.daughter)).statusCode).toBe(200);
    expect((await desk.messages())[0]).toContain('您的监护人（受托人）申请把收款账户改为尾号0013的账户');
    const [kept] = await desk.stage.rows<{ mandate_no: number; sealed: Buffer }>(
      'select mandate_no, sealed from people.account_change order by change_no desc limit 1',
    );
    expect(kept?.mandate_no).toBe(guardian);
    expect(kept?.sealed.includes('9999330000000000013')).toBe(false);
    await desk.endOwn(ordinary, desk.grandma);
    expect(codeOf(await desk.endOwn(guardian, desk.grandma))).toEqual([409, 'people.mandate-court-only']);
    expect((await desk.endOwn(guardian, desk.daughter)).statusCode).toBe(200);
  });

  test('新的裁判取代旧的；比已登记的旧的不收；裁判写明统一代理的，老人自己给的也终止', async () => {
    const ordinary = await desk.given();
    const first = await court();
    const newer = await court(
      { holder: STRANGER, decision: { ...decision, decidedOn: '2023-08-01', number: '（2023）浙1083民特2号' } },
      true,
    );
    const all = (await desk.stage.get(desk.mandatesUrl, { as: desk.grandma })).json().mandates as {
      mandateNo: number;
      standing: string;
    }[];
    const standing = (no: number) => all.find(({ mandateNo }) => mandateNo === no)?.standing;
    expect([standing(ordinary), standing(first), standing(newer)]).toEqual(['replaced', 'replaced', 'active']);
    expect(await desk.seenBy(desk.daughter)).toEqual([]);
    const older = await desk.atTheDesk('court', { relation: 'guardian', decision }, [
      { kind: 'decision', picture: PNG },
    ]);
    expect(codeOf(older)).toEqual([409, 'people.mandate-decision-older']);
    await desk.stage.post(`${STAFF}/revoke`, { mandateNo: newer, reason: '测试结束' }, { as: desk.worker });
  });
});

describe('权限到此为止', () => {
  test('B-75 别人的资料、没有的人，回答一样；只有“查看”的不能收通知', async () => {
    const mandateNo = await desk.given({ scopes: ['view'] });
    const messagesOf = (as: string) => desk.stage.get(`${PORTAL}/persons/${desk.personNo}/messages`, { as });
    expect(codeOf(await messagesOf(desk.daughter))).toEqual([403, 'people.scope-missing']);
    const foreign = [
      await messagesOf(desk.stranger),
      await desk.stage.get(`${PORTAL}/persons/999999/messages`, { as: desk.stranger }),
    ];
    const [a, b] = foreign.map((answer) => [answer.statusCode, answer.json().code, answer.json().sentence]);
    expect(a).toEqual(b);
    await desk.endOwn(mandateNo, desk.grandma);
  });

  test('到期和老人去世：不用谁来办，下一个请求就没有了', async () => {
    const mandateNo = await desk.given({ untilDay: '2023-08-09' });
    expect(await desk.seenBy(desk.daughter)).toHaveLength(1);
    const before = desk.stage.clock.now;
    desk.stage.daysLater(2);
    expect(await desk.seenBy(await desk.stage.citizen(DAUGHTER))).toEqual([]);
    desk.stage.clock.now = before;
    await desk.endOwn(mandateNo, desk.grandma);

    const last = await desk.given();
    await inScope(desk.stage.database.db, SYSTEM_USER, undefined, (db) =>
      reportFact(aCtx(db, { now: desk.stage.clock.now }), desk.personNo, death('2023-08-06')),
    );
    expect(await desk.seenBy(desk.daughter)).toEqual([]);
    expect(codeOf(await desk.atTheDesk('present', {}, [{ kind: 'signature', picture: PNG }]))).toEqual([
      409,
      'people.mandate-dead',
    ]);
    expect(
      (await desk.stage.get(STAFF, { as: desk.worker, query: { standing: 'ended-by-death' } })).json().mandates,
    ).toMatchObject([{ mandateNo: last }]);
    await desk.stage.rows(`update people.fact set retracted_at = $1 where kind = 'death'`, [desk.stage.clock.now]);
    await desk.endOwn(last, desk.grandma);
  });

  test('C-03 门户和工作人员的会话互不相通；门户的会话同样30分钟不用就结束', async () => {
    expect((await desk.stage.get(`${PORTAL}/own`, { as: desk.worker })).statusCode).toBe(401);
    expect((await desk.stage.get(STAFF, { as: desk.grandma })).statusCode).toBe(401);
    const token = desk.grandma.split('=')[1];
    expect((await desk.stage.get(STAFF, { as: `kangyang-session=${token}` })).statusCode).toBe(401);
    const staffToken = desk.worker.split('=')[1];
    expect((await desk.stage.get(`${PORTAL}/own`, { as: `kangyang-portal=${staffToken}` })).statusCode).toBe(401);
    const as = await desk.stage.citizen(GRANDMA);
    const before = desk.stage.clock.now;
    desk.stage.clock.now = new Date(before.getTime() + 30 * 60_000);
    expect((await desk.stage.get(`${PORTAL}/own`, { as })).statusCode).toBe(401);
    desk.stage.clock.now = before;
    expect((await desk.stage.post('/api/identity/citizen/sign-out', {}, { as })).statusCode).toBe(200);
    expect((await desk.stage.get(`${PORTAL}/own`, { as })).statusCode).toBe(401);
    expect(BEGIN).toEqual(before);
  });

  test('C-12 证件号码、手机号在库里读不到', async () => {
    const { rows } = await desk.stage.database.ownerPool.query(
      `select c::text as line from identity.citizen c union all select m::text from people.mandate m
       union all select e::text from platform.audit_entry e`,
    );
    const all = rows.map(({ line }) => line).join('\n');
    for (const { idNumber, phone } of [GRANDMA, DAUGHTER, STRANGER]) {
      expect(all.includes(idNumber)).toBe(false);
      expect(all.includes(phone)).toBe(false);
      expect(all.includes(Buffer.from(idNumber).toString('hex'))).toBe(false);
    }
    expect(desk.stage.log).toEqual([]);
  });
});
