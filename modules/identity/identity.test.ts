import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { codeOf, cookieOf, openStage, PASSWORD, READ, RELEASE, type Stage, setCookieOf } from './identity.testing.ts';
import type { Role } from './role.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => stage.empty());
afterAll(() => stage.close());

async function signedIn(role: Role = 'auditor'): Promise<string> {
  await stage.anAccount('li.qiang', role);
  return cookieOf(await stage.signIn('li.qiang', PASSWORD));
}

describe('会话', () => {
  test('C-02 闲置三十分钟结束；一直在用，八小时也结束', async () => {
    const { get, minutesLater, signIn } = stage;
    const cookie = await signedIn();
    for (const minutes of [29, 29]) {
      minutesLater(minutes);
      expect((await get(READ, cookie)).statusCode).toBe(200);
    }
    minutesLater(30);
    expect(codeOf(await get(READ, cookie))).toEqual([401, 'sign-in-needed']);

    const second = cookieOf(await signIn('li.qiang', PASSWORD));
    for (let minute = 20; minute < 480; minute += 20) {
      minutesLater(20);
      expect((await get(READ, second)).statusCode, `${minute}`).toBe(200);
    }
    minutesLater(20);
    expect((await get(READ, second)).statusCode).toBe(401);
  });

  test('C-02 退出后旧令牌立即无效，浏览器被要求清除', async () => {
    const { get, signOut } = stage;
    const cookie = await signedIn();
    const out = await signOut(cookie);
    expect(out.json()).toEqual({ done: true });
    expect(out.headers['clear-site-data']).toBe('"cache", "cookies", "storage"');
    expect(setCookieOf(out)).toMatch(/^kangyang-session=; Max-Age=0; Path=\/;/);
    expect((await get(READ, cookie)).statusCode).toBe(401);
    expect((await get('/api/identity/me', cookie)).json()).toEqual({ account: null, setupNeeded: false });
    expect((await signOut(cookie)).statusCode).toBe(401);
  });

  test('C-02 在库里结束的会话，下一个请求就无效', async () => {
    const cookie = await signedIn();
    await stage.rows('update identity.session set ended_at = created_at');
    expect((await stage.get(READ, cookie)).statusCode).toBe(401);
  });

  test('C-02 每次登录换新令牌，旧会话结束；带来的假令牌不被采用', async () => {
    const { get, signIn } = stage;
    const first = await signedIn();
    const second = cookieOf(await signIn('li.qiang', PASSWORD, { cookie: first }));
    expect(second).not.toBe(first);
    expect((await get(READ, first)).statusCode).toBe(401);
    expect((await get(READ, second)).statusCode).toBe(200);
    const planted = 'kangyang-session=planted';
    expect(cookieOf(await signIn('li.qiang', PASSWORD, { cookie: planted }))).not.toBe(planted);
    expect((await get(READ, planted)).statusCode).toBe(401);
  });

  test('B-87 伪造、截短、库里的散列当令牌，都不认', async () => {
    const cookie = await signedIn();
    const [session] = await stage.rows('select token_hash from identity.session');
    const stolen = session?.token_hash as Buffer;
    for (const token of ['', 'x', cookie.slice(17, -1), stolen.toString('base64url'), stolen.toString('hex')]) {
      expect((await stage.get(READ, `kangyang-session=${token}`)).statusCode, token).toBe(401);
    }
  });

  test('Cookie：HttpOnly、SameSite=Strict、Path=/；经 https 时 Secure 且名字带 __Host-', async () => {
    const { anAccount, get, httpsApp, signIn } = stage;
    await anAccount('li.qiang');
    const plain = setCookieOf(await signIn('li.qiang', PASSWORD));
    expect(plain).toMatch(/^kangyang-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    const secure = await signIn('li.qiang', PASSWORD, { on: httpsApp });
    expect(setCookieOf(secure)).toMatch(
      /^__Host-kangyang-session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    expect((await get(READ, cookieOf(secure), httpsApp)).statusCode).toBe(200);
    expect((await get(READ, cookieOf(secure).replace('__Host-', ''), httpsApp)).statusCode).toBe(401);
  });

  test.each([
    ['demonstration', 200],
    ['county-releaser', 200],
    ['county-approver', 403],
    ['auditor', 403],
  ] as const)('角色 %s：可以查看；发放答 %i', async (role, status) => {
    const cookie = await signedIn(role);
    expect((await stage.get(READ, cookie)).statusCode).toBe(200);
    expect((await stage.post(RELEASE, {}, { cookie })).statusCode).toBe(status);
  });

  test('I-10 改了角色，下一个请求就按新的算', async () => {
    const cookie = await signedIn('county-releaser');
    await stage.rows("update identity.post set role = 'auditor'");
    expect((await stage.post(RELEASE, {}, { cookie })).statusCode).toBe(403);
  });

  test('C-02 别的网站不能代人退出或办事', async () => {
    const { get, post } = stage;
    const cookie = await signedIn('county-releaser');
    const foreign: Record<string, string>[] = [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }];
    for (const headers of foreign) {
      for (const path of [RELEASE, '/api/identity/sign-out']) {
        expect(codeOf(await post(path, {}, { cookie, headers }))).toEqual([403, 'foreign-page']);
      }
    }
    expect((await get(READ, cookie)).statusCode).toBe(200);
  });
});

describe('审计与保密', () => {
  test('C-06 登录、退出、失败、锁定各留一条；不存在的账号名不写进审计', async () => {
    const { failTimes, rows, signIn, signOut } = stage;
    await signOut(await signedIn());
    await failTimes(1, PASSWORD);
    await failTimes(4, 'li.qiang');
    await signIn('li.qiang', PASSWORD);
    const entries = await rows(
      'select title, account_name, subject, outcome from platform.audit_entry order by audit_no',
    );
    expect(entries.map((entry) => Object.values(entry))).toEqual([
      ['登录', 'li.qiang', 'li.qiang', 'done'],
      ['退出登录', 'li.qiang', null, 'done'],
      ['登录', '', '未登记的账号', 'refused'],
      ...Array(5).fill(['登录', '', 'li.qiang', 'refused']),
    ]);
  });

  test('C-07 审计写不进去，登录也不成', async () => {
    const { anAccount, get, rows, signIn } = stage;
    await anAccount('li.qiang');
    await rows('revoke insert on platform.audit_entry from kangyang_app');
    const answer = await signIn('li.qiang', PASSWORD);
    await rows('grant insert on platform.audit_entry to kangyang_app');
    expect(codeOf(answer)).toEqual([500, 'bug']);
    expect((await get(READ, cookieOf(answer))).statusCode).toBe(401);
    expect(await rows('select from identity.session')).toHaveLength(0);
  });

  test('C-01 口令、令牌、启动码不以明文出现在任何表、日志和回答里', async () => {
    const { firstAdministrator, log, rows, setupCode, signIn } = stage;
    const code = String(await setupCode());
    const made = await firstAdministrator({ code });
    const token = cookieOf(made).split('=')[1] ?? '';
    const answers = [
      made,
      await signIn('sun.li', PASSWORD),
      await signIn(PASSWORD, code),
      await signIn('sun.li', code),
    ];
    await rows('alter table identity.session rename to away');
    answers.push(await signIn('sun.li', PASSWORD));
    await rows('alter table identity.away rename to session');
    expect(log.some((line) => line.includes('sign-in'))).toBe(true);

    const places = [...log, ...answers.map(({ body }) => body), ...(await everyRow())];
    for (const secret of [PASSWORD, token, code, code.replaceAll('-', '')]) {
      expect(secret.length).toBeGreaterThan(19);
      expect(places.filter((text) => text.includes(secret))).toEqual([]);
    }
  });

  test('C-08 SQL 字符、超长、别的类型的账号名：照常回答，不出错', async () => {
    const { post, signIn } = stage;
    const names = ["' or 1=1 --", '李强\u{1f600}', 'a'.repeat(100)];
    const answers = await Promise.all(names.map((name, i) => signIn(name, 'x', { from: `10.5.0.${i}` })));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(names.length).fill(401));
    const bodies = [
      {},
      { name: 1, password: 'x' },
      { name: 'a'.repeat(101), password: 'x' },
      { name: ['a'], password: {} },
      { name: 'nul\u0000', password: 'x' },
    ];
    for (const body of bodies) expect((await post('/api/identity/sign-in', body)).statusCode).toBe(422);
  });
});

/** All rows of identity and of the audit as text. */
async function everyRow(): Promise<string[]> {
  const tables = ['account', 'session', 'post', 'setup_code', 'sign_in_failure'].map((table) => `identity.${table}`);
  const found = [...tables, 'platform.audit_entry'].map((table) =>
    stage.rows(`select t::text as text from ${table} t`),
  );
  return (await Promise.all(found)).flat().map(({ text }) => String(text));
}
