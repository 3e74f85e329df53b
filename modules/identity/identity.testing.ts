import type { FastifyInstance } from 'fastify';
import { expect } from 'vitest';
import { z } from 'zod';
import { getDivision } from '#modules/places/index.ts';
import { defineRoute } from '#platform/contract/define-route.ts';
import type { AnyRoute } from '#platform/contract/route.ts';
import { createApp } from '#platform/http/app.ts';
import { type Edge, serve } from '#platform/http/serve.ts';
import { aCtx, type ClonedDatabase, cloneDatabase } from '#platform/testing/database.ts';
import { insertAccount } from './account.store.ts';
import * as contract from './contract.ts';
import { covers, firstStart, type IdentityDeps, nameOf, registerIdentityRoutes, whoIs } from './index.ts';
import { governmentOrganisation } from './organisation/government.ts';
import { insertOrganisation, selectGovernment, upsertGovernment } from './organisation/organisation.store.ts';
import { hashPassword } from './password.ts';
import { insertPost } from './post/post.store.ts';
import { ROLE_TABLE, type Role } from './role.ts';

export const PASSWORD = 'vermilion-kettle-northbound';
/** Verified with what stands in the hash, so an account made for a test costs no 0.2 s at every sign-in. */
const CHEAP = { memoryKib: 64, passes: 1 };

/** Two routes of a later module, to see what a session is worth. */
const reply = z.object({ ok: z.boolean() });
export const READ = '/api/test/read';
export const RELEASE = '/api/test/release';
const read = defineRoute({
  method: 'GET',
  path: READ,
  title: '查看',
  permission: 'allowances.read',
  scope: 'none',
  reply,
});
const release = defineRoute({
  method: 'POST',
  path: RELEASE,
  title: '发放',
  permission: 'allowances.release',
  scope: 'none',
  reply,
});

export type Answer = Awaited<ReturnType<FastifyInstance['inject']>>;
export type Call = { cookie?: string; from?: string; on?: FastifyInstance; headers?: Record<string, string> };
/** 2023-08-07 09:00 in Shanghai. */
const BEGIN = new Date('2023-08-07T01:00:00Z');
let made = 0;
type PostWish = { at?: string; from?: string; until?: string | null };
export type Stage = Awaited<ReturnType<typeof openStage>>;

/** A database of its own, the application on it over http and over https, and a clock that stands still. */
export async function openStage(more: Partial<IdentityDeps> = {}) {
  const database = await cloneDatabase();
  const clock = { now: BEGIN };
  const log: string[] = [];
  const app = await startApp(database, clock, log, false, more);
  const httpsApp = await startApp(database, clock, log, true, more);
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
  /** Only the first step, as the screen sends it. */
  const signInBare = (name: string, password: string, call?: Call) =>
    post('/api/identity/sign-in', { name, password }, call);
  /** As who has shown his second factor elsewhere: the session is finished where a role asks for one. */
  const finished = async (answer: Answer) => {
    if (answer.statusCode !== 200 || answer.json().account.unfinished !== 'enrol') return answer;
    await rows(
      'update identity.session set proved_at = created_at where session_no = (select max(session_no) from identity.session)',
    );
    return answer;
  };
  const signIn = async (name: string, password: string, call?: Call) =>
    finished(await signInBare(name, password, call));
  const rows = async (sql: string) => (await database.ownerPool.query<Record<string, unknown>>(sql)).rows;

  return {
    ...{ database, clock, log, app, httpsApp, close, post, get, signIn, signInBare, rows },
    signOut: (cookie: string) => post('/api/identity/sign-out', {}, { cookie }),
    firstAdministrator: async (body: object, call?: Call) => {
      const wish = { name: 'sun.li', displayName: '孙丽', password: PASSWORD, ...body };
      return finished(await post('/api/identity/first-administrator', wish, call));
    },
    setupCode: () => database.db.transaction().execute((db) => firstStart.ensureSetupCode(aCtx(db, clock))),
    ...people(database, clock),
    failTimes: async (times: number, name: string, call?: Call) => {
      for (let i = 0; i < times; i += 1)
        expect(codeOf(await signIn(name, `wrong ${i}`, call))[1]).toBe('identity.wrong-password');
    },
    minutesLater: (minutes: number) => {
      clock.now = new Date(clock.now.getTime() + minutes * 60_000);
    },
    empty: async () => {
      clock.now = BEGIN;
      const own = ['account', 'organisation', 'post', 'stand_in', 'session', 'setup_code', 'sign_in_failure'];
      const tables = [...own.map((table) => `identity.${table}`), 'platform.audit_entry', 'platform.birth'].join(', ');
      await rows(`truncate ${tables} restart identity cascade`);
    },
  };
}

/** Where a role is held when the test does not care. */
const PLACES = ['', '330000', '331000', '331083', '331083001', '331083001001'];

function people({ db }: ClonedDatabase, clock: { now: Date }) {
  const anOrganisation = async (role: Role, place?: string) => {
    const entry = ROLE_TABLE[role];
    const [kind] = 'kinds' in entry ? entry.kinds : [];
    if ('levels' in entry || kind === undefined) {
      const division = getDivision(place ?? PLACES['levels' in entry ? (entry.levels[0] ?? 1) : 1] ?? '');
      await upsertGovernment(db, [governmentOrganisation(division)]);
      return (await selectGovernment(db, division.code)).organisation_no;
    }
    made += 1;
    const wish = { kind, name: `某单位${made}`, division: place ?? '331083', fromDay: '2023-01-01' };
    return (await insertOrganisation(db, wish)) ?? 0;
  };
  const aPost = async (accountNo: number, role: Role, { at, from = '2023-01-01', until = null }: PostWish = {}) =>
    insertPost(db, {
      accountNo,
      organisationNo: await anOrganisation(role, at),
      role,
      fromDay: from,
      untilDay: until,
    });
  return {
    anOrganisation,
    aPost,
    /** With a post of the role, none for null; returns his number. */
    anAccount: async (name: string, role: Role | null = 'auditor', cost = CHEAP) => {
      const password_hash = await hashPassword(PASSWORD, cost);
      const account = await insertAccount(db, { name, display_name: '某人', password_hash, created_at: clock.now });
      if (!account) throw new Error(`${name} is taken`);
      if (role) await aPost(account.account_no, role);
      return account.account_no;
    },
  };
}

async function startApp(
  { db, keys }: ClonedDatabase,
  clock: { now: Date },
  log: string[],
  https: boolean,
  more: Partial<IdentityDeps>,
): Promise<FastifyInstance> {
  const app = await createApp({ log: (line) => log.push(JSON.stringify(line)), requestsPerMinute: 1_000_000 });
  const edge: Edge = {
    db,
    now: () => clock.now,
    https,
    whoIs: (request) => whoIs(request, db, clock.now, https),
    covers,
    nameOf,
  };
  registerIdentityRoutes(app, edge, '330000', { keys, ...more });
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

/** Every route that identity declares. */
export const allRoutesOf = () =>
  Object.values(contract).filter(
    (one): one is AnyRoute => typeof one === 'object' && one !== null && 'path' in one && 'reply' in one,
  );
