import type { FastifyInstance } from 'fastify';
import { expect } from 'vitest';
import { z } from 'zod';
import { defineRoute } from '#platform/contract/define-route.ts';
import { createApp } from '#platform/http/app.ts';
import { type Edge, serve } from '#platform/http/serve.ts';
import { aCtx, type ClonedDatabase, cloneDatabase } from '#platform/testing/database.ts';
import { insertAccount } from './account.store.ts';
import type { Role } from './contract.ts';
import { ensureSetupCode, registerIdentityRoutes, whoIs } from './index.ts';
import { hashPassword } from './password.ts';

export const PASSWORD = 'vermilion-kettle-northbound';
/** Verified with what stands in the hash, so an account made for a test costs no 0.2 s at every sign-in. */
const CHEAP = { memoryKib: 64, passes: 1 };

/** Two routes of a later module, to see what a session is worth. */
const reply = z.object({ ok: z.boolean() });
export const READ = '/api/test/read';
export const RELEASE = '/api/test/release';
const read = defineRoute({ method: 'GET', path: READ, title: '查看', permission: 'allowances.read', reply });
const release = defineRoute({ method: 'POST', path: RELEASE, title: '发放', permission: 'allowances.release', reply });

export type Answer = Awaited<ReturnType<FastifyInstance['inject']>>;
export type Call = { cookie?: string; from?: string; on?: FastifyInstance; headers?: Record<string, string> };
export type Stage = Awaited<ReturnType<typeof openStage>>;

/** A database of its own, the application on it over http and over https, and a clock that stands still. */
export async function openStage() {
  const database = await cloneDatabase();
  const clock = { now: new Date('2023-08-07T01:00:00Z') };
  const log: string[] = [];
  const app = await startApp(database, clock, log, false);
  const httpsApp = await startApp(database, clock, log, true);
  const close = async () => {
    await Promise.all([app.close(), httpsApp.close()]);
    await database.close();
  };

  const post = (path: string, body: object, { cookie, from = '10.0.0.1', on = app, headers = {} }: Call = {}) =>
    on.inject({
      method: 'POST',
      url: path,
      payload: body,
      headers: { ...headers, ...cookieHeader(cookie) },
      remoteAddress: from,
    });
  const get = (path: string, cookie?: string, on = app) =>
    on.inject({ method: 'GET', url: path, headers: cookieHeader(cookie) });
  const signIn = (name: string, password: string, call?: Call) =>
    post('/api/identity/sign-in', { name, password }, call);
  const rows = async (sql: string) => (await database.ownerPool.query<Record<string, unknown>>(sql)).rows;

  return {
    ...{ database, clock, log, httpsApp, close, post, get, signIn, rows },
    signOut: (cookie: string) => post('/api/identity/sign-out', {}, { cookie }),
    firstAdministrator: (body: object, call?: Call) =>
      post(
        '/api/identity/first-administrator',
        { name: 'sun.li', displayName: '孙丽', password: PASSWORD, ...body },
        call,
      ),
    setupCode: () => database.db.transaction().execute((db) => ensureSetupCode(aCtx(db, clock))),
    anAccount: async (name: string, role: Role = 'officer', cost = CHEAP) => {
      const password_hash = await hashPassword(PASSWORD, cost);
      await insertAccount(database.db, { name, display_name: '某人', role, password_hash, created_at: clock.now });
    },
    failTimes: async (times: number, name: string, call?: Call) => {
      for (let i = 0; i < times; i += 1)
        expect(codeOf(await signIn(name, `wrong ${i}`, call))[1]).toBe('identity.wrong-password');
    },
    minutesLater: (minutes: number) => {
      clock.now = new Date(clock.now.getTime() + minutes * 60_000);
    },
    empty: async () => {
      const tables =
        'identity.account, identity.session, identity.setup_code, identity.sign_in_failure, platform.audit_entry';
      await rows(`truncate ${tables} restart identity`);
    },
  };
}

async function startApp(
  { db }: ClonedDatabase,
  clock: { now: Date },
  log: string[],
  https: boolean,
): Promise<FastifyInstance> {
  const app = await createApp({ log: (line) => log.push(JSON.stringify(line)), requestsPerMinute: 1_000_000 });
  const edge: Edge = { db, now: () => clock.now, https, whoIs: (request) => whoIs(request, db, clock.now, https) };
  registerIdentityRoutes(app, edge);
  serve(app, edge, read, async () => ({ ok: true }));
  serve(app, edge, release, async () => ({ ok: true }));
  return app;
}

function cookieHeader(cookie: string | undefined): Record<string, string> {
  return cookie === undefined ? {} : { cookie };
}

export const codeOf = (answer: Answer) => [answer.statusCode, answer.json().code];
export const setCookieOf = (answer: Answer) => String(answer.headers['set-cookie'] ?? '');
/** What a browser would send back. */
export const cookieOf = (answer: Answer) => setCookieOf(answer).split(';')[0] ?? '';
