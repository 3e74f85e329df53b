import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { placesOf } from '#modules/identity/index.ts';
import { defineRoute } from '#platform/contract/define-route.ts';
import { connect } from '#platform/db/connect.ts';
import { createApp } from '#platform/http/app.ts';
import { serve } from '#platform/http/serve.ts';
import { SYSTEM_USER, type User } from '#platform/session/ctx.ts';
import { contains } from './reference.ts';
import { openStage, type Stage, VILLAGES } from './stage.ts';

const USERS = 50;
const ROUNDS = 5;
const AT_ONCE = 200;
const [ONE = '', SECOND = '', OTHER = '', WENLING = '', XIHU = ''] = VILLAGES;
const PLACES = ['330000', '331000', '331083', ONE, SECOND, OTHER, '331081', WENLING, '330106', XIHU];

const look = defineRoute({
  ...{ method: 'GET', path: '/look', title: '看', permission: 'signed-in', scope: 'own' },
  query: z.strictObject({ how: z.enum(['well', 'broken', 'slow']) }),
  reply: z.object({ persons: z.array(z.int()) }),
});

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const users = Array.from({ length: USERS }, (_, at): User => {
  const isFamily = at % 5 === 4;
  const scope = { type: 'division', code: PLACES[at % PLACES.length] ?? '' } as const;
  const persons = { type: 'persons', personNos: [1 + (at % 15)] } as const;
  return {
    ...SYSTEM_USER,
    accountNo: at,
    audience: isFamily ? 'family' : 'official',
    scope: isFamily ? persons : scope,
  };
});

function expectedFor({ scope }: User): number[] {
  return stage.people.flatMap(({ personNo, village, residence }) => {
    const isSeen =
      scope.type === 'persons'
        ? scope.personNos.includes(personNo)
        : scope.type === 'division' &&
          (contains(scope.code, village) || (residence !== undefined && contains(scope.code, residence)));
    return isSeen ? [personNo] : [];
  });
}

test(`I-04 范围不粘在连接上：${ROUNDS}轮各${AT_ONCE}个请求同时来，${USERS}人、4个连接，夹着出错和超时，没有一个看错`, async () => {
  const config = stage.database.config;
  const { db, close } = connect({ config, role: 'kangyang_app', max: 4, queryTimeoutMs: 400 });
  const app = await createApp({ log: () => undefined, requestsPerMinute: 1_000_000 });
  const whoIs = async (request: { headers: Record<string, unknown> }) => users[Number(request.headers['x-user'])];
  serve(app, { db, now: () => new Date(), whoIs, covers: () => true, placesOf }, look, async (ctx, { query }) => {
    const { rows } = await sql<{ no: number }>`select person_no as no from people.person order by 1`.execute(ctx.db);
    if (query.how === 'broken') await sql`select 1 / 0`.execute(ctx.db);
    if (query.how === 'slow') await sql`select pg_sleep(0.8)`.execute(ctx.db);
    return { persons: rows.map(({ no }) => no) };
  });
  const seen = { well: 0, failed: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    const calls = Array.from({ length: AT_ONCE }, async (_, nth) => {
      const at = (nth * 7 + round) % USERS;
      const how = nth % 40 === 3 ? 'slow' : nth % 5 === 2 ? 'broken' : 'well';
      const answer = await app.inject({ url: '/look', query: { how }, headers: { 'x-user': String(at) } });
      if (answer.statusCode !== 200) {
        seen.failed += 1;
        return;
      }
      expect(answer.json().persons, `${at} ${how}`).toEqual(expectedFor(users[at] as User));
      seen.well += 1;
    });
    await Promise.all(calls);
  }
  expect(seen.failed).toBeGreaterThan((ROUNDS * AT_ONCE) / 10);
  expect(seen.well).toBeGreaterThan((ROUNDS * AT_ONCE) / 2);
  await app.close();
  await close();
}, 120_000);
