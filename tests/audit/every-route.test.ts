import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import * as allowances from '#modules/allowances/contract.ts';
import { listsOf, registerAllowanceRoutes } from '#modules/allowances/index.ts';
import * as audit from '#modules/audit/contract.ts';
import { registerAuditSearch } from '#modules/audit/index.ts';
import * as identity from '#modules/identity/contract.ts';
import * as directory from '#modules/identity/directory.ts';
import { citizens, registerIdentityRoutes } from '#modules/identity/index.ts';
import * as people from '#modules/people/contract.ts';
import { registerPeopleRoutes } from '#modules/people/index.ts';
import * as policy from '#modules/policy/contract.ts';
import { openLaw, registerPolicyRoutes } from '#modules/policy/index.ts';
import type { AnyRoute } from '#platform/contract/route.ts';
import { createApp } from '#platform/http/app.ts';
import { type Edge, serve } from '#platform/http/serve.ts';
import * as keys from '#platform/keys/contract.ts';
import { Refusal } from '#platform/refusal/refusal.ts';
import { SYSTEM_USER, type User } from '#platform/session/ctx.ts';
import { breakGlassDeps } from '#server/break-glass.ts';
import type { Deps } from '#server/modules.ts';
import { readRepository } from '../architecture/repository.ts';
import { scan } from '../architecture/scan.ts';
import { inputsOf, repliesOf } from './generated-input.ts';
import { everyRoute, someDeps } from './routes.ts';

// Some use cases hash a password, which takes its time on purpose.
vi.setConfig({ testTimeout: 120_000 });

const SEED = 20_261_122;
const CONTRACTS = [allowances, audit, identity, directory, people, policy, keys];
const MUTATING = [...new Set(CONTRACTS.flatMap((contract) => Object.values(contract)).filter(isMutating))];
const OWNER: User = { ...SYSTEM_USER, accountNo: 1, name: 'sweep', isProvedLately: true };
/** Who may call it: the owner, but what is an outside organisation's only its own people. */
const callerOf = ({ scope }: AnyRoute): User =>
  scope === 'organisation'
    ? { ...OWNER, audience: 'outside', scope: { type: 'organisation', organisationNo: 1 } }
    : OWNER;

function isMutating(one: unknown): one is AnyRoute {
  return typeof one === 'object' && one !== null && 'method' in one && 'reply' in one && one.method !== 'GET';
}

type Answer = { status: number; code: string | undefined; rows: Entry[] };
type Entry = { action: string; outcome: string; account_name: string };

/** Calls the route once and tells which audit rows that left. */
async function call(app: FastifyInstance, { ownerPool }: Deps, route: AnyRoute, body: unknown): Promise<Answer> {
  const last = await ownerPool.query('select coalesce(max(audit_no), 0) as n from platform.audit_entry');
  const answer = await app.inject({ method: 'POST', url: route.path, payload: body as object });
  const { rows } = await ownerPool.query<Entry>(
    'select action, outcome, account_name from platform.audit_entry where audit_no > $1',
    [last.rows[0].n],
  );
  return { status: answer.statusCode, code: answer.json().code, rows };
}

const sampled = (values: fc.Arbitrary<unknown>, count: number) => fc.sample(values, { numRuns: count, seed: SEED });

describe('每个改动数据的地址留下恰好一行审计', () => {
  test('服务器注册的每个改动数据的地址都在这次清查里', async () => {
    const served = await everyRoute();
    const inServer = served.filter(
      ({ method, url }) => method !== 'GET' && method !== 'HEAD' && url.startsWith('/api/'),
    );
    expect(MUTATING.map(({ path }) => path).toSorted()).toEqual(inServer.map(({ url }) => url).toSorted());
    expect(MUTATING.length).toBeGreaterThan(5);
  });

  test('C-06 地址只能经 platform/http 的 serve… 注册', () => {
    const code = readRepository().filter(
      ({ path }) => /^(modules|platform|server)\/.*\.ts$/.test(path) && !/\.test(ing)?\.ts$/.test(path),
    );
    const registers = /\bapp\s*\.\s*(?:get|post|put|patch|delete|all|route)\s*\(/;
    const found = code.filter(({ text }) => registers.test(scan(text).code)).map(({ path }) => path);
    // The owner's socket: these four write their rows themselves (next file); screens are files.
    expect(found.toSorted()).toEqual([
      'platform/http/serve-file.ts',
      'platform/http/serve.ts',
      'server/audit-routes.ts',
      'server/control.ts',
      'server/directory-routes.ts',
      'server/key-routes.ts',
      'server/owner-routes.ts',
      'server/screens.ts',
    ]);
  });

  test('C-06 I-13 办成留一行，与业务同一事务；没办成一行也没有；审计写不进就没办成', async () => {
    const deps = await someDeps();
    const app = await createApp({ log: () => undefined, requestsPerMinute: 1_000_000 });
    onTestFinished(() => app.close());
    let caller = OWNER;
    const edge: Edge = { db: deps.db, now: deps.now, whoIs: async () => caller };
    let wish: 'done' | 'refused' | 'kept' | 'failed' = 'done';
    for (const route of MUTATING) {
      const [reply] = sampled(repliesOf(route), 1);
      serve(app, edge, route, async ({ db, now }) => {
        await db.insertInto('platform.loaded_step').values({ step: route.path, done_at: now }).execute();
        if (wish === 'failed') throw new Error('broken');
        if (wish !== 'done') throw new Refusal('test', 409, '不行。', {}, wish === 'kept');
        return reply as never;
      });
    }
    const together = `select e.xmin::text = s.xmin::text as same from platform.audit_entry e, platform.loaded_step s
      where e.action = $1 and s.step = $1`;
    for (const route of MUTATING) {
      const [body] = sampled(inputsOf(route, 'body'), 1);
      caller = callerOf(route);
      for (wish of ['refused', 'failed'] as const) expect((await call(app, deps, route, body)).rows, wish).toEqual([]);
      await deps.ownerPool.query('revoke insert on platform.audit_entry from kangyang_app');
      wish = 'done';
      expect((await call(app, deps, route, body)).status).toBe(500);
      await deps.ownerPool.query('grant insert on platform.audit_entry to kangyang_app');
      expect((await deps.ownerPool.query('select from platform.loaded_step')).rowCount).toBe(0);

      const done = await call(app, deps, route, body);
      expect(done, route.path).toEqual({
        ...{ status: 200, code: done.code },
        rows: [{ action: route.path, outcome: 'done', account_name: 'sweep' }],
      });
      expect((await deps.ownerPool.query(together, [route.path])).rows).toEqual([{ same: true }]);
      await deps.ownerPool.query('truncate platform.loaded_step');
      wish = 'kept';
      expect((await call(app, deps, route, body)).rows).toMatchObject([{ action: route.path, outcome: 'refused' }]);
      await deps.ownerPool.query('truncate platform.loaded_step');
    }
  });

  test('C-06 真的用例，随机输入：办成恰好一行，拒绝没有（或恰好一行“拒绝”），没有出错的', async () => {
    const deps = await someDeps();
    const app = await createApp({ log: () => undefined, requestsPerMinute: 1_000_000 });
    onTestFinished(() => app.close());
    let caller = OWNER;
    const edge: Edge = { db: deps.db, now: deps.now, whoIs: async () => caller, covers: () => true };
    const { book, documents } = openLaw(deps.rulebookDir);
    registerIdentityRoutes(app, edge, '330000', { keys: deps.keys, breakGlass: breakGlassDeps(deps.keys) });
    const files = { folder: deps.dataDir, keys: deps.keys };
    const portal = registerPeopleRoutes(app, edge, { files, listsOf });
    const off = async () => Promise.reject(new Refusal('test', 409, '没有开通。', {}));
    citizens.register(app, portal.edge, deps.keys, { address: async () => null, exchange: off });
    registerPolicyRoutes(app, edge, { book: () => book, documents: () => documents, province: '330000' });
    const proof = { key: deps.keys.audit, publicKey: undefined };
    registerAuditSearch(app, edge, { keys: deps.keys, proof, listsOf: async () => [] });
    const run = { pool: deps.bulkPool, book: () => book, now: deps.now, frozenFolder: deps.dataDir, province: '33' };
    registerAllowanceRoutes(app, edge, run, () => undefined);
    const done = new Set<string>();
    for (const route of MUTATING) {
      caller = callerOf(route);
      for (const body of sampled(inputsOf(route, 'body'), 5)) {
        const { status, rows } = await call(app, deps, route, body);
        const said = `${route.path} ${JSON.stringify(body)}`;
        expect(status, said).toBeLessThan(500);
        if (status < 300) {
          done.add(route.path);
          expect(rows, said).toMatchObject([{ action: route.path, outcome: 'done' }]);
        } else if (rows.length > 0) expect(rows, said).toMatchObject([{ action: route.path, outcome: 'refused' }]);
        expect(rows.length, said).toBeLessThan(2);
      }
    }
    expect([...done]).toContain('/api/identity/sign-out');
  });
});
