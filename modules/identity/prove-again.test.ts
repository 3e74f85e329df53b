import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { codeOf, cookieOf, openStage, PASSWORD, type Stage } from './identity.testing.ts';
import { seenVersion } from './seen-version.testing.ts';

let stage: Stage;
let cookie: string;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  await stage.empty();
  await stage.rows('update identity.prove_again_limit set minutes = 15');
  await stage.anAccount('sys.admin', 'system-administrator');
  cookie = cookieOf(await stage.signIn('sys.admin', PASSWORD));
});
afterAll(() => stage.close());

const act = (path: string, body: object) => stage.post(`/api/identity/${path}`, body, { cookie });
const again = (password: string, code?: string) => act('prove-again', { password, ...(code ? { code } : {}) });
const endOf = async (accountNo: number) =>
  act('accounts/end', { accountNo, version: await seenVersion(stage.database.db, { accountNo }) });
const endedOf = async (accountNo: number) =>
  (await stage.rows(`select ended_on is not null as ended from identity.account where account_no = ${accountNo}`))[0]
    ?.ended;

describe('C-03 再次核对身份', () => {
  test('登录15分钟以内不问；过了先核对口令再办，看的不用；核对一次又管15分钟', async () => {
    const [one, two, three] = [
      await stage.anAccount('a.one'),
      await stage.anAccount('b.two'),
      await stage.anAccount('c.three'),
    ];
    stage.minutesLater(14.9);
    expect((await endOf(one)).statusCode).toBe(200);
    stage.minutesLater(0.1);
    expect(codeOf(await endOf(two))).toEqual([403, 'identity.prove-again']);
    expect(await endedOf(two)).toBe(false);
    expect((await stage.get('/api/identity/accounts', cookie)).statusCode).toBe(200);
    expect(codeOf(await again('not my password'))).toEqual([422, 'identity.wrong-own-password']);
    expect(codeOf(await endOf(two))).toEqual([403, 'identity.prove-again']);
    expect((await again(PASSWORD)).statusCode).toBe(200);
    expect((await endOf(two)).statusCode).toBe(200);
    stage.minutesLater(15);
    expect(codeOf(await endOf(three))).toEqual([403, 'identity.prove-again']);
    const said = await stage.rows(
      "select outcome from platform.audit_entry where title = '再次核对身份' order by audit_no",
    );
    expect(said.map(({ outcome }) => outcome)).toEqual(['refused', 'done']);
  });

  test('启用了动态口令：口令和动态口令都要；动态口令单独核对不算；一个只用一次', async () => {
    const accountNo = await stage.anAccount('li.min');
    const { secret } = (await act('second-factor/begin', {})).json<{ secret: string }>();
    const code = () =>
      new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: stage.clock.now.getTime() });
    await act('second-factor/confirm', { code: code() });
    stage.minutesLater(20);
    expect((await act('second-factor/prove', { code: code() })).statusCode).toBe(200);
    expect(codeOf(await endOf(accountNo))).toEqual([403, 'identity.prove-again']);
    stage.minutesLater(1);
    expect(codeOf(await again(PASSWORD))).toEqual([422, 'identity.code-too']);
    expect(codeOf(await again(PASSWORD, '000000'))).toEqual([401, 'identity.wrong-second-factor']);
    expect(codeOf(await again('not my password', code()))).toEqual([422, 'identity.wrong-own-password']);
    const used = code();
    expect((await again(PASSWORD, used)).statusCode).toBe(200);
    expect(codeOf(await again(PASSWORD, used))).toEqual([401, 'identity.wrong-second-factor']);
    expect((await endOf(accountNo)).statusCode).toBe(200);
  });

  test('C-02 输错五次锁定，对的也不认；别的会话没有跟着算核对过', async () => {
    const accountNo = await stage.anAccount('li.min');
    const other = cookieOf(await stage.signIn('sys.admin', PASSWORD));
    stage.minutesLater(16);
    expect((await again(PASSWORD)).statusCode).toBe(200);
    const body = { accountNo, version: await seenVersion(stage.database.db, { accountNo }) };
    expect(codeOf(await stage.post('/api/identity/accounts/end', body, { cookie: other }))).toEqual([
      403,
      'identity.prove-again',
    ]);
    for (let i = 0; i < 5; i += 1) expect((await again(`wrong ${i}`)).statusCode).toBe(422);
    expect(codeOf(await again(PASSWORD))).toEqual([429, 'identity.locked']);
  });

  test('时限是数据：改成1分钟，下一次就按1分钟', async () => {
    const accountNo = await stage.anAccount('li.min');
    await stage.rows('update identity.prove_again_limit set minutes = 1');
    stage.minutesLater(1);
    expect(codeOf(await endOf(accountNo))).toEqual([403, 'identity.prove-again']);
    await stage.rows('update identity.prove_again_limit set minutes = 2');
    expect((await endOf(accountNo)).statusCode).toBe(200);
  });

  test('没有登录的、没有权限的先答别的：不拿再核对当探路', async () => {
    stage.minutesLater(16);
    const body = { accountNo: 1, version: 'x' };
    expect(codeOf(await stage.post('/api/identity/accounts/end', body))).toEqual([401, 'sign-in-needed']);
    await stage.anAccount('li.min');
    const auditor = cookieOf(await stage.signIn('li.min', PASSWORD));
    stage.minutesLater(16);
    expect(codeOf(await stage.post('/api/identity/accounts/end', body, { cookie: auditor }))).toEqual([
      403,
      'not-permitted',
    ]);
  });
});
