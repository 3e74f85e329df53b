import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { defineRoute } from '../contract/define-route.ts';
import { keepFile, readFileOf } from '../files/file-store.ts';
import { SYSTEM_USER, type User } from '../session/ctx.ts';
import { type ClonedDatabase, cloneDatabase } from '../testing/database.ts';
import { createApp } from './app.ts';
import { serveFile, serveUpload } from './serve-file.ts';

const give = defineRoute({
  ...{ method: 'POST', path: '/test/proofs', title: '交证明', permission: 'signed-in', scope: 'none' },
  upload: { kinds: ['pdf'], largestBytes: 2_000 },
  reply: z.object({ fileId: z.uuid() }),
});
const take = defineRoute({
  ...{ method: 'GET', path: '/test/proofs/:fileId', title: '看证明', permission: 'signed-in', scope: 'none' },
  params: z.strictObject({ fileId: z.uuid() }),
  reply: z.string(),
  stream: 'file',
});
const PDF = Buffer.from('%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF\n');
const TYPE = { 'content-type': 'application/pdf' };

let database: ClonedDatabase;
let app: FastifyInstance;
let folder: string;
let user: User | undefined;

beforeAll(async () => {
  database = await cloneDatabase();
  folder = mkdtempSync(join(tmpdir(), 'kangyang-files-'));
  app = await createApp({ log: () => undefined, requestsPerMinute: 10_000 });
  const edge = { db: database.db, now: () => new Date('2023-08-05T02:00:00Z'), whoIs: async () => user };
  const place = { folder, keys: database.keys };
  serveUpload(app, edge, give, async (ctx, _input, file) => ({ fileId: await keepFile(place, ctx, file) }));
  serveFile(app, edge, take, async (ctx, { params }, { about }) => {
    about({ persons: [5], purpose: '核对委托' });
    return { ...(await readFileOf(place, ctx.db, params.fileId)), name: '委托书 1.pdf' };
  });
  user = { ...SYSTEM_USER, accountNo: 7 };
});
afterAll(async () => {
  await app.close();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const post = (payload: Buffer, headers: Record<string, string> = TYPE) =>
  app.inject({ method: 'POST', url: give.path, payload, headers });
const files = () => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.file'));

test('B-54 交上去的文件只能当附件存下来，不当网页打开；谁看过留痕', async () => {
  const { fileId } = (await post(PDF)).json();
  const answer = await app.inject({ method: 'GET', url: `/test/proofs/${fileId}` });
  expect([answer.statusCode, answer.rawPayload]).toEqual([200, PDF]);
  expect(answer.headers).toMatchObject({
    'content-type': 'application/pdf',
    'content-disposition': "attachment; filename*=UTF-8''%E5%A7%94%E6%89%98%E4%B9%A6%201.pdf",
    'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  const { rows } = await database.ownerPool.query(
    'select outcome, purpose from platform.audit_entry order by audit_no',
  );
  expect(rows).toEqual([
    { outcome: 'done', purpose: null },
    { outcome: 'read', purpose: '核对委托' },
  ]);
  for (const path of ['..%2f..%2fetc%2fpasswd', '%2e%2e', 'x', '..;', `${fileId}%00`]) {
    const other = await app.inject({ method: 'GET', url: `/test/proofs/${path}` });
    expect([404, 422], path).toContain(other.statusCode);
  }
});

test('M-06 同一个文件重复提交只存一份', async () => {
  const headers = { ...TYPE, 'idempotency-key': 'a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6' };
  const before = files().length;
  const answers = await Promise.all([post(PDF, headers), post(PDF, headers), post(PDF, headers)]);
  expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
  expect(files()).toHaveLength(before + 1);
  const other = await post(Buffer.concat([PDF, Buffer.from('\n')]), headers);
  expect(other.json().code).toBe('idempotency.other-request');
});

test('B-55 太大、格式不对、没有登录、JSON、表单：都不收，也不留下文件', async () => {
  const before = files().length;
  expect((await post(Buffer.concat([PDF, Buffer.alloc(2_000)]))).statusCode).toBe(413);
  expect((await post(Buffer.from('ffd8ff', 'hex'))).json().code).toBe('file.kind');
  for (const type of [
    'application/json',
    'image/jpeg',
    'application/pdf; x=y',
    'multipart/form-data; boundary=a',
    '',
  ]) {
    expect((await post(PDF, { 'content-type': type })).statusCode, type).toBe(415);
  }
  user = undefined;
  expect((await post(PDF)).statusCode).toBe(401);
  user = { ...SYSTEM_USER, accountNo: 7 };
  expect(files()).toHaveLength(before);
});

test('B-55 长度是假的、传到一半断掉、同时太多：拒绝，位置还回来', async () => {
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const begin = (length: number) => {
    const socket = connect(port, '127.0.0.1');
    const head = `POST ${give.path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/pdf`;
    socket.write(`${head}\r\ncontent-length: ${length}\r\n\r\n%PDF-`);
    return socket;
  };
  const answerOf = async (socket: ReturnType<typeof begin>) => String((await once(socket, 'data'))[0]).split('\r\n')[0];
  const lying = begin(2_000_000_000);
  expect(await answerOf(lying)).toContain('413');
  lying.destroy();
  const slow = Array.from({ length: 8 }, () => begin(100));
  const next = async () => {
    slow.push(begin(100));
    // Its place is taken before ours is asked for.
    await sleep(200);
    return (await post(PDF)).statusCode;
  };
  await expect.poll(next, { timeout: 30_000 }).toBe(429);
  for (const socket of slow) socket.destroy();
  await expect.poll(async () => (await post(PDF)).statusCode, { timeout: 30_000 }).toBe(200);
});
