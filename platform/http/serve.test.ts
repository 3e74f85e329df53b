import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { defineRoute } from '../contract/define-route.ts';
import { Refusal } from '../refusal/refusal.ts';
import { SYSTEM_USER } from '../session/ctx.ts';
import { type ClonedDatabase, cloneDatabase } from '../testing/database.ts';
import { createApp } from './app.ts';
import { serve, serveStream } from './serve.ts';

const say = defineRoute({
  method: 'POST',
  path: '/test/say',
  title: '说',
  permission: 'public',
  body: z.strictObject({ text: z.string() }),
  reply: z.object({ text: z.string() }),
});
const count = defineRoute({
  method: 'GET',
  path: '/test/count.csv',
  title: '数',
  permission: 'public',
  reply: z.string(),
  stream: 'csv',
});

let database: ClonedDatabase;
beforeEach(async () => {
  database = await cloneDatabase();
});
afterEach(() => database.close());

async function open(onBatch: () => void = () => undefined) {
  const app = await createApp({ log: () => undefined, requestsPerMinute: 1_000 });
  const edge = { db: database.db, now: () => new Date('2023-08-05T02:00:00Z'), whoIs: async () => SYSTEM_USER };
  serve(app, edge, say, async (_ctx, { body }) => ({ text: body.text }));
  serveStream(
    app,
    edge,
    count,
    () => 'count.csv',
    async function* () {
      for (let line = 0; line < 100_000; line += 1) {
        onBatch();
        yield `${line},${'九'.repeat(200)}\r\n`;
      }
    },
  );
  return app;
}

test('B-09 B-10 存不下的字符（NUL、半个代理对）在入口拒绝，不到数据库', async () => {
  const app = await open();
  for (const text of ['a\u0000b', '\ud800', 'x\udfff']) {
    const payload = JSON.stringify({ text });
    const answer = await app.inject({
      method: 'POST',
      url: say.path,
      payload,
      headers: { 'content-type': 'application/json' },
    });
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'input']);
  }
  await app.close();
});

test('导出在第一行之前被拒绝：答的是一句话，不是半个文件，也不是内部的话', async () => {
  const app = await createApp({ log: () => undefined, requestsPerMinute: 1_000 });
  const edge = { db: database.db, now: () => new Date('2023-08-05T02:00:00Z'), whoIs: async () => SYSTEM_USER };
  const refused = async function* () {
    if (count.stream) throw new Refusal('test.no', 422, '止日早于起日，请改正。', {});
    yield '';
  };
  serveStream(app, edge, count, () => 'count.csv', refused);
  const answer = await app.inject({ method: 'GET', url: count.path });
  expect([answer.statusCode, answer.json().sentence]).toEqual([422, '止日早于起日，请改正。']);
  expect(answer.headers['content-disposition']).toBeUndefined();
  await app.close();
});

test('C-06 导出到一半读的人走了：连接还给连接池，谁读过照样留痕', async () => {
  let lines = 0;
  const app = await open(() => {
    lines += 1;
  });
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const busy = async () =>
    (
      await database.ownerPool.query(
        `select count(*)::int as n from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`,
      )
    ).rows[0].n as number;
  for (let reader = 0; reader < 6; reader += 1) {
    const abort = new AbortController();
    const response = await fetch(address + count.path, { signal: abort.signal });
    await response.body!.getReader().read();
    abort.abort();
  }
  await expect.poll(busy, { timeout: 20_000 }).toBe(0);
  expect(lines).toBeLessThan(600_000);
  const onRecord = async () =>
    (
      await database.ownerPool.query(
        'select title, count(*)::int as n from platform.audit_entry group by title order by title',
      )
    ).rows;
  await expect.poll(onRecord, { timeout: 20_000 }).toEqual([
    { title: '数', n: 6 },
    { title: '数（文件）', n: 6 },
  ]);
  await app.close();
});
