import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { codeOf, cookieOf, openStage, PASSWORD, type Stage } from './identity.testing.ts';

let stage: Stage;
let admin: string;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  await stage.empty();
  await stage.anAccount('sys.admin', 'system-administrator');
  admin = cookieOf(await stage.signIn('sys.admin', PASSWORD));
});
afterAll(() => stage.close());

const post = (path: string, body: object) => stage.post(`/api/identity/${path}`, body, { cookie: admin });
const get = async (path: string) => (await stage.get(`/api/identity/${path}`, admin)).json();
const STALE = [409, 'stale'];

test('B-84 两个页面办同一件事：后办的答 409，说请刷新，什么也没有变', async () => {
  const accountNo = await stage.anAccount('li.qiang');
  const standsIn = await stage.anAccount('wu.min', null);
  const [held] = (await get(`accounts/${accountNo}`)).posts;
  const wish = { postNo: held.postNo, accountNo: standsIn, fromDay: '2023-08-07', untilDay: '2023-09-07' };
  await post('stand-ins', wish);
  await post('organisations', { kind: 'bank', name: '玉环农商银行', division: '331083' });
  const [organisation] = (await get('organisations?kind=bank')).organisations;
  const seen = await get(`accounts/${accountNo}`);
  const standIn = seen.standIns[0];
  for (const [path, body, other] of [
    ['stand-ins/end', { standInNo: standIn.standInNo, version: standIn.version }, { untilDay: '2023-08-20' }],
    ['posts/end', { postNo: held.postNo, version: seen.posts[0].version }, { untilDay: '2023-08-25' }],
    [
      'organisations/end',
      { organisationNo: organisation.organisationNo, version: organisation.version },
      { untilDay: '2023-08-30' },
    ],
  ] as const) {
    // The other page was open at the same time, and acts first.
    expect((await post(path, { ...body, ...other })).statusCode, path).toBe(200);
    const late = await post(path, body);
    expect(codeOf(late), path).toEqual(STALE);
    expect(late.json().sentence).toContain('请刷新页面');
  }
  expect((await post('accounts/reset-password', { accountNo, version: seen.version })).statusCode).toBe(200);
  expect(codeOf(await post('accounts/reset-password', { accountNo, version: seen.version }))).toEqual(STALE);
  expect(codeOf(await post('accounts/end', { accountNo, version: seen.version }))).toEqual(STALE);
  const now = await get(`accounts/${accountNo}`);
  expect(now).toMatchObject({
    endedOn: null,
    posts: [{ untilDay: '2023-08-25' }],
    standIns: [{ untilDay: '2023-08-20' }],
  });
  expect((await post('accounts/end', { accountNo, version: now.version })).statusCode).toBe(200);
  expect(
    (await stage.rows("select from platform.audit_entry where outcome = 'done' and title = '停用账号'")).length,
  ).toBe(1);
});

test('B-84 二十个同时按下：只有一个办成，其余都说请刷新', async () => {
  const accountNo = await stage.anAccount('li.qiang');
  const [{ postNo, version }] = (await get(`accounts/${accountNo}`)).posts;
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => post('posts/end', { postNo, version, untilDay: `2023-09-${10 + n}` })),
  );
  const codes = answers.map((answer) => answer.statusCode).sort();
  expect(codes).toEqual([200, ...Array(19).fill(409)]);
});

test('B-84 没有说看到的是哪一版：不办', async () => {
  const accountNo = await stage.anAccount('li.qiang');
  const [{ postNo }] = (await get(`accounts/${accountNo}`)).posts;
  for (const [path, body] of [
    ['accounts/end', { accountNo }],
    ['accounts/reset-password', { accountNo }],
    ['accounts/reset-second-factor', { accountNo }],
    ['accounts/employee-code', { accountNo, employeeCode: 'E7' }],
    ['posts/end', { postNo }],
    ['organisations/end', { organisationNo: 1 }],
    ['stand-ins/end', { standInNo: 1 }],
  ] as const)
    expect(codeOf(await post(path, body)), path).toEqual([422, 'input']);
});

test('B-84 工号在另一个页面改过：照旧页面再改，答 409；解除绑定要说是哪一个编号', async () => {
  const accountNo = await stage.anAccount('li.qiang');
  const { version } = await get(`accounts/${accountNo}`);
  expect((await post('accounts/employee-code', { accountNo, version, employeeCode: 'E7' })).statusCode).toBe(200);
  expect(codeOf(await post('accounts/employee-code', { accountNo, version, employeeCode: 'E8' }))).toEqual(STALE);
  expect((await get(`accounts/${accountNo}`)).employeeCode).toBe('E7');
  expect(codeOf(await post('accounts/unbind', { accountNo, way: 'zzd' }))).toEqual([422, 'input']);
});

test('版本的写法不对就是填写有误', async () => {
  for (const version of ['', 'x', '0'.repeat(17), null, 1]) {
    expect(codeOf(await post('accounts/end', { accountNo: 1, version }))).toEqual([422, 'input']);
  }
});
