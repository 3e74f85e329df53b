import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureSetupCode, registerIdentityRoutes, whoIs } from '#modules/identity/index.ts';
import { importPersons, makeSyntheticIdNumber, type NewFact, type NewPerson } from '#modules/people/index.ts';
import { openLaw } from '#modules/policy/index.ts';
import { createApp } from '#platform/http/app.ts';
import type { Edge } from '#platform/http/serve.ts';
import { monthNo } from '#platform/month/month.ts';
import { aCtx, cloneDatabase } from '#platform/testing/database.ts';
import { importOpening, type OpeningRow, type RunDeps, registerAllowanceRoutes, signOpening } from './index.ts';

export type Role = 'administrator' | 'officer' | 'viewer';
export type Stage = Awaited<ReturnType<typeof openStage>>;
type Ask = { as?: Role; query?: Record<string, string> };

export const YUHUAN = '331083';
export const WENLING = '331081';
export const LOADED_AT = '2022-12-31T09:00:00+08:00';
const PASSWORD = 'vermilion-kettle-northbound';
const { book } = openLaw(join(import.meta.dirname, '..', '..', 'rulebook'));

/** The routes on a database of its own, three signed-in accounts, and a clock that is moved by hand; sessions do not age. */
export async function openStage() {
  const database = await cloneDatabase();
  const frozenFolder = mkdtempSync(join(tmpdir(), 'kangyang-frozen-'));
  const signedInAt = new Date('2023-08-25T01:00:00Z');
  const clock = { now: signedInAt };
  const log: string[] = [];
  const app = await createApp({ log: (line) => log.push(JSON.stringify(line)), requestsPerMinute: 1_000_000 });
  const now = () => clock.now;
  const edge: Edge = { db: database.db, now, whoIs: (request) => whoIs(request, database.db, signedInAt) };
  const deps: RunDeps = { pool: database.pool, book: () => book, now, frozenFolder, province: '33' };
  registerIdentityRoutes(app, edge);
  registerAllowanceRoutes(app, edge, deps, (line) => log.push(line));
  const send = (method: 'GET' | 'POST', url: string, cookie?: string, payload?: object, query = {}) =>
    app.inject({ method, url, query, ...(payload ? { payload } : {}), headers: cookie ? { cookie } : {} });
  const cookies = await signInAll();

  /** The first administrator by the one-time code; the others with his password, as identity keeps them. */
  async function signInAll(): Promise<Record<Role, string>> {
    const code = await database.db.transaction().execute((db) => ensureSetupCode(aCtx(db, clock)));
    const body = { code, name: 'administrator', displayName: '管理员', password: PASSWORD };
    await send('POST', '/api/identity/first-administrator', undefined, body);
    await database.ownerPool.query(
      `insert into identity.account (name, display_name, role, password_hash, created_at)
       select other.role, '某人', other.role, password_hash, created_at
       from identity.account, unnest('{officer,viewer}'::text[]) as other(role)`,
    );
    const signIn = async (name: Role) => {
      const answer = await send('POST', '/api/identity/sign-in', undefined, { name, password: PASSWORD });
      return String(answer.headers['set-cookie']).split(';')[0] ?? '';
    };
    return {
      administrator: await signIn('administrator'),
      officer: await signIn('officer'),
      viewer: await signIn('viewer'),
    };
  }

  const get = (url: string, { as = 'officer', query = {} }: Ask = {}) => send('GET', url, cookies[as], undefined, query);
  const post = (url: string, body: object, { as = 'officer' }: Ask = {}) => send('POST', url, cookies[as], body);
  return {
    ...{ database, deps, clock, log, get, post },
    nobody: (url: string) => send('GET', url),
    rows: async <T>(sql: string, values: unknown[] = []) =>
      (await database.ownerPool.query(sql, values)).rows as unknown as T[],
    close: async () => {
      await app.close();
      await database.close();
      rmSync(frozenFolder, { recursive: true, force: true });
    },
    /** Loads persons, numbered from 1 on where the database is empty. Returns the first number. */
    load: async (persons: readonly NewPerson[], delivery = 'first') => {
      const client = await database.pool.connect();
      const options = { delivery, recordedAt: LOADED_AT, maxLines: persons.length };
      try {
        const report = await importPersons(client, database.keys, persons, options);
        if (report.setAside > 0) throw new Error(`set aside: ${JSON.stringify(report.reasons)}`);
        return report.firstPersonNo;
      } finally {
        client.release();
      }
    },
    open: async (county: string, rows: readonly OpeningRow[], signed = true) => {
      const client = await database.pool.connect();
      const amountFen = rows.reduce((sum, row) => sum + row.monthlyFen * (row.toMonth - row.fromMonth), 0);
      const control = { persons: new Set(rows.map((row) => row.personNo)).size, amountFen };
      try {
        const window = { firstMonth: monthNo('2023-01'), lastMonth: monthNo('2023-07') };
        await importOpening(client, { county, ...window, rows, control, now: clock.now });
        if (signed) await signOpening(client, county, '财务', clock.now);
      } finally {
        client.release();
      }
    },
    /** Runs a month to its end, as an officer does from the screen. */
    run: async (month: string, county?: string) => {
      const started = await post('/api/allowances/runs', { month, ...(county ? { county } : {}) });
      if (started.statusCode !== 200) throw new Error(started.payload);
      const { runNo } = started.json<{ runNo: number }>();
      for (;;) {
        const progress = (await get(`/api/allowances/runs/${runNo}`)).json<{ finished: boolean; failed: string | null }>();
        if (progress.failed) throw new Error(`the run failed: ${progress.failed}; ${log.join('; ')}`);
        if (progress.finished) return runNo;
        if (log.length > 0) throw new Error(log.join('; '));
        await sleep(10);
      }
    },
  };
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
