import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineRoute } from '#platform/contract/define-route.ts';
import { connect } from '#platform/db/connect.ts';
import { createApp } from '#platform/http/app.ts';
import { type Edge, serve } from '#platform/http/serve.ts';
import { codeOf, cookieOf, openStage, PASSWORD, READ, type Stage } from './identity.testing.ts';
import { whoIs } from './who-is.ts';

const API = '/api/identity';

let stage: Stage;
let admin: string;
let adminNo: number;
let personNo: number;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  await stage.empty();
  adminNo = await stage.anAccount('sys.admin', 'system-administrator');
  personNo = await stage.anAccount('li.qiang', null);
  admin = await signedIn('sys.admin');
});
afterAll(() => stage.close());

const post = (path: string, body: object, cookie = admin) => stage.post(`${API}/${path}`, body, { cookie });
const signedIn = async (name = 'li.qiang') => cookieOf(await stage.signIn(name, PASSWORD));

describe('会话', () => {
  test('I-10 安全管理员看得到所有会话；结束的，在另一个进程里下一个请求也无效', async () => {
    await stage.anAccount('sec.admin', 'security-administrator');
    await stage.aPost(personNo, 'auditor');
    const security = await signedIn('sec.admin');
    const cookie = cookieOf(await stage.signIn('li.qiang', PASSWORD, { from: '10.9.9.9' }));
    const second = await secondProcess();
    expect((await second.inject({ url: READ, headers: { cookie } })).statusCode).toBe(200);
    const list = (await stage.get(`${API}/sessions?search=li.q`, security)).json();
    expect(list).toMatchObject({
      total: 1,
      sessions: [{ name: 'li.qiang', source: '10.9.9.9', post: { role: 'auditor' }, isThis: false }],
    });
    const { sessionNo } = list.sessions[0];
    expect(codeOf(await post('sessions/end', { sessionNo }))).toEqual([403, 'not-permitted']);
    expect((await post('sessions/end', { sessionNo }, security)).statusCode).toBe(200);
    expect((await second.inject({ url: READ, headers: { cookie } })).statusCode).toBe(401);
    expect(codeOf(await post('sessions/end', { sessionNo }, security))).toEqual([404, 'identity.no-session']);
    expect((await stage.get(`${API}/sessions?search=li.q`, security)).json().total).toBe(0);
    await second.close();
  });

  test('B-75 自己的会话：看得到、能结束；别人的结束不了；改口令后别处的都结束', async () => {
    await stage.aPost(personNo, 'auditor');
    const [one, two] = [await signedIn(), await signedIn()];
    const own = (await stage.get(`${API}/own-sessions`, one)).json().sessions;
    expect(own.map(({ isThis }: { isThis: boolean }) => isThis)).toEqual([false, true]);
    const [foreign] = await stage.rows(`select session_no from identity.session where account_no = ${adminNo}`);
    const notMine = await post('own-sessions/end', { sessionNo: foreign?.session_no }, one);
    expect(codeOf(notMine)).toEqual([404, 'identity.no-session']);
    expect((await post('own-sessions/end', { sessionNo: own[0].sessionNo }, one)).statusCode).toBe(200);
    expect((await stage.get(READ, two)).statusCode).toBe(401);
    const three = await signedIn();
    const change = { password: PASSWORD, newPassword: 'cobalt-ladder-hummingbird' };
    expect((await post('change-password', change, one)).statusCode).toBe(200);
    expect((await stage.get(READ, one)).statusCode).toBe(200);
    expect((await stage.get(READ, three)).statusCode).toBe(401);
  });
});

/** Another application with connections of its own on the same database. */
async function secondProcess() {
  const { config } = stage.database;
  const { db, close } = connect({ config, role: 'kangyang_app', max: 1 });
  const app = await createApp({ log: () => undefined, requestsPerMinute: 1_000 });
  const edge: Edge = { db, now: () => stage.clock.now, whoIs: (request) => whoIs(request, db, stage.clock.now) };
  const read = defineRoute({
    ...{ method: 'GET', path: READ, title: '查看', permission: 'allowances.read', scope: 'none' },
    reply: z.object({ ok: z.boolean() }),
  });
  serve(app, edge, read, async () => ({ ok: true }));
  app.addHook('onClose', () => close());
  return app;
}
