import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { allRoutesOf, codeOf, cookieOf, openStage, PASSWORD, READ, type Stage } from './identity.testing.ts';
import { seenVersion } from './seen-version.testing.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(() => stage.empty());

const codeNow = (secret: string, steps = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: stage.clock.now.getTime() + steps * 30_000 });
const act = (path: string, body: object, cookie: string) => stage.post(`/api/identity/${path}`, body, { cookie });
const onAccount = async (path: string, { accountNo }: { accountNo: number }, cookie: string) =>
  act(`accounts/${path}`, { accountNo, version: await seenVersion(stage.database.db, { accountNo }) }, cookie);
const prove = (cookie: string, code: string) => act('second-factor/prove', { code }, cookie);
const enter = async (name = 'li.min') => cookieOf(await stage.signInBare(name, PASSWORD));
const me = async (cookie: string) => (await stage.get('/api/identity/me', cookie)).json().account;

async function enrolled(name = 'li.min') {
  const accountNo = await stage.anAccount(name);
  const cookie = await enter(name);
  const { secret } = (await act('second-factor/begin', {}, cookie)).json<{ secret: string }>();
  const confirmed = await act('second-factor/confirm', { code: codeNow(secret) }, cookie);
  const { recoveryCodes } = confirmed.json<{ recoveryCodes: string[] }>();
  stage.minutesLater(1);
  return { accountNo, cookie, secret, recoveryCodes };
}

describe('启用动态口令', () => {
  test('C-03 口令对了还不算登录：启用以前什么也不能做，启用以后可以', async () => {
    await stage.anAccount('li.min');
    const cookie = await enter();
    expect(await me(cookie)).toMatchObject({ unfinished: 'enrol', permissions: [], hasSecondFactor: false });
    expect(codeOf(await stage.get(READ, cookie))).toEqual([403, 'sign-in-unfinished']);

    const begun = (await act('second-factor/begin', {}, cookie)).json<{ secret: string; address: string }>();
    expect(begun.address).toContain(begun.secret);
    expect(codeOf(await act('second-factor/confirm', { code: '000000' }, cookie))).toEqual([
      422,
      'identity.wrong-first-code',
    ]);
    const done = await act('second-factor/confirm', { code: codeNow(begun.secret) }, cookie);
    expect(new Set(done.json().recoveryCodes).size).toBe(10);
    expect(await me(cookie)).toMatchObject({ unfinished: null, hasSecondFactor: true });
    expect((await stage.get(READ, cookie)).statusCode).toBe(200);
  });

  test('C-12 密钥和恢复码不在数据库、审计里明文出现', async () => {
    const { secret, recoveryCodes } = await enrolled();
    const tables = ['identity.second_factor', 'identity.recovery_code', 'platform.audit_entry', 'identity.session'];
    for (const table of tables) {
      const text = JSON.stringify(await stage.rows(`select t::text as text from ${table} t`));
      for (const hidden of [secret, ...recoveryCodes]) expect(text.includes(hidden), table).toBe(false);
    }
  });

  test('换手机：要先核对过动态口令；新的启用以后旧的作废，别处的登录退出', async () => {
    const { cookie, secret } = await enrolled();
    const elsewhere = await enter();
    expect((await prove(elsewhere, codeNow(secret))).statusCode).toBe(200);
    stage.minutesLater(20);
    expect(codeOf(await act('second-factor/begin', {}, cookie))).toEqual([403, 'identity.prove-again']);
    await prove(cookie, codeNow(secret));
    const begun = (await act('second-factor/begin', {}, cookie)).json<{ secret: string }>();
    // The old one counts until then.
    const third = await enter();
    expect((await prove(third, codeNow(secret, 1))).statusCode).toBe(200);
    expect((await act('second-factor/confirm', { code: codeNow(begun.secret) }, cookie)).statusCode).toBe(200);
    expect([await me(elsewhere), await me(third)]).toEqual([null, null]);
    stage.minutesLater(2);
    const fourth = await enter();
    expect(codeOf(await prove(fourth, codeNow(secret)))).toEqual([401, 'identity.wrong-second-factor']);
    expect((await prove(fourth, codeNow(begun.secret))).statusCode).toBe(200);
  });
});

describe('核对动态口令', () => {
  test('C-03 B-87 每个动态口令只能用一次，同时来两个也只算一次；差一步可以，差两步不行', async () => {
    const { secret } = await enrolled();
    const [one, two] = [await enter(), await enter()];
    const both = await Promise.all([prove(one, codeNow(secret)), prove(two, codeNow(secret))]);
    expect(both.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 401]);
    stage.minutesLater(2);
    const cookie = await enter();
    expect((await prove(cookie, codeNow(secret, -2))).statusCode).toBe(401);
    expect((await prove(cookie, codeNow(secret, 1))).statusCode).toBe(200);
    // An earlier step than the one taken last is not taken any more either.
    expect((await prove(await enter(), codeNow(secret))).statusCode).toBe(401);
  });

  test('C-02 C-03 动态口令猜错与口令猜错一起计数：五次锁定，重新输对口令也不清零', async () => {
    const { secret } = await enrolled();
    for (let i = 0; i < 4; i += 1) expect((await prove(await enter(), '000000')).statusCode).toBe(401);
    const cookie = await enter();
    expect((await prove(cookie, '000000')).statusCode).toBe(401);
    expect(codeOf(await prove(cookie, codeNow(secret)))).toEqual([429, 'identity.locked']);
    expect((await stage.signInBare('li.min', PASSWORD)).statusCode).toBe(429);
    const answer = await stage.signInBare('li.min', PASSWORD, { from: '10.9.9.9' });
    expect(codeOf(answer)).toEqual([429, 'identity.locked']);
    stage.minutesLater(15);
    expect((await prove(await enter(), codeNow(secret))).statusCode).toBe(200);
  });

  test('恢复码代替一次动态口令，用过作废；换一批要动态口令，旧的一批作废', async () => {
    const { secret, recoveryCodes } = await enrolled();
    const [first = '', second = ''] = recoveryCodes;
    const cookie = await enter();
    expect((await prove(cookie, first.toLowerCase())).statusCode).toBe(200);
    expect((await stage.get('/api/identity/own-security', cookie)).json()).toMatchObject({ recoveryCodesLeft: 9 });
    expect((await prove(await enter(), first)).statusCode).toBe(401);
    expect((await act('second-factor/recovery-codes', { code: second }, cookie)).statusCode).toBe(401);
    const renewed = await act('second-factor/recovery-codes', { code: codeNow(secret) }, cookie);
    expect(renewed.json().recoveryCodes).toHaveLength(10);
    expect((await prove(await enter(), second)).statusCode).toBe(401);
    expect((await prove(await enter(), renewed.json().recoveryCodes[0])).statusCode).toBe(200);
  });

  test('别人的恢复码、别人的动态口令都不行', async () => {
    const other = await enrolled('wu.min');
    await enrolled();
    for (const code of [other.recoveryCodes[0] ?? '', codeNow(other.secret)])
      expect((await prove(await enter(), code)).statusCode).toBe(401);
  });
});

describe('C-03 没有一条路绕过去', () => {
  test('没有核对的会话：除了完成登录的几个接口，全部拒绝，一项权限也没有', async () => {
    await enrolled();
    const cookie = await enter();
    const open = new Set<string>();
    const isLast = ({ path }: { path: string }) => Number(path.endsWith('/sign-out'));
    for (const { method, path } of allRoutesOf().toSorted((a, b) => isLast(a) - isLast(b))) {
      const url = path.replace(/:\w+/g, '1');
      const answer = await stage.app.inject({
        method,
        url,
        headers: { cookie },
        ...(method === 'POST' ? { payload: {} } : {}),
      });
      const { statusCode } = answer;
      // Served where the server hands in who finds persons; tests/isolation sends everything to them.
      if (path.startsWith('/api/identity/break-glass') && answer.json().code === 'not-found') continue;
      // The portal's door reads no staff cookie at all: tests/isolation/portal.test.ts.
      if (path.startsWith('/api/identity/citizen/')) continue;
      if (!(statusCode === 403 && answer.json().code === 'sign-in-unfinished')) open.add(path);
    }
    // What is open to anybody, and what finishes signing in.
    const anybody = [
      'external/begin',
      'external/finish',
      'external/in-app',
      'first-administrator',
      'me',
      'sign-in',
      'ways',
    ];
    const finishing = ['change-password', 'second-factor/begin', 'second-factor/confirm', 'second-factor/prove'];
    const expected = [...anybody, ...finishing, 'sign-out', 'switch-post'].map((path) => `/api/identity/${path}`);
    expect([...open].toSorted()).toEqual(expected.toSorted());
  });

  test('换岗位、改口令、重新启用都不能代替核对', async () => {
    const { accountNo } = await enrolled();
    const postNo = await stage.aPost(accountNo, 'city-officer');
    const cookie = await enter();
    expect(codeOf(await act('switch-post', { postNo }, cookie))).toEqual([403, 'identity.prove-first']);
    expect(codeOf(await act('second-factor/begin', {}, cookie))).toEqual([403, 'identity.prove-first']);
    const change = { password: PASSWORD, newPassword: 'another-kettle-southbound' };
    expect(codeOf(await act('change-password', change, cookie))).toEqual([403, 'identity.prove-first']);
  });

  test('不强制的岗位换到强制的岗位：立刻要求启用', async () => {
    const accountNo = await stage.anAccount('li.min', 'merchant');
    const postNo = await stage.aPost(accountNo, 'auditor');
    const cookie = await enter();
    expect(await me(cookie)).toMatchObject({ unfinished: null, post: { role: 'merchant' } });
    await act('switch-post', { postNo }, cookie);
    expect(await me(cookie)).toMatchObject({ unfinished: 'enrol', permissions: [] });
    expect(codeOf(await stage.get(READ, cookie))).toEqual([403, 'sign-in-unfinished']);
  });
});

describe('重设动态口令', () => {
  async function administrators() {
    await stage.anAccount('sys.one', 'system-administrator');
    await stage.anAccount('sys.two', 'system-administrator');
    return [
      cookieOf(await stage.signIn('sys.one', PASSWORD)),
      cookieOf(await stage.signIn('sys.two', PASSWORD)),
    ] as const;
  }

  test('由系统管理员重设，记入审计；本人下次登录重新启用，旧的和恢复码都作废，正在用的退出', async () => {
    const { accountNo, cookie, secret } = await enrolled();
    const [one] = await administrators();
    expect((await onAccount('reset-second-factor', { accountNo }, one)).statusCode).toBe(200);
    expect(await me(cookie)).toBeNull();
    const again = await enter();
    expect(await me(again)).toMatchObject({ unfinished: 'enrol' });
    expect(codeOf(await prove(again, codeNow(secret)))).toEqual([409, 'identity.no-second-factor']);
    const [row] = await stage.rows(
      "select account_name, subject from platform.audit_entry where title = '重设动态口令'",
    );
    expect(row).toEqual({ account_name: 'sys.one', subject: 'li.min' });
  });

  test('C-04 一位管理员不能把口令和动态口令都重设掉：两个先后都不行，另一位可以', async () => {
    const { accountNo } = await enrolled();
    const [one, two] = await administrators();
    await onAccount('reset-second-factor', { accountNo }, one);
    expect(codeOf(await onAccount('reset-password', { accountNo }, one))).toEqual([409, 'identity.two-hands']);
    expect((await onAccount('reset-password', { accountNo }, two)).statusCode).toBe(200);

    const other = await enrolled('wu.min');
    await onAccount('reset-password', { accountNo: other.accountNo }, one);
    expect(codeOf(await onAccount('reset-second-factor', { accountNo: other.accountNo }, one))).toEqual([
      409,
      'identity.two-hands',
    ]);
    expect((await onAccount('reset-second-factor', { accountNo: other.accountNo }, two)).statusCode).toBe(200);
  });
});

describe('久不登录', () => {
  test('C-04 九十天没有登录的停用；重设口令以后恢复', async () => {
    const accountNo = await stage.anAccount('li.min');
    await stage.anAccount('sys.one', 'system-administrator');
    stage.minutesLater(89 * 24 * 60);
    expect((await stage.signInBare('li.min', PASSWORD)).statusCode).toBe(200);
    const cookie = cookieOf(await stage.signIn('sys.one', PASSWORD));
    stage.minutesLater(90 * 24 * 60);
    expect(codeOf(await stage.signInBare('li.min', PASSWORD))).toEqual([403, 'identity.dormant']);
    expect(cookie).not.toBe('');
    await stage.anAccount('sys.two', 'system-administrator');
    const fresh = cookieOf(await stage.signIn('sys.two', PASSWORD));
    const { oneTimePassword } = (await onAccount('reset-password', { accountNo }, fresh)).json();
    expect((await stage.signInBare('li.min', oneTimePassword)).statusCode).toBe(200);
  });
});
