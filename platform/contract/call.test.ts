import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createApp } from '../http/app.ts';
import { call, callUpload, proveBy } from './call.ts';
import { defineRoute } from './define-route.ts';

const say = defineRoute({
  ...{ method: 'POST', path: '/say', title: '说', permission: 'public' },
  body: z.strictObject({ text: z.string() }),
  reply: z.object({ text: z.string() }),
});

const inBrowser = globalThis.fetch;
let app: FastifyInstance;
let keys: unknown[];
let lost: number;
let answer: number;
let code: string;
beforeEach(async () => {
  [keys, lost, answer, code] = [[], 0, 200, 'x'];
  app = await createApp({ log: () => undefined, requestsPerMinute: 1_000 });
  app.post('/say', async (request, reply) => {
    keys.push(request.headers['idempotency-key']);
    if (keys.length <= lost) return reply.raw.destroy();
    return reply.status(answer).send(answer === 200 ? request.body : { code, sentence: '不行。' });
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  // A page's addresses are its own server's.
  globalThis.fetch = (address, init) => inBrowser(`http://127.0.0.1:${port}${String(address)}`, init);
});
afterEach(async () => {
  globalThis.fetch = inBrowser;
  await app.close();
});

test('M-06 每次点击一个键；回答丢了，用同一个键再送', async () => {
  lost = 2;
  expect(await call(say, { body: { text: '甲' } })).toEqual({ text: '甲' });
  expect([keys.length, new Set(keys).size]).toEqual([3, 1]);
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  lost = 0;
  await call(say, { body: { text: '甲' } });
  expect(new Set(keys).size).toBe(2);
});

test('M-06 一直没有回答：说连不上；再点一次还是原来的键，办没办成不会重', async () => {
  lost = 3;
  await expect(call(say, { body: { text: '乙' } })).rejects.toThrow('连不上服务器');
  expect(await call(say, { body: { text: '乙' } })).toEqual({ text: '乙' });
  expect([keys.length, new Set(keys).size]).toEqual([4, 1]);
});

test('拒绝是回答：不再送，下一次是新的键', async () => {
  answer = 409;
  for (let n = 0; n < 2; n += 1) await expect(call(say, { body: { text: '丙' } })).rejects.toThrow('不行。');
  expect([keys.length, new Set(keys).size]).toEqual([2, 2]);
});

test('要再核对身份的：核对一次再办，几件一起只问一次；不核对就是拒绝，没有谁来问也是拒绝', async () => {
  [answer, code] = [403, 'identity.prove-again'];
  await expect(call(say, { body: { text: '丁' } })).rejects.toMatchObject({ code });
  let asked = 0;
  let isProved = true;
  const takeBack = proveBy(async () => {
    asked += 1;
    if (isProved) answer = 200;
    return isProved;
  });
  const both = [call(say, { body: { text: '丁' } }), call(say, { body: { text: '戊' } })];
  expect(await Promise.all(both)).toEqual([{ text: '丁' }, { text: '戊' }]);
  expect(asked).toBe(1);
  [answer, isProved] = [403, false];
  await expect(call(say, { body: { text: '丁' } })).rejects.toMatchObject({ code });
  expect(asked).toBe(2);
  takeBack();
  await expect(call(say, { body: { text: '丁' } })).rejects.toMatchObject({ code });
  expect(asked).toBe(2);
});

test('上传照文件的种类送', async () => {
  const refused = callUpload(say, new Blob(['%PDF-'], { type: 'application/pdf' }));
  await expect(refused).rejects.toThrow('内容格式不对');
});
