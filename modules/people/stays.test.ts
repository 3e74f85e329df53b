import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { codeOf, DAUGHTER, type Desk, death, GRANDMA, openDesk, PORTAL, wish } from './mandates.testing.ts';
import { THERE } from './people.testing.ts';
import { makeSyntheticIdNumber } from './synthetic-id-number.ts';

const RESIDENTS = '/api/people/residents';
const DESK = '/api/people/stays';
const REPORT = { name: GRANDMA.name, idNumber: GRANDMA.idNumber, fromDay: '2023-08-01', source: '入住合同 2023-17' };
const NOBODY = makeSyntheticIdNumber(339_999, '1938-04-11', 994);

let desk: Desk;
let own: string;
let other: string;
beforeAll(async () => {
  desk = await openDesk();
  own = await desk.stage.manager('合成养老院');
  other = await desk.stage.manager('合成颐养院', THERE);
});
beforeEach(() => desk.stage.rows('delete from people.stay'));
afterAll(() => desk.stage.close());

const report = (more: object = {}, as = own) => desk.stage.post(RESIDENTS, { ...REPORT, ...more }, { as });
const reported = async (more: object = {}, as = own) => (await report(more, as)).json<{ stayNo: number }>().stayNo;
const confirm = (stayNo: number, as = desk.second) => desk.stage.post(`${DESK}/confirm`, { stayNo }, { as });
const open = (as = own, personNo = desk.personNo) => desk.stage.get(`${RESIDENTS}/${personNo}`, { as });
const listed = async (as = own, standing = 'standing') =>
  (await desk.stage.get(RESIDENTS, { as, query: { standing } })).json<{ stays: { personNo: number | null }[] }>().stays;
const answer = (stayNo: number, isTrue: boolean, as = desk.grandma) =>
  desk.stage.post(`${PORTAL}/stays/answer`, { personNo: desk.personNo, stayNo, isTrue }, { as });

test('I-01 报了入住还看不到；确认以后只看到脱敏的基本信息，没有账号电话地址；离院后下一次就没有', async () => {
  const stayNo = await reported();
  expect((await open()).statusCode).toBe(404);
  expect(await listed(own, 'reported')).toMatchObject([{ nameMasked: '合**', personNo: null }]);
  expect((await confirm(stayNo)).statusCode).toBe(200);
  const shown = (await open()).json();
  expect(Object.keys(shown).sort()).toEqual([
    'bornMasked',
    'documentName',
    'idNumberMasked',
    'nameMasked',
    'personNo',
    'sex',
  ]);
  expect(JSON.stringify(shown)).not.toContain(GRANDMA.idNumber);
  expect(await listed()).toMatchObject([{ personNo: desk.personNo }]);
  for (const toDay of ['2023-08-01', '2023-08-08', '2023-02-30'])
    expect((await desk.stage.post(`${RESIDENTS}/end`, { stayNo, toDay }, { as: own })).statusCode, toDay).toBe(422);
  expect((await desk.stage.post(`${RESIDENTS}/end`, { stayNo, toDay: '2023-08-07' }, { as: own })).statusCode).toBe(
    200,
  );
  expect(codeOf(await open())).toEqual([404, 'people.no-resident']);
  expect(await listed()).toEqual([]);
  expect((await listed(own, 'ended')).map(({ personNo }) => personNo)).toEqual([null]);
});

test('I-06 号码没有登记、姓名不符、别家正住着：机构得到的回答一样，也都看不到人', async () => {
  await confirm(await reported({}, other), desk.worker).then(({ statusCode }) => expect(statusCode).toBe(403));
  const there = await reported({ fromDay: '2023-07-01' }, await desk.stage.manager('合成康乐院'));
  expect((await confirm(there)).statusCode).toBe(200);
  const answers = [
    await report(),
    await report({ idNumber: NOBODY }),
    await report({ idNumber: DAUGHTER.idNumber, name: '合成己' }),
  ];
  for (const one of answers) expect([one.statusCode, Object.keys(one.json())]).toEqual([200, ['stayNo']]);
  expect((await listed(own, 'reported')).map((one) => Object.keys(one).length)).toEqual([10, 10, 10]);
  expect((await open()).statusCode).toBe(404);
  const rows = (await desk.stage.get(DESK, { as: desk.second })).json<{
    stays: { stayNo: number; isMatched: boolean }[];
  }>();
  expect(rows.stays.map(({ isMatched }) => isMatched).sort()).toEqual([false, false, true, true]);
  const [beside = 0, unmatched = 0] = answers.map((one) => one.json<{ stayNo: number }>().stayNo);
  expect(codeOf(await confirm(beside))).toEqual([409, 'people.stay-overlap']);
  expect(codeOf(await confirm(unmatched))).toEqual([409, 'people.stay-unmatched']);
  await expect(
    desk.stage.rows('update people.stay set confirmed_at = now(), confirmed_by_account = 1 where stay_no = $1', [
      beside,
    ]),
  ).rejects.toThrow('stay_no_overlap');
});

test('谁确认：机构自己、别处的街道、别人都不行；机构所在地或老人所在地的街道、县，或老人本人', async () => {
  const stayNo = await reported();
  const far = await desk.stage.worker('street-reviewer', THERE.slice(0, 9));
  expect((await confirm(stayNo, own)).statusCode).toBe(403);
  expect((await confirm(stayNo, other)).statusCode).toBe(403);
  expect(codeOf(await confirm(stayNo, far))).toEqual([404, 'people.no-stay']);
  expect((await answer(stayNo, true, desk.stranger)).statusCode).toBe(404);
  expect((await answer(stayNo, true)).statusCode).toBe(200);
  expect((await open()).statusCode).toBe(200);
  expect((await open(other)).statusCode).toBe(404);
  expect((await answer(stayNo, false)).statusCode).toBe(200);
  expect((await open()).statusCode).toBe(404);
  const named = await desk.stage.rows<{ purpose: string }>(
    `select purpose from platform.audit_entry join platform.audit_subject using (audit_no)
     where action like '%/stays/answer' and outcome = 'done' and person_no = $1`,
    [desk.personNo],
  );
  expect(named.map(({ purpose }) => purpose)).toEqual(['本人在门户办理', '本人在门户办理']);
  const elsewhere = await reported({}, other);
  expect((await confirm(elsewhere, far)).statusCode).toBe(200);
  expect([(await open(other)).statusCode, (await open()).statusCode]).toEqual([200, 404]);
});

test('受托人有“申请”才能答复；只有“查看”的不能', async () => {
  const viewing = await desk.given(wish({ scopes: ['view'] }));
  const stayNo = await reported();
  expect(codeOf(await answer(stayNo, true, desk.daughter))).toEqual([403, 'people.scope-missing']);
  await desk.endOwn(viewing, desk.grandma);
  await desk.given(wish({ scopes: ['view', 'apply'], untilDay: '2024-07-01' }));
  expect((await answer(stayNo, true, desk.daughter)).statusCode).toBe(200);
});

test('同一机构同一号码不重复；没有确认的机构可以撤回，确认了的不能', async () => {
  const stayNo = await reported();
  expect(codeOf(await report())).toEqual([409, 'people.stay-twice']);
  expect((await report({ idNumber: NOBODY, fromDay: '2023-08-08' })).statusCode).toBe(422);
  const withdraw = (no: number) =>
    desk.stage.post(`${RESIDENTS}/withdraw`, { stayNo: no, reason: '填错了' }, { as: own });
  expect((await withdraw(stayNo)).statusCode).toBe(200);
  const again = await reported();
  await confirm(again);
  expect(codeOf(await withdraw(again))).toEqual([409, 'people.stay-state']);
  const retract = { stayNo: again, reason: '老人不在那里' };
  expect((await desk.stage.post(`${DESK}/retract`, retract, { as: desk.second })).statusCode).toBe(200);
  expect((await open()).statusCode).toBe(404);
});

test('I-16 老人收到消息；谁看过里有机构的名字', async () => {
  await confirm(await reported());
  await open();
  const [confirmed, said] = await desk.messages();
  expect(said).toMatch(/^合成养老院报告您住在那里/);
  expect(confirmed).toMatch(/^合成养老院的入住登记已经确认/);
  const { entries } = (await desk.stage.get(`${PORTAL}/persons/${desk.personNo}/lookers`, { as: desk.grandma })).json<{
    entries: { organisation: string; title: string }[];
  }>();
  const looks = entries.filter(({ organisation }) => organisation === '合成养老院').map(({ title }) => title);
  expect(looks.slice(0, 2)).toEqual(['机构查看一位住养老人', '机构登记入住']);
});

test('老人去世以后机构不再能打开；直接写库确认，机构的角色没有这个权', async () => {
  const personNo = await desk.stage.register({ idNumber: NOBODY, born: '1938-04-11', name: '合成丁', facts: [] });
  const stayNo = await reported({ idNumber: NOBODY, name: '合成丁' });
  expect((await confirm(stayNo)).statusCode).toBe(200);
  expect((await open(own, personNo)).statusCode).toBe(200);
  const fact = death('2023-08-05');
  await desk.stage.rows(
    "insert into people.fact (person_no, kind, from_day, source, recorded_at) values ($1, 'death', $2, '殡葬', $3)",
    [personNo, fact.fromDay, desk.stage.clock.now],
  );
  expect((await open(own, personNo)).statusCode).toBe(404);
  expect(await listed()).toMatchObject([{ personNo: null }]);
  const { rows } = await desk.stage.database.ownerPool.query(
    "select has_column_privilege('kangyang_outside', 'people.stay', 'confirmed_at', 'update') as may",
  );
  expect(rows).toEqual([{ may: false }]);
});
