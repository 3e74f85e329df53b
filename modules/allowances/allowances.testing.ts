import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { covers, firstStart, placesOf, registerIdentityRoutes, whoIs } from '#modules/identity/index.ts';
import { makeSyntheticIdNumber } from '#modules/people/contract.ts';
import { importPersons, type NewFact, type NewPerson } from '#modules/people/index.ts';
import { openLaw } from '#modules/policy/index.ts';
import { createApp } from '#platform/http/app.ts';
import type { Edge } from '#platform/http/serve.ts';
import { businessDay, monthNo } from '#platform/month/month.ts';
import { aCtx, type ClonedDatabase, cloneDatabase } from '#platform/testing/database.ts';
import { importOpening, type OpeningRow, type RunDeps, registerAllowanceRoutes, signOpening } from './index.ts';

/** The demonstration's administrator does everything; an officer of the province computes and exports; a viewer reads. */
export type Role = 'administrator' | keyof typeof POSTS;
const POSTS = { officer: 'province-officer', viewer: 'auditor' };
export type Stage = Awaited<ReturnType<typeof openStage>>;
type Ask = { as?: Role; query?: Record<string, string> };

export const YUHUAN = '331083';
export const WENLING = '331081';
export const LOADED_AT = '2022-12-31T09:00:00+08:00';
const PASSWORD = 'vermilion-kettle-northbound';
const { book } = openLaw(join(import.meta.dirname, '..', '..', 'rulebook'));

/** The routes on a database of its own, an account of each role, and a clock that is moved by hand; sessions do not age. */
export async function openStage() {
  const database = await cloneDatabase();
  const frozenFolder = mkdtempSync(join(tmpdir(), 'kangyang-frozen-'));
  const signedInAt = new Date('2023-08-25T01:00:00Z');
  const clock = { now: signedInAt };
  const log: string[] = [];
  const app = await createApp({ log: (line) => log.push(JSON.stringify(line)), requestsPerMinute: 1_000_000 });
  const now = () => clock.now;
  const edge: Edge = {
    db: database.db,
    now,
    whoIs: (request) => whoIs(request, database.db, signedInAt),
    covers,
    placesOf,
  };
  const deps: RunDeps = { pool: database.bulkPool, book: () => book, now, frozenFolder, province: '33' };
  registerIdentityRoutes(app, edge, '330000', { keys: database.keys });
  registerAllowanceRoutes(app, edge, deps, (line) => log.push(line));
  const send: Send = (method, url, { cookie, payload, query = {} } = {}) =>
    app.inject({ method, url, query, ...(payload ? { payload } : {}), headers: cookie ? { cookie } : {} });
  const cookieOf = await signIn(database, send, signedInAt);
  const get = async (url: string, { as = 'administrator', query = {} }: Ask = {}) =>
    send('GET', url, { cookie: await cookieOf(as), query });
  const post = async (url: string, payload: object, { as = 'administrator' }: Ask = {}) =>
    send('POST', url, { cookie: await cookieOf(as), payload });
  return {
    ...{ database, clock, log, get, post, frozenFolder, ...loading(database, now) },
    nobody: (url: string) => send('GET', url),
    rows: async <T>(sql: string, values: unknown[] = []) =>
      (await database.ownerPool.query(sql, values)).rows as unknown as T[],
    /** Runs a month to its end, as is done from the screen. */
    run: async (month: string, county?: string) => {
      const started = await post('/api/allowances/runs', { month, ...(county ? { county } : {}) });
      if (started.statusCode !== 200) throw new Error(started.payload);
      const { runNo } = started.json<{ runNo: number }>();
      for (;;) {
        const { finished, failed } = (await get(`/api/allowances/runs/${runNo}`)).json<Progress>();
        // The log speaks before the run is marked as failed: only the mark ends the wait.
        if (failed) throw new Error(`the run failed: ${failed}; ${log.join('; ')}`);
        if (finished && log.length > 0) throw new Error(`the run spoke up: ${log.join('; ')}`);
        if (finished) return runNo;
        await sleep(10);
      }
    },
    close: async () => {
      await app.close();
      await database.close();
      rmSync(frozenFolder, { recursive: true, force: true });
    },
  };
}

type Sent = { cookie?: string; payload?: object; query?: Record<string, string> };
type Answer = Awaited<ReturnType<FastifyInstance['inject']>>;
type Send = (method: 'GET' | 'POST', url: string, sent?: Sent) => Promise<Answer>;
type Progress = { finished: boolean; failed: string | null };

/** The first administrator by the one-time code; the others when they are first asked for, with his password. */
async function signIn({ db, ownerPool }: ClonedDatabase, send: Send, now: Date) {
  await ownerPool.query(
    "insert into platform.birth (kind, demonstration, born_at) values ('demonstration', 'yuhuan', $1)",
    [now],
  );
  const code = await db.transaction().execute((transaction) => firstStart.ensureSetupCode(aCtx(transaction, { now })));
  const first = { code, name: 'administrator', displayName: '管理员', password: PASSWORD };
  const administrator = sessionOf(await send('POST', '/api/identity/first-administrator', { payload: first }));
  const cookies = new Map<Role, Promise<string>>();

  async function makeAccount(name: keyof typeof POSTS): Promise<string> {
    await ownerPool.query(
      `with made as (
         insert into identity.account (name, display_name, password_hash, created_at)
         select $1, '某人', password_hash, created_at from identity.account where name = 'administrator' returning account_no)
       insert into identity.post (account_no, organisation_no, role, from_day)
       select made.account_no, organisation_no, $2, '2023-01-01' from made, identity.organisation where division = '330000'`,
      [name, POSTS[name]],
    );
    const cookie = sessionOf(await send('POST', '/api/identity/sign-in', { payload: { name, password: PASSWORD } }));
    // As who has shown a second factor.
    await ownerPool.query('update identity.session set proved_at = created_at');
    return cookie;
  }

  return (role: Role): Promise<string> => {
    const cookie = cookies.get(role) ?? (role === 'administrator' ? Promise.resolve(administrator) : makeAccount(role));
    cookies.set(role, cookie);
    return cookie;
  };
}

function loading({ bulkPool: pool, keys }: ClonedDatabase, now: () => Date) {
  return {
    /** Loads persons, numbered from 1 on where the database is empty. Returns the first number. */
    load: async (persons: readonly NewPerson[], delivery = 'first') => {
      const client = await pool.connect();
      const today = businessDay(now());
      const options = { delivery, recordedAt: LOADED_AT, today, maxLines: persons.length };
      try {
        const report = await importPersons(client, keys, persons, options);
        if (report.setAside > 0) throw new Error(`set aside: ${JSON.stringify(report.reasons)}`);
        return report.firstPersonNo;
      } finally {
        client.release();
      }
    },
    /** Opens a county with what the former system paid in 2023-01 … 07. */
    open: async (county: string, rows: readonly OpeningRow[], signed = true) => {
      const client = await pool.connect();
      const amountFen = rows.reduce((sum, row) => sum + row.monthlyFen * (row.toMonth - row.fromMonth), 0);
      const control = { persons: new Set(rows.map((row) => row.personNo)).size, amountFen };
      try {
        const window = { firstMonth: monthNo('2023-01'), lastMonth: monthNo('2023-07') };
        await importOpening(client, { county, ...window, rows, control, now: now() });
        if (signed) await signOpening(client, county, '财务', now());
      } finally {
        client.release();
      }
    },
  };
}

function sessionOf({ headers }: { headers: Record<string, unknown> }): string {
  return String(headers['set-cookie']).split(';')[0] ?? '';
}

let made = 0;

export function aFact(wish: Partial<NewFact> & Pick<NewFact, 'kind' | 'fromDay'>): NewFact {
  return { value: null, division: null, toDay: null, source: '公安', ...wish };
}

export function aDeath(day: string, knownDay = day): NewFact {
  return aFact({ kind: 'death', fromDay: day, source: '殡葬', recordedAt: `${knownDay}T17:00:00+08:00` });
}

/** Somebody registered since birth in a village, with whatever else is known. */
export function aPerson(born: string, village: string, wish: Partial<NewPerson> = {}): NewPerson {
  made += 1;
  const hukou = aFact({ kind: 'hukou', value: 'rural', division: village, fromDay: born });
  return {
    name: '合成甲',
    sex: 2,
    ethnicity: 1,
    born,
    idNumber: makeSyntheticIdNumber(339_900 + (made % 100), born, (Math.floor(made / 100) % 490) * 2 + 2),
    accountNumber: null,
    ...wish,
    facts: [hukou, ...(wish.facts ?? [])],
  };
}

export function paid(personNo: number, fromMonth: string, through: string, monthlyFen: number): OpeningRow {
  return { personNo, fromMonth: monthNo(fromMonth), toMonth: monthNo(through) + 1, monthlyFen };
}
