import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openStage, type Stage, VILLAGES } from './stage.ts';

const API = '/api/identity/citizen';
const DAUGHTER = { name: '合成乙', idNumber: '339902197005010020' };
const [ONE = ''] = VILLAGES;

type Shown = { sessionNo: number; source: string; isThis: boolean };

let stage: Stage;
let security: string;
let grandma: { name: string; idNumber: string };
beforeAll(async () => {
  stage = await openStage();
  security = await stage.cookieOf({ role: 'security-administrator', kind: 'government', at: '330000', isOver: false });
  grandma = { name: '某人', idNumber: stage.people.find(({ village }) => village === ONE)?.idNumber ?? '' };
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.database.ownerPool.query('update identity.citizen_session set ended_at = now() where ended_at is null');
});

const get = (url: string, cookie: string) => stage.app.inject({ method: 'GET', url, headers: { cookie } });
const post = (url: string, payload: object, cookie: string) =>
  stage.app.inject({ method: 'POST', url, payload, headers: { cookie } });
const sessionsOf = async (cookie: string) => {
  const answer = await get(`${API}/own-sessions`, cookie);
  expect(answer.statusCode, answer.payload).toBe(200);
  return answer.json<{ sessions: Shown[] }>().sessions;
};
const isIn = async (cookie: string) => (await get('/api/people/portal/own', cookie)).statusCode === 200;
const lastEntry = async (action: string) => {
  const { rows } = await stage.database.ownerPool.query(
    'select account_name, subject, purpose from platform.audit_entry where action = $1 order by audit_no desc limit 1',
    [action],
  );
  return rows[0];
};

describe('I-10 公民的会话', () => {
  test('本人看得到自己在哪些地方登录着，能结束别处的；下一个请求就无效', async () => {
    const [home, library] = [await stage.citizenCookie(grandma), await stage.citizenCookie(grandma)];
    await stage.citizenCookie(DAUGHTER);
    const shown = await sessionsOf(home);
    expect(shown.map(({ isThis }) => isThis)).toEqual([false, true]);
    expect(Object.keys(shown[0] ?? {}).toSorted()).toEqual([
      'createdAt',
      'isThis',
      'lastSeenAt',
      'sessionNo',
      'source',
    ]);
    const other = shown.find(({ isThis }) => !isThis)?.sessionNo;
    expect((await post(`${API}/own-sessions/end`, { sessionNo: other }, home)).statusCode).toBe(200);
    expect([await isIn(library), await isIn(home)]).toEqual([false, true]);
    expect((await lastEntry(`${API}/own-sessions/end`)).account_name).toMatch(/^citizen-\d+$/);
    const again = await post(`${API}/own-sessions/end`, { sessionNo: other }, home);
    expect([again.statusCode, again.json().code]).toEqual([404, 'identity.no-session']);
  });

  test('B-75 别人的会话看不到也结束不了', async () => {
    const [mine, hers] = [await stage.citizenCookie(grandma), await stage.citizenCookie(DAUGHTER)];
    const [theirs] = await sessionsOf(hers);
    const answer = await post(`${API}/own-sessions/end`, { sessionNo: theirs?.sessionNo }, mine);
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'identity.no-session']);
    expect(await isIn(hers)).toBe(true);
  });

  test('安全管理员按证件号码结束一个公民的全部会话，写明事由；没有登录的和没有这个人回答一样', async () => {
    const [one, two] = [await stage.citizenCookie(grandma), await stage.citizenCookie(grandma)];
    const hers = await stage.citizenCookie(DAUGHTER);
    const end = (idNumber: string, as = security) =>
      post('/api/identity/citizen-sessions/end', { idNumber, reason: '手机丢失，本人来电要求' }, as);
    const county = await stage.cookieOf({ role: 'county-approver', kind: 'government', at: '331083', isOver: false });
    expect((await end(grandma.idNumber, county)).statusCode).toBe(403);
    const ended = await end(grandma.idNumber);
    expect([ended.statusCode, ended.json()]).toEqual([200, { ended: 2 }]);
    expect([await isIn(one), await isIn(two), await isIn(hers)]).toEqual([false, false, true]);
    expect(await lastEntry('/api/identity/citizen-sessions/end')).toMatchObject({
      subject: expect.stringMatching(/^公民用户 \d+$/),
      purpose: '手机丢失，本人来电要求',
    });
    const said = [await end(grandma.idNumber), await end('339999193804110994')].map((answer) => {
      const { code, sentence } = answer.json();
      return [answer.statusCode, code, sentence];
    });
    expect(said[0]).toEqual(said[1]);
    expect(said[0]?.slice(0, 2)).toEqual([404, 'identity.no-citizen-session']);
  });

  test('当前公民用户的姓名来自这次会话', async () => {
    const cookie = await stage.citizenCookie(DAUGHTER);
    expect((await get(`${API}/me`, cookie)).json().citizen).toEqual({ name: '合成乙' });
    expect((await get(`${API}/me`, '')).json().citizen).toBeNull();
  });
});
