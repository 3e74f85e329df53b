import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  codeOf,
  cookieOf,
  openStage,
  PASSWORD,
  READ,
  RELEASE,
  type Stage,
  setCookieOf,
} from '#modules/identity/identity.testing.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  await stage.empty();
  await stage.anAccount('li.qiang', 'auditor');
});
afterAll(() => stage.close());

const signedIn = async (call = {}) => cookieOf(await stage.signIn('li.qiang', PASSWORD, call));
const mayRead = async (cookie: string) => (await stage.get(READ, cookie)).statusCode;

describe('B-80 会话和令牌', () => {
  test('会话固定：登录前塞进来的令牌不会变成会话，登录换新的', async () => {
    const planted = `kangyang-session=${'A'.repeat(43)}`;
    const cookie = await signedIn({ cookie: planted });
    expect(cookie).not.toBe(planted);
    expect([await mayRead(planted), await mayRead(cookie)]).toEqual([401, 200]);
  });

  test('退出之后再用旧令牌：不认；退出时让浏览器清空', async () => {
    const cookie = await signedIn();
    const answer = await stage.signOut(cookie);
    expect(answer.headers['clear-site-data']).toBe('"cache", "cookies", "storage"');
    expect(await mayRead(cookie)).toBe(401);
    expect((await stage.post('/api/identity/switch-post', { postNo: 1 }, { cookie })).statusCode).toBe(401);
  });

  test('同一浏览器再次登录、口令被重设、改了口令：偷来的旧令牌都不认', async () => {
    const stolen = await signedIn();
    await signedIn({ cookie: stolen });
    expect(await mayRead(stolen)).toBe(401);
    const other = await signedIn({ from: '10.0.0.2' });
    const mine = await signedIn({ from: '10.0.0.3' });
    const change = { password: PASSWORD, newPassword: 'cobalt-ladder-hummingbird' };
    expect((await stage.post('/api/identity/change-password', change, { cookie: mine })).statusCode).toBe(200);
    expect([await mayRead(other), await mayRead(mine)]).toEqual([401, 200]);
  });

  test('改动、截短、加长、换写法的令牌，库里存的散列：都不是令牌', async () => {
    const cookie = await signedIn();
    const [name = '', token = ''] = cookie.split(/=(.*)/s);
    const [row] = await stage.rows("select encode(token_hash, 'base64') as hash, session_no from identity.session");
    const other = token.startsWith('A') ? 'B' : 'A';
    for (const wrong of [
      ...[other + token.slice(1), token.slice(0, -1), `${token}A`, token.toLowerCase(), token.toUpperCase(), ''],
      ...[`${token}.`, String(row?.hash), String(row?.session_no), 'null', 'undefined', "' or 1=1 --", '*'],
      ...['eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.', '%00', encodeURIComponent('甲'), 'x'.repeat(3_000)],
    ]) {
      expect(await mayRead(`${name}=${wrong}`), wrong).toBe(401);
    }
  });

  test('令牌只从那一个 cookie 来：地址、头、正文、别的名字里的都不认', async () => {
    const cookie = await signedIn();
    const token = cookie.split('=')[1] ?? '';
    const headers = [
      { authorization: `Bearer ${token}` },
      { 'x-session': token },
      { cookie: `session=${token}` },
      { cookie: `KANGYANG-SESSION=${token}` },
      { cookie: `__Host-kangyang-session=${token}` },
      { cookie: `kangyang-session[]=${token}` },
    ];
    for (const one of headers) expect((await stage.post(RELEASE, {}, { headers: one })).statusCode).toBe(401);
    expect((await stage.get(`${READ}?kangyang-session=${token}`)).statusCode).toBe(401);
  });

  test('cookie 抛掷：https 下只认 __Host- 前缀的，别的站点塞不进来', async () => {
    const on = stage.httpsApp;
    const cookie = await signedIn({ on });
    expect(cookie).toMatch(/^__Host-kangyang-session=/);
    const set = setCookieOf(await stage.signIn('li.qiang', PASSWORD, { on }));
    for (const attribute of ['HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/']) expect(set).toContain(attribute);
    expect(set).not.toMatch(/Domain|Expires|Max-Age/);
    const tossed = cookie.replace('__Host-', '');
    expect((await stage.get(READ, tossed, on)).statusCode).toBe(401);
    expect((await stage.get(READ, `${tossed.split('=')[0]}=x; ${cookie}`, on)).statusCode).toBe(200);
    expect((await stage.get(READ, `${cookie}; ${tossed.split('=')[0]}=x`, on)).statusCode).toBe(200);
  });

  test('同名 cookie 两个：不会把一个人认成另一个', async () => {
    const cookie = await signedIn();
    await stage.anAccount('wu.min', 'auditor');
    const other = cookieOf(await stage.signIn('wu.min', PASSWORD, { from: '10.0.0.9' }));
    const me = async (text: string) => (await stage.get('/api/identity/me', text)).json().account?.name;
    expect(['li.qiang', 'wu.min']).toContain(await me(`${cookie}; ${other}`));
    expect([await me(cookie), await me(other)]).toEqual(['li.qiang', 'wu.min']);
  });

  test('登录失败不给会话，也不说账号在不在', async () => {
    const wrong = await stage.signIn('li.qiang', 'wrong-password-1');
    const unknown = await stage.signIn('nobody.here', 'wrong-password-1', { from: '10.0.0.5' });
    expect(setCookieOf(wrong)).toBe('');
    expect(codeOf(wrong)).toEqual(codeOf(unknown));
    expect(wrong.json().sentence).toBe(unknown.json().sentence);
  });
});
