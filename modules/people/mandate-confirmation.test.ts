import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { inScope } from '#platform/db/in-scope.ts';
import { SYSTEM_USER } from '#platform/session/ctx.ts';
import { aCtx } from '#platform/testing/database.ts';
import { reportFact } from './index.ts';
import { codeOf, DAUGHTER, type Desk, death, openDesk, PNG, PORTAL, STAFF } from './mandates.testing.ts';
import { lockPerson } from './person.store.ts';
import { makeSyntheticIdNumber } from './synthetic-id-number.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterEach(async () => {
  await desk.stage.rows("update people.mandate set status = 'revoked'");
  await desk.stage.rows("update people.fact set retracted_at = $1 where kind = 'death'", [desk.stage.clock.now]);
});
afterAll(() => desk.stage.close());

const decision = {
  kind: 'guardianship',
  number: '（2023）浙1083民特1号',
  by: '玉环市人民法院',
  decidedOn: '2023-07-01',
};
const guardian = (more: object = {}) =>
  desk.atTheDesk('court', { relation: 'guardian', decision, ...more }, [{ kind: 'decision', picture: PNG }]);
const signed = (more: object = {}) => desk.atTheDesk('present', more, [{ kind: 'signature', picture: PNG }]);
const noOf = (answer: { statusCode: number; payload: string; json: () => { mandateNo: number } }) => {
  expect(answer.statusCode, answer.payload).toBe(200);
  return answer.json().mandateNo;
};
const confirm = (mandateNo: number, more: object = {}) =>
  desk.stage.post(`${STAFF}/confirm`, { mandateNo, words: '已核对原件', ...more }, { as: desk.second });
const standings = async () => {
  const { mandates } = (await desk.stage.get(desk.mandatesUrl, { as: desk.grandma })).json();
  return new Map((mandates as { mandateNo: number; standing: string }[]).map((row) => [row.mandateNo, row.standing]));
};
const holderDies = async (idNumber: string) => {
  const personNo = await desk.stage.register({ name: '合成丁', idNumber });
  await inScope(desk.stage.database.db, SYSTEM_USER, undefined, (db) =>
    reportFact(aCtx(db, { now: desk.stage.clock.now }), personNo, death('2023-08-06')),
  );
};

describe('确认的那一刻再核对一遍', () => {
  test('受托人的年龄在确认那天再算一遍', async () => {
    const before = desk.stage.clock.now;
    const idNumber = makeSyntheticIdNumber(339_904, '2005-08-07', 1);
    const mandateNo = noOf(await guardian({ holder: { ...DAUGHTER, idNumber } }));
    desk.stage.daysLater(-1);
    const second = await desk.stage.worker('street-reviewer', '331083001');
    const words = '已核对原件';
    const answer = await desk.stage.post(`${STAFF}/confirm`, { mandateNo, words }, { as: second });
    desk.stage.clock.now = before;
    expect(codeOf(answer)).toEqual([422, 'people.mandate-minor']);
    expect((await standings()).get(mandateNo)).toBe('to-confirm');
  });

  test('受托人登记以后去世的，不能确认，也不能再登记', async () => {
    const idNumber = makeSyntheticIdNumber(339_905, '1943-03-15', 2);
    const holder = { ...DAUGHTER, idNumber };
    const mandateNo = noOf(await guardian({ holder }));
    await holderDies(idNumber);
    expect(codeOf(await confirm(mandateNo))).toEqual([409, 'people.mandate-holder-dead']);
    expect(codeOf(await signed({ holder }))).toEqual([409, 'people.mandate-holder-dead']);
  });

  test('正在报告死亡的，确认等它办完，办完以后不能确认', async () => {
    const mandateNo = noOf(await signed());
    const { db } = desk.stage.database;
    const answer = await inScope(db, SYSTEM_USER, undefined, async (transaction) => {
      await lockPerson(transaction, `no/${desk.personNo}`);
      const waiting = confirm(mandateNo);
      await new Promise((resolve) => setTimeout(resolve, 400));
      await reportFact(aCtx(transaction, { now: desk.stage.clock.now }), desk.personNo, death('2023-08-06'));
      return { waiting };
    });
    expect(codeOf(await answer.waiting)).toEqual([409, 'people.mandate-state']);
  });
});

describe('裁判终止别的委托', () => {
  test('写明统一代理的，还没接受、还没确认的也终止，接受码作废', async () => {
    const offer = await desk.offer();
    const waiting = noOf(await signed());
    const given = noOf(await guardian());
    expect((await confirm(given, { endsOthers: true })).statusCode).toBe(200);
    const now = await standings();
    expect([offer.mandateNo, waiting, given].map((no) => now.get(no))).toEqual(['replaced', 'replaced', 'active']);
    expect(codeOf(await desk.stage.post(`${PORTAL}/mandates/accept`, offer, { as: desk.daughter }))).toEqual([
      409,
      'people.mandate-state',
    ]);
    expect(codeOf(await confirm(waiting))).toEqual([409, 'people.mandate-state']);
  });

  test('没有写明的，老人自己给出的不动；旧裁判等着确认的，被新的取代', async () => {
    const offer = await desk.offer();
    const older = noOf(await guardian());
    const other = { ...DAUGHTER, idNumber: makeSyntheticIdNumber(339_906, '1970-05-01', 1) };
    const newer = noOf(await guardian({ holder: other, decision: { ...decision, decidedOn: '2023-08-01' } }));
    expect((await confirm(newer)).statusCode).toBe(200);
    const now = await standings();
    expect([offer.mandateNo, older, newer].map((no) => now.get(no))).toEqual(['offered', 'replaced', 'active']);
  });

  test('同一份裁判指定两位监护人：确认第二位，第一位还在；同一天另一份裁判才取代', async () => {
    const other = { ...DAUGHTER, idNumber: makeSyntheticIdNumber(339_907, '1970-05-01', 1) };
    const first = noOf(await guardian());
    expect((await confirm(first)).statusCode).toBe(200);
    const second = noOf(await guardian({ holder: other }));
    expect((await confirm(second, { endsOthers: true })).statusCode).toBe(200);
    const both = await standings();
    expect([first, second].map((no) => both.get(no))).toEqual(['active', 'active']);

    const third = { ...DAUGHTER, idNumber: makeSyntheticIdNumber(339_908, '1970-05-01', 1) };
    const later = { ...decision, number: '（2023）浙1083民特9号' };
    const newer = noOf(await guardian({ holder: third, decision: later }));
    expect((await confirm(newer)).statusCode).toBe(200);
    const now = await standings();
    expect([first, second, newer].map((no) => now.get(no))).toEqual(['replaced', 'replaced', 'active']);
  });
});
