import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { firstStart } from '#modules/identity/index.ts';
import { NOBODYS_HASH } from '#modules/identity/password.ts';
import { type ClonedDatabase, cloneDatabase } from '#platform/testing/database.ts';
import type { ServerWish } from './server-child.ts';

const DEAD_WITHIN_MS = 5_000;
const API = '/api/identity';
let database: ClonedDatabase;
let servers: { process: ChildProcess; url: string }[];
let stolen: { cookie: string; accountNo: number; postNo: number; sessionNo: number };
let security: string;
let system: string;

beforeAll(async () => {
  database = await cloneDatabase();
  await database.db.transaction().execute((db) => firstStart.seedOrganisations(db, '330000'));
  servers = await Promise.all([startServer(), startServer()]);
}, 120_000);
afterAll(async () => {
  for (const { process } of servers) process.kill('SIGKILL');
  await Promise.all(servers.map(({ process }) => process.exitCode ?? process.signalCode ?? once(process, 'exit')));
  await database.close();
});
beforeEach(async () => {
  stolen = await aSession('auditor');
  security = (await aSession('security-administrator')).cookie;
  system = (await aSession('system-administrator')).cookie;
  expect([await statusAt(0), await statusAt(1)]).toEqual([200, 200]);
});

async function startServer() {
  const wish: ServerWish = { config: database.config, master: Buffer.alloc(32, 7).toString('hex') };
  const file = join(import.meta.dirname, 'server-child.ts');
  const child = spawn(process.execPath, [file, JSON.stringify(wish)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [text] = await once(child.stdout, 'data');
  return { process: child, url: `http://127.0.0.1:${/listening (\d+)/.exec(String(text))?.[1]}` };
}

/** An account with one post and a session under it, as signing in would leave them. */
async function aSession(role: string) {
  const token = randomBytes(32).toString('base64url');
  const { rows } = await database.ownerPool.query(
    `with account as (
       insert into identity.account (name, display_name, password_hash, created_at)
       values ($1, '某人', '${NOBODYS_HASH}', now()) returning account_no),
     post as (
       insert into identity.post (account_no, organisation_no, role, from_day)
       select account_no, organisation_no, $2, '2023-01-01' from account, identity.organisation where division = '330000'
       returning post_no, account_no)
     insert into identity.session (token_hash, account_no, post_no, source, created_at, last_seen_at, proved_at, last_proof_at)
     select $3, account_no, post_no, '10.0.0.1', now(), now(), now(), now() from post
     returning account_no as "accountNo", post_no as "postNo", session_no as "sessionNo"`,
    [`x${randomBytes(6).toString('hex')}`, role, createHash('sha256').update(token).digest()],
  );
  return { ...rows[0], cookie: `kangyang-session=${token}` };
}

const ask = (server: number, path: string, cookie: string, body?: object) =>
  fetch(`${servers[server]?.url}${API}/${path}`, {
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
    headers: { cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
  });
const statusAt = async (server: number) => (await ask(server, 'own-sessions', stolen.cookie)).status;

/** How long the other server still answers after this one did its part. */
async function deadAfterMs(): Promise<number> {
  const began = performance.now();
  while ((await statusAt(1)) !== 401) {
    if (performance.now() - began > DEAD_WITHIN_MS) return Number.POSITIVE_INFINITY;
  }
  return performance.now() - began;
}

const accountSeen = async () => (await ask(0, `accounts/${stolen.accountNo}`, system)).json();

test.each([
  ['安全管理员结束会话', () => ask(0, 'sessions/end', security, { sessionNo: stolen.sessionNo })],
  ['本人退出', () => ask(0, 'sign-out', stolen.cookie, {})],
  [
    '停用账号',
    async () => ask(0, 'accounts/end', system, { accountNo: stolen.accountNo, version: (await accountSeen()).version }),
  ],
])(`C-02 I-10 两个进程：%s，另一个进程里${DEAD_WITHIN_MS / 1_000}秒内就不认`, async (_, act) => {
  const answer = await act();
  expect(answer.status, await answer.clone().text()).toBe(200);
  expect(await deadAfterMs()).toBeLessThan(DEAD_WITHIN_MS);
});

test('I-10 两个进程：岗位结束，另一个进程里权限跟着没有', async () => {
  const mayRead = async () => (await ask(1, 'me', stolen.cookie)).json();
  expect((await mayRead()).account.post).not.toBeNull();
  const { posts } = await accountSeen();
  const [{ postNo, version }] = posts;
  expect((await ask(0, 'posts/end', system, { postNo, version })).status).toBe(200);
  expect((await mayRead()).account.post).toBeNull();
});
