import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ROLE_TABLE, ROLES, type Role } from '#modules/identity/contract.ts';
import { firstStart } from '#modules/identity/index.ts';
import { NOBODYS_HASH } from '#modules/identity/password.ts';
import { importPersons } from '#modules/people/index.ts';
import { childrenOf } from '#modules/places/index.ts';
import type { AnyRoute } from '#platform/contract/route.ts';
import { withClient } from '#platform/db/with-client.ts';
import { createApp } from '#platform/http/app.ts';
import { type ClonedDatabase, cloneDatabase } from '#platform/testing/database.ts';
import { RULEBOOK_DIR } from '#server/config.ts';
import { type Deps, registerRoutes } from '#server/modules.ts';
import { allRoutes } from '#tools/docs/routes.ts';
import { inputsOf } from '../audit/generated-input.ts';
import { type Canary, COUNT, canaries, found, needles } from './canary.ts';

vi.setConfig({ testTimeout: 180_000 });

const NOW = new Date('2023-08-25T01:00:00Z');
const NEEDLES = needles();
const VILLAGE = childrenOf(childrenOf('331083')[0]?.code ?? '')[0]?.code ?? '';
const ELSEWHERE = childrenOf(childrenOf('330106')[0]?.code ?? '')[0]?.code ?? '';
const REVEAL = '/api/people/reveal';
const ENDS_SESSION = ['/api/identity/sign-out', '/api/identity/change-password', '/api/identity/switch-post'];

let database: ClonedDatabase;
let app: FastifyInstance;
let persons: Canary[];
const log: string[] = [];

beforeAll(async () => {
  database = await cloneDatabase();
  const { db, pool, bulkPool, ownerPool, keys } = database;
  await db.transaction().execute((transaction) => firstStart.seedOrganisations(transaction, '330000'));
  const made = canaries(VILLAGE);
  persons = made.map(({ canary }) => canary);
  await withClient(bulkPool, (client) =>
    importPersons(
      client,
      keys,
      made.map(({ person }) => person),
      {
        ...{ delivery: 'canaries', recordedAt: '2023-01-01T00:00:00Z', maxLines: COUNT, firstPersonNo: 1 },
      },
    ),
  );
  const deps: Deps = {
    ...{
      db,
      pool,
      bulkPool,
      ownerPool,
      keys,
      now: () => NOW,
      dataDir: '/nonexistent/canaries',
      rulebookDir: RULEBOOK_DIR,
    },
    log: (line) => log.push(line),
  };
  app = await createApp({ log: (line) => log.push(JSON.stringify(line)), requestsPerMinute: 1_000_000 });
  await registerRoutes(app, deps);
});
afterAll(async () => {
  await app.close();
  await database.close();
});

async function cookieOf(role: Role, division: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const entry = ROLE_TABLE[role];
  const kind = 'kinds' in entry ? entry.kinds[0] : 'government';
  if (kind !== 'government') {
    await database.ownerPool.query('insert into identity.organisation (kind, name, division) values ($1, $2, $3)', [
      kind,
      `合成单位-${token.slice(0, 8)}`,
      division,
    ]);
  }
  await database.ownerPool.query(
    `with account as (
       insert into identity.account (name, display_name, password_hash, created_at) values ($1, '某人', '${NOBODYS_HASH}', $2) returning account_no),
     post as (
       insert into identity.post (account_no, organisation_no, role, from_day)
       select account_no, o.organisation_no, $3, '2023-01-01' from account,
         (select organisation_no from identity.organisation where kind = $4 and division = $5 order by 1 desc limit 1) o
       returning post_no, account_no)
     insert into identity.session (token_hash, account_no, post_no, source, created_at, last_seen_at, proved_at, last_proof_at)
     select $6, account_no, post_no, '10.0.0.1', $2, $2, $2, $2 from post`,
    [`canary-${token.slice(0, 12)}`, NOW, role, kind, division, createHash('sha256').update(token).digest()],
  );
  return `kangyang-session=${token}`;
}

const LEVEL_AT = ['330000', '331000', '331083', VILLAGE.slice(0, 9), VILLAGE];

function placesOf(role: Role): string[] {
  const entry = ROLE_TABLE[role];
  return 'levels' in entry ? entry.levels.map((level) => LEVEL_AT[level - 1] ?? '') : ['331083'];
}

async function ask(route: AnyRoute, cookie: string, input: { params?: object; query?: object; body?: object }) {
  const filled: Record<string, unknown> = { ...input.params };
  const url = route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(filled[name] ?? '1')));
  return app.inject({
    ...{ method: route.method, url, headers: { cookie }, query: (input.query ?? {}) as Record<string, string> },
    ...(route.method === 'POST' ? { payload: input.body ?? {} } : {}),
  });
}

/** What the schema takes, with a canary's number and places where such are asked for. */
function wishOf(route: AnyRoute): { params: object; query: object; body: object } {
  const sampled = (part: 'params' | 'query' | 'body') =>
    fc.sample(inputsOf(route, part), { numRuns: 1, seed: 7 })[0] as object | undefined;
  return { params: aimed(sampled('params')), query: aimed(sampled('query')), body: aimed(sampled('body')) };
}

function aimed(input: object | undefined): object {
  const known: Record<string, unknown> = { personNo: 1, month: '2023-08', county: '331083', village: VILLAGE };
  return Object.fromEntries(
    Object.entries(input ?? {}).map(([name, value]) => [
      name,
      name in known && value !== undefined ? known[name] : value,
    ]),
  );
}

describe('I-07 C-12 200只金丝雀：每个接口、每种角色', () => {
  test('除“显示一项明文”外，没有一个答复里有明文；日志里也没有', async () => {
    const routes = allRoutes().filter(({ path }) => path !== REVEAL && !ENDS_SESSION.includes(path));
    const wishes = new Map(routes.map((route) => [route, wishOf(route)]));
    let answers = 0;
    for (const role of ROLES) {
      // The lowest place that it can be held at: nearest to the canaries.
      const cookie = await cookieOf(role, placesOf(role).at(-1) ?? '');
      for (const route of routes) {
        const answer = await ask(route, cookie, wishes.get(route) ?? {});
        answers += 1;
        expect(found(answer.rawPayload, NEEDLES), `${role} ${route.path}`).toEqual([]);
      }
    }
    expect(answers).toBeGreaterThan(500);
    expect(found(Buffer.from(log.join('\n')), NEEDLES)).toEqual([]);
  });

  test('辖区里的经办人看到每一只，都是脱敏的', async () => {
    const cookie = await cookieOf('county-approver', '331083');
    for (const { personNo, idNumber } of persons) {
      const answer = await app.inject({ url: `/api/people/${personNo}/identity`, headers: { cookie } });
      expect(answer.json()).toMatchObject({
        ...{
          idNumberMasked: `3399**********${idNumber.slice(-4)}`,
          phoneMasked: /^154\*{4}\d{4}$/.exec(answer.json().phoneMasked)?.[0],
        },
        addressMasked: '******',
      });
      expect(answer.headers['cache-control']).toContain('no-store');
      expect(found(answer.rawPayload, NEEDLES)).toEqual([]);
    }
  });

  test('没有这个权限的、辖区外的，要明文都得不到；会找的人找得到（检验本身会失败）', async () => {
    const body = { personNo: 3, field: 'id-number', purpose: 'verify' };
    const send = (cookie: string) => app.inject({ method: 'POST', url: REVEAL, headers: { cookie }, payload: body });
    for (const role of ROLES) {
      const mayReveal = ROLE_TABLE[role].permissions.includes('people.reveal');
      if (mayReveal) continue;
      for (const division of placesOf(role)) {
        const answer = await send(await cookieOf(role, division));
        expect([answer.statusCode, found(answer.rawPayload, NEEDLES)], role).toEqual([403, []]);
      }
    }
    for (const [role, division] of [
      ['county-approver', '330106'],
      ['street-reviewer', ELSEWHERE.slice(0, 9)],
      ['village-worker', ELSEWHERE],
    ] as const) {
      const answer = await send(await cookieOf(role, division));
      expect([answer.statusCode, answer.json().code, found(answer.rawPayload, NEEDLES)]).toEqual([
        404,
        'people.not-seen',
        [],
      ]);
    }
    const own = await send(await cookieOf('village-worker', VILLAGE));
    expect(own.statusCode).toBe(200);
    expect(found(own.rawPayload, NEEDLES)).toEqual(['证件号码']);
  });
});

describe('C-31 显示一项明文', () => {
  const send = (cookie: string, body: object) =>
    app.inject({ method: 'POST', url: REVEAL, headers: { cookie }, payload: body });

  test('只给要的那一项，不许缓存；谁、看谁的、哪一项、为什么，都在审计里', async () => {
    const cookie = await cookieOf('street-reviewer', VILLAGE.slice(0, 9));
    const { personNo, accountNumber } = persons[9] as Canary;
    const answer = await send(cookie, { personNo, field: 'account', purpose: 'payment', note: '退汇核对' });
    expect(answer.json()).toEqual({ value: accountNumber, shownSeconds: 60 });
    expect(answer.headers['cache-control']).toContain('no-store');
    const { rows } = await database.ownerPool.query(
      `select e.purpose, e.subject, e.outcome, array_agg(s.person_no) as persons from platform.audit_entry e
       join platform.audit_subject s using (audit_no) where e.action = $1 and e.purpose like '%退汇核对' group by 1, 2, 3`,
      [REVEAL],
    );
    expect(rows).toEqual([
      { purpose: '处理发放或退汇：退汇核对', subject: '银行账号', outcome: 'done', persons: [personNo] },
    ]);
  });

  test('用途不在单子上、选了其他却没写明、要两项：都拒绝', async () => {
    const cookie = await cookieOf('village-worker', VILLAGE);
    for (const body of [
      { personNo: 1, field: 'phone', purpose: 'curiosity' },
      { personNo: 1, field: 'phone', purpose: 'other' },
      { personNo: 1, field: 'phone', purpose: 'other', note: '看' },
      { personNo: 1, field: 'phone' },
      { personNo: 1, field: ['phone', 'account'], purpose: 'verify' },
      { personNo: [1, 2], field: 'phone', purpose: 'verify' },
    ])
      expect((await send(cookie, body)).statusCode).toBe(422);
    expect((await send(cookie, { personNo: 1, field: 'phone', purpose: 'other', note: '走访前联系' })).statusCode).toBe(
      200,
    );
  });

  test('一小时20项，第21项不给并记下；同时发来的也不多给；过一小时再给', async () => {
    const cookie = await cookieOf('village-worker', VILLAGE);
    const all = await Promise.all(
      persons.slice(0, 25).map(({ personNo }) => send(cookie, { personNo, field: 'phone', purpose: 'contact' })),
    );
    expect(all.filter(({ statusCode }) => statusCode === 200)).toHaveLength(20);
    expect(all.filter(({ statusCode }) => statusCode === 429)).toHaveLength(5);
    const { rows } = await database.ownerPool.query(
      "select count(*)::int as n from platform.audit_entry where action = $1 and outcome = 'refused'",
      [REVEAL],
    );
    expect(rows[0].n).toBe(5);
    await database.ownerPool.query("update people.reveal set revealed_at = revealed_at - interval '61 minutes'");
    expect((await send(cookie, { personNo: 1, field: 'phone', purpose: 'contact' })).statusCode).toBe(200);
  });
});
