import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { citizens, covers, firstStart, placesOf, whoIs } from '#modules/identity/index.ts';
import { sm3 } from '#platform/crypto/sm3.ts';
import { inScope } from '#platform/db/in-scope.ts';
import { createApp } from '#platform/http/app.ts';
import type { Edge } from '#platform/http/serve.ts';
import { SYSTEM_USER } from '#platform/session/ctx.ts';
import { aCtx, cloneDatabase } from '#platform/testing/database.ts';
import type { NewPerson } from './admit.ts';
import { registerPeopleRoutes } from './index.ts';
import { aFact, aPerson, HERE } from './people.testing.ts';
import { registerPerson } from './register-person.ts';
import { makeSyntheticIdNumber } from './synthetic-id-number.ts';

export const BEGIN = new Date('2023-08-07T01:00:00Z');
/** Those who sign in here: an older woman, her daughter, and a stranger. */
export const GRANDMA = {
  name: '合成甲',
  idNumber: makeSyntheticIdNumber(339_901, '1943-03-15', 2),
  phone: '19900000001',
};
export const DAUGHTER = {
  name: '合成乙',
  idNumber: makeSyntheticIdNumber(339_902, '1970-05-01', 2),
  phone: '19900000002',
};
export const STRANGER = {
  name: '合成丙',
  idNumber: makeSyntheticIdNumber(339_903, '1980-01-01', 1),
  phone: '19900000003',
};
export const PNG = pngOf();
export type Stage = Awaited<ReturnType<typeof openStage>>;
type Sent = { as?: string | undefined; query?: Record<string, string> };
const LISTS: { hash: string; title: string }[] = [];

/** The people's routes on a database of their own, a clock that stands still, staff by role, and citizens by ticket. */
export async function openStage(changed: (edge: Edge) => Edge = (edge) => edge) {
  const database = await cloneDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'kangyang-files-'));
  const { db, ownerPool, keys } = database;
  const clock = { now: BEGIN };
  const log: string[] = [];
  const app = await createApp({ log: (line) => log.push(JSON.stringify(line)), requestsPerMinute: 1_000_000 });
  const now = () => clock.now;
  const edge = changed({ db, now, whoIs: (request) => whoIs(request, db, now()), covers, placesOf });
  const portal = registerPeopleRoutes(app, edge, { files: { folder, keys }, listsOf: async () => LISTS });
  citizens.register(app, portal.edge, keys, {
    address: async () => null,
    exchange: async (ticket) => JSON.parse(Buffer.from(ticket, 'base64').toString()),
  });
  await db.transaction().execute((transaction) => firstStart.seedOrganisations(transaction, '330000'));
  const headers = (as: string | undefined) => (as === undefined ? {} : { cookie: as });
  const post = (url: string, payload: object, { as }: Sent = {}) =>
    app.inject({ method: 'POST', url, payload, headers: headers(as) });
  return {
    ...{ database, clock, log, post, app, lists: LISTS },
    get: (url: string, { as, query = {} }: Sent = {}) =>
      app.inject({ method: 'GET', url, query, headers: headers(as) }),
    rows: async <T>(sql: string, values: unknown[] = []) => (await ownerPool.query(sql, values)).rows as unknown as T[],
    citizen: async (proven: typeof GRANDMA) => {
      const ticket = Buffer.from(JSON.stringify(proven)).toString('base64');
      const answer = await post('/api/identity/citizen/sign-in', { ticket, mine: true });
      return String(answer.headers['set-cookie']).split(';')[0] ?? '';
    },
    register: (wish: Partial<NewPerson> = {}) =>
      inScope(db, SYSTEM_USER, placesOf, async (transaction) => {
        const { personNo } = await registerPerson(aCtx(transaction, clock), keys, aPerson(wish));
        return personNo;
      }),
    /** A worker with one post and a session under it. */
    worker: (role = 'village-worker', division = HERE) => signedIn(ownerPool, clock.now, role, division),
    /** 机构负责人, of a care institution that is there from now on. */
    manager: async (institution: string, division = HERE) => {
      const sql =
        "insert into identity.organisation (kind, name, division) values ('institution', $1, $2) on conflict do nothing";
      await ownerPool.query(sql, [institution, division]);
      return signedIn(ownerPool, clock.now, 'institution-manager', division, institution);
    },
    daysLater: (days: number) => {
      clock.now = new Date(clock.now.getTime() + days * 86_400_000);
    },
    close: async () => {
      await app.close();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Owner = Awaited<ReturnType<typeof cloneDatabase>>['ownerPool'];

async function signedIn(
  owner: Owner,
  now: Date,
  role: string,
  division: string,
  institution: string | null = null,
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const hash = createHash('sha256').update(token).digest();
  await owner.query(
    `with account as (
       insert into identity.account (name, display_name, password_hash, created_at) values ($1, '某干部', 'x', $2) returning account_no),
     post as (
       insert into identity.post (account_no, organisation_no, role, from_day)
       select account_no, organisation_no, $3, '2023-01-01' from account, identity.organisation
       where division = $4 and case when $6::text is null then kind = 'government' else kind = 'institution' and organisation.name = $6 end
       returning post_no, account_no)
     insert into identity.session (token_hash, account_no, post_no, source, created_at, last_seen_at, proved_at, last_proof_at)
     select $5, account_no, post_no, '10.0.0.1', $2, $2, $2, $2 from post`,
    [`w${hash.toString('hex').slice(0, 12)}`, now, role, division, hash, institution],
  );
  return `kangyang-session=${token}`;
}

export const STAFF = '/api/people/mandates';
export const PORTAL = '/api/people/portal';
export const SCOPES = ['view', 'apply', 'notices'];

export function wish(more: object = {}) {
  return { holder: DAUGHTER, relation: 'child', scopes: SCOPES, untilDay: '2024-08-01', ...more };
}

export const codeOf = (answer: { statusCode: number; json: () => { code?: string } }) => [
  answer.statusCode,
  answer.json().code,
];

/** 全文杂凑 as anybody can compute it again from the text that was shown. */
export const hashOf = (text: string) => sm3(text).toString('hex');

export const death = (day: string) =>
  aFact({ kind: 'death', value: null, division: null, fromDay: day, source: '殡葬' });

/** One white point. */
function pngOf(): string {
  return 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==';
}

export type Desk = Awaited<ReturnType<typeof openDesk>>;

/** An older woman, her daughter and a stranger signed in to the portal, two workers, and what they do again and again. */
export async function openDesk() {
  const stage = await openStage();
  const personNo = await stage.register();
  const grandma = await stage.citizen(GRANDMA);
  const daughter = await stage.citizen(DAUGHTER);
  const stranger = await stage.citizen(STRANGER);
  const worker = await stage.worker();
  const second = await stage.worker('street-reviewer', '331083001');

  /** 本人网上授权, up to the code. */
  const offer = async (more: object = {}) => {
    const body = wish(more);
    const { textHash } = (await stage.post(`${PORTAL}/mandates/prepare`, body, { as: grandma })).json();
    const answer = await stage.post(`${PORTAL}/mandates`, { ...body, textHash }, { as: grandma });
    if (answer.statusCode !== 200) throw new Error(answer.payload);
    return answer.json<{ mandateNo: number; code: string }>();
  };
  return {
    ...{ stage, personNo, grandma, daughter, stranger, worker, second, offer },
    given: async (more: object = {}) => {
      const { mandateNo, code } = await offer(more);
      const answer = await stage.post(`${PORTAL}/mandates/accept`, { mandateNo, code }, { as: daughter });
      if (answer.statusCode !== 200) throw new Error(answer.payload);
      return mandateNo;
    },
    endOwn: (mandateNo: number, as: string) => stage.post(`${PORTAL}/mandates/revoke`, { mandateNo }, { as }),
    /** 由工作人员登记. */
    atTheDesk: async (way: string, more: object, proofs: object[], as = worker, sent = {}) => {
      const body = { ...wish(more), way, personIdNumber: GRANDMA.idNumber };
      const prepared = await stage.post(`${STAFF}/prepare`, body, { as });
      const { textHash = '0'.repeat(64) } = prepared.json();
      return stage.post(STAFF, { ...body, textHash, readAloud: true, proofs, ...sent }, { as });
    },
    mandatesUrl: `${PORTAL}/persons/${personNo}/mandates`,
    seenBy: async (as: string) =>
      (await stage.get(`${PORTAL}/own`, { as })).json<{ persons: { personNo: number; scopes: string[] }[] }>().persons,
    messages: async () =>
      (await stage.get(`${PORTAL}/persons/${personNo}/messages`, { as: grandma }))
        .json<{ messages: { sentence: string }[] }>()
        .messages.map(({ sentence }) => sentence),
  };
}
