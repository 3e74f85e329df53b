import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, openDesk, PNG, STAFF, wish } from './mandates.testing.ts';
import { aFact } from './people.testing.ts';
import { makeSyntheticIdNumber } from './synthetic-id-number.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.stage.close());

test('户籍已注销、还登记在本地的老人：查得到人，也就办得了、看得到、导得出他的委托', async () => {
  const idNumber = makeSyntheticIdNumber(339_908, '1943-03-15', 2);
  const facts = [aFact({ toDay: '2023-06-01' })];
  const personNo = await desk.stage.register({ name: '合成戊', idNumber, facts });
  const { worker, stage } = desk;
  const found = await stage.get(`/api/people/${personNo}/identity`, { as: worker });
  expect(found.statusCode, found.payload).toBe(200);
  const body = { ...wish(), way: 'present', personIdNumber: idNumber };
  const prepared = await stage.post(`${STAFF}/prepare`, body, { as: worker });
  expect(prepared.statusCode, prepared.payload).toBe(200);
  const { textHash } = prepared.json();
  const proofs = [{ kind: 'signature', picture: PNG }];
  const made = await stage.post(STAFF, { ...body, textHash, readAloud: true, proofs }, { as: worker });
  const { mandateNo } = made.json();
  expect((await stage.get(`${STAFF}/${mandateNo}`, { as: worker })).statusCode).toBe(200);
  expect((await stage.get(STAFF, { as: worker })).json().mandates).toMatchObject([{ mandateNo, personNo }]);
  expect((await stage.get(`${STAFF}.csv`, { as: worker })).payload).toContain(`\n${mandateNo},`);
  const revoked = await stage.post(`${STAFF}/revoke`, { mandateNo, reason: '测试结束' }, { as: worker });
  expect(revoked.statusCode).toBe(200);
});
