import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineRoute } from '../contract/define-route.ts';
import { Refusal } from '../refusal/refusal.ts';
import { SYSTEM_USER, type User } from '../session/ctx.ts';
import { type ClonedDatabase, cloneDatabase } from '../testing/database.ts';
import { createApp } from './app.ts';
import { sweepKeys } from './idempotency.ts';
import { type Edge, serve, servePrepared } from './serve.ts';

const route = (path: string) =>
  defineRoute({
    ...{ method: 'POST', path, title: '记一步', permission: 'public' },
    body: z.strictObject({ step: z.string() }),
    reply: z.object({ secret: z.string(), done: z.number() }),
  });
const KEY = 'a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6';
const NOW = new Date('2023-08-05T02:00:00Z');

let database: ClonedDatabase;
let app: FastifyInstance;
let accountNo: number | null;
let citizenNo: number | undefined;
let effects: number;
let prepared: number;
beforeEach(async () => {
  database = await cloneDatabase();
  app = await createApp({ log: () => undefined, requestsPerMinute: 10_000 });
  [accountNo, citizenNo, effects, prepared] = [7, undefined, 0, 0];
  const user = (): User => ({
    ...{ ...SYSTEM_USER, accountNo },
    ...(citizenNo === undefined
      ? {}
      : { citizen: { citizenNo, name: '某人', idBlind: Buffer.alloc(32), ownPersonNo: null, hasDied: false } }),
  });
  const edge: Edge = { db: database.db, now: () => NOW, whoIs: async () => user() };
  for (const path of ['/one', '/other']) {
    servePrepared(app, edge, route(path), async () => {
      prepared += 1;
      return async ({ db, now }, { body }) => {
        effects += 1;
        await db
          .insertInto('platform.loaded_step')
          .values({ step: `${body.step}-${effects}`, done_at: now })
          .execute();
        // A use case may need a second connection while it holds its own.
        await database.pool.query('select 1');
        if (body.step === 'no') throw new Refusal('test.no', 409, '不行。', {});
        if (body.step === 'kept') throw new Refusal('test.kept', 403, '记下了，不行。', {}, true);
        if (body.step === 'bug') throw new Error('broken');
        return { secret: 'Yi-ci-xing-88', done: body.step === 'wrong' ? ('x' as never) : effects };
      };
    });
  }
});
afterEach(async () => {
  await app.close();
  await database.close();
});

async function send(step: string, key: string | null = KEY, path = '/one') {
  const headers = { 'content-type': 'application/json', ...(key === null ? {} : { 'idempotency-key': key }) };
  const answer = await app.inject({ method: 'POST', url: path, headers, payload: JSON.stringify({ step }) });
  return { status: answer.statusCode, body: answer.body, code: answer.json().code as string | undefined };
}

async function rows(table: string): Promise<number> {
  const { rows } = await database.ownerPool.query(`select count(*)::int as n from ${table}`);
  return rows[0].n;
}

describe('M-06 同一请求只办一次', () => {
  test('重复的请求得到原来的回答：办一次，审计一行，准备工作也不重做', async () => {
    const first = await send('a');
    expect(first.status).toBe(200);
    for (let n = 0; n < 3; n += 1) expect(await send('a')).toEqual(first);
    expect([effects, prepared, await rows('platform.loaded_step'), await rows('platform.audit_entry')]).toEqual([
      1, 1, 1, 1,
    ]);
  });

  test('二十个同时到：一次效果，二十个一样的回答，连接不够也不会互相等死', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => send('a')));
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect([effects, await rows('platform.loaded_step'), await rows('platform.audit_entry')]).toEqual([1, 1, 1]);
  });

  test('两个进程同时：后到的等先到的提交，再给同一个回答', async () => {
    const other = await createApp({ log: () => undefined, requestsPerMinute: 10_000 });
    const edge: Edge = { db: database.db, now: () => NOW, whoIs: async () => ({ ...SYSTEM_USER, accountNo }) };
    const gate = Promise.withResolvers<void>();
    const keyHashes = async () => rows('platform.idempotency_key');
    // The other process: the same key taken in a transaction that is still open.
    serve(other, edge, route('/one'), async () => {
      await gate.promise;
      return { secret: '先到的', done: 1 };
    });
    const headers = { 'content-type': 'application/json', 'idempotency-key': KEY };
    const inOther = other.inject({ method: 'POST', url: '/one', headers, payload: '{"step":"a"}' });
    const blocked = `select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
    await expect
      .poll(
        async () =>
          (
            await database.ownerPool.query(`select count(*)::int as n from pg_stat_activity
      where state = 'idle in transaction' and datname = current_database()`)
          ).rows[0].n,
      )
      .toBe(1);
    // The queue of this process is asked under another name, as a second process would.
    const { takeKey, repeatableOf } = await import('./idempotency.ts');
    const user = { ...SYSTEM_USER, accountNo };
    const again = repeatableOf({ headers, body: {} } as never, route('/one'), user, {
      params: {},
      query: {},
      body: { step: 'a' },
    });
    const waiting = database.db.transaction().execute((db) => takeKey(db, again!, NOW));
    await expect.poll(async () => (await database.ownerPool.query(blocked)).rows[0].n).toBe(1);
    gate.resolve();
    expect(await waiting).toEqual({ reply: { secret: '先到的', done: 1 } });
    expect((await inOther).json()).toEqual({ secret: '先到的', done: 1 });
    expect(await keyHashes()).toBe(1);
    await other.close();
  });

  test('同一个键办别的内容：422，什么也不办', async () => {
    await send('a');
    expect(await send('b')).toMatchObject({ status: 422, code: 'idempotency.other-request' });
    expect(effects).toBe(1);
  });

  test('键只对本人、本接口有效', async () => {
    await send('a');
    accountNo = 8;
    await send('a');
    accountNo = 7;
    await send('a', KEY, '/other');
    expect(effects).toBe(3);
  });

  test('门户的公民也只办一次：键不和别的公民、不和同号的账号相混', async () => {
    const asAccount = await send('a');
    [accountNo, citizenNo] = [null, 7];
    const first = await send('a');
    expect([first.status, first.body === asAccount.body, effects]).toEqual([200, false, 2]);
    expect(await send('a')).toEqual(first);
    citizenNo = 8;
    expect((await send('a')).body).not.toBe(first.body);
    expect(effects).toBe(3);
  });

  test('没有键、没有登录的照办，每次都算', async () => {
    for (let n = 0; n < 2; n += 1) await send('a', null);
    accountNo = null;
    for (let n = 0; n < 2; n += 1) await send('a');
    expect([effects, await rows('platform.idempotency_key')]).toEqual([4, 0]);
  });

  test.each(['', 'short', '1', 'x'.repeat(65), 'a1b2c3d4e5f6a7b8c9d0 e1f2', "' or 1=1 -- aaaaaaaaaaaaaaaaaa"])(
    '键“%s”太短、太长或有别的字符：422',
    async (key) => {
      expect(await send('a', key)).toMatchObject({ status: 422, code: 'idempotency.key' });
      expect(effects).toBe(0);
    },
  );

  test('没有办成的不占键：拒绝、出错、回答不合格之后，同一个键可以再办', async () => {
    for (const step of ['no', 'bug', 'wrong']) {
      const [first, second] = [await send(step), await send(step)];
      expect([first.status, second.status], step).toEqual(step === 'no' ? [409, 409] : [500, 500]);
    }
    expect([effects, await rows('platform.loaded_step'), await rows('platform.idempotency_key')]).toEqual([6, 0, 0]);
    expect((await send('a')).status).toBe(200);
  });

  test('要记下的拒绝（口令不对）也只记一次', async () => {
    const first = await send('kept');
    expect(first).toMatchObject({ status: 403, code: 'test.kept' });
    expect(await send('kept')).toMatchObject({ status: 403, code: 'test.kept' });
    expect([effects, await rows('platform.audit_entry')]).toEqual([1, 1]);
  });

  test('C-12 库里没有键，回答只有拿着键的人打得开', async () => {
    await send('a');
    const { rows: found } = await database.ownerPool.query('select * from platform.idempotency_key');
    const text =
      JSON.stringify(found) + found[0].locked_reply.toString('latin1') + found[0].key_hash.toString('latin1');
    expect(text).not.toContain('Yi-ci-xing');
    expect(text).not.toContain(KEY);
  });

  test('一天之后清掉', async () => {
    await send('a');
    expect(await sweepKeys(database.db, NOW)).toBe(0);
    expect(await sweepKeys(database.db, new Date(NOW.getTime() + 24 * 3_600_000 + 1))).toBe(1);
  });
});
