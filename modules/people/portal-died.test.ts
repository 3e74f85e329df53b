import { afterAll, beforeAll, expect, test } from 'vitest';
import { inScope } from '#platform/db/in-scope.ts';
import { SYSTEM_USER } from '#platform/session/ctx.ts';
import { aCtx } from '#platform/testing/database.ts';
import * as contract from './contract.ts';
import { reportFact } from './index.ts';
import { codeOf, DAUGHTER, type Desk, death, openDesk, PNG, STAFF, STRANGER, wish } from './mandates.testing.ts';
import { makeSyntheticIdNumber } from './synthetic-id-number.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.stage.close());

const dies = (personNo: number) =>
  inScope(desk.stage.database.db, SYSTEM_USER, undefined, (db) =>
    reportFact(aCtx(db, { now: desk.stage.clock.now }), personNo, death('2023-08-06')),
  );
const written = async () =>
  desk.stage.rows(
    `select (select count(*) from people.mandate_step) as steps, (select count(*) from people.account_change) as changes,
       (select count(*) from people.access_question) as questions, (select count(*) from people.message) as messages,
       (select count(*) from people.message where read_at is null) as unread`,
  );

/** Right in form for every route of the portal: what is refused is refused for who asks. A route that is missing fails the test. */
const bodyOf = (path: string, personNo: number, mandateNo: number): object => {
  const bodies: Record<string, object> = {
    'mandates/prepare': wish({ holder: STRANGER }),
    mandates: { ...wish({ holder: STRANGER }), textHash: '0'.repeat(64) },
    'mandates/accept': { mandateNo, code: '12345678' },
    'mandates/decline': { mandateNo },
    'mandates/revoke': { mandateNo },
    'messages/read': { personNo },
    'stays/answer': { personNo, stayNo: 1, isTrue: true },
    'account-changes': { personNo, accountNumber: '9999330000000000013' },
    'access-questions': { personNo, entryId: '00000000-0000-4000-8000-000000000000', question: '谁看的' },
  };
  const body = bodies[path.replace('/api/people/portal/', '')];
  if (!body) throw new Error(`no body for ${path}`);
  return body;
};
const PORTAL_ROUTES = Object.values(contract).flatMap((one) =>
  typeof one === 'object' && 'permission' in one && one.permission === 'citizen' ? [one] : [],
);
const everything = (as: string, personNo: number, mandateNo: number) =>
  Promise.all(
    PORTAL_ROUTES.map(async ({ method, path }) => {
      const url = path.replace(':personNo', String(personNo));
      const answer =
        method === 'GET'
          ? await desk.stage.get(url, { as })
          : await desk.stage.post(url, bodyOf(path, personNo, mandateNo), { as });
      return [path, ...codeOf(answer)];
    }),
  );
const refusedAll = PORTAL_ROUTES.map(({ path }) => [path, 403, 'people.own-died']);

test('本人登记已记为去世：用他的登录什么也看不到、办不了，话里写明记错了找谁；更正以后照常', async () => {
  const mandateNo = await desk.given();
  await dies(desk.personNo);
  const before = await written();
  expect(PORTAL_ROUTES.length).toBeGreaterThan(10);
  expect(await everything(desk.grandma, desk.personNo, mandateNo)).toEqual(refusedAll);
  const { sentence } = (await desk.stage.get('/api/people/portal/own', { as: desk.grandma })).json();
  expect(sentence).toContain('12345');
  expect(await written()).toEqual(before);
  await desk.stage.rows("update people.fact set retracted_at = $1 where kind = 'death'", [desk.stage.clock.now]);
  expect((await desk.seenBy(desk.grandma)).map(({ personNo }) => personNo)).toEqual([desk.personNo]);
  expect((await desk.endOwn(mandateNo, desk.grandma)).statusCode).toBe(200);
});

test('受托人自己去世了：用他的登录也不能再替老人办', async () => {
  const idNumber = makeSyntheticIdNumber(339_909, '1943-03-15', 2);
  const husband = { ...DAUGHTER, idNumber };
  const personNo = await desk.stage.register({ name: '合成己', idNumber });
  const decision = {
    kind: 'guardianship',
    number: '（2023）浙1083民特1号',
    by: '玉环市人民法院',
    decidedOn: '2023-07-01',
  };
  const all = { holder: husband, relation: 'guardian', scopes: ['view', 'account'], decision };
  const made = await desk.atTheDesk('court', all, [{ kind: 'decision', picture: PNG }]);
  const { mandateNo } = made.json();
  await desk.stage.post(`${STAFF}/confirm`, { mandateNo, words: '已核对原件' }, { as: desk.second });
  const as = await desk.stage.citizen(husband);
  expect((await desk.seenBy(as)).map((one) => one.personNo)).toEqual([personNo, desk.personNo]);
  await dies(personNo);
  const before = await written();
  expect(await everything(as, desk.personNo, mandateNo)).toEqual(refusedAll);
  expect(await written()).toEqual(before);
});
