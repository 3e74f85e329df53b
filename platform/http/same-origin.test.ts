import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from './app.ts';

let app: FastifyInstance;

beforeAll(async () => {
  app = await createApp({ log: () => undefined, requestsPerMinute: 1_000_000 });
  app.post('/change', async (request) => ({ got: request.body }));
  app.get('/look', async () => ({ seen: true }));
});
afterAll(() => app.close());

function change(headers: Record<string, string>, payload = '{"a":1}') {
  return app.inject({
    method: 'POST',
    url: '/change',
    headers: { host: 'kangyang.example:8080', ...headers },
    payload,
  });
}

describe('只接受本系统页面发出的 JSON', () => {
  test.each([
    'application/json',
    'Application/JSON',
    'application/json;charset=utf-8',
    'application/json; charset=UTF-8',
  ])('B-81 内容类型“%s”照常办理', async (type) => {
    const answer = await change({ 'content-type': type });
    expect([answer.statusCode, answer.json()]).toEqual([200, { got: { a: 1 } }]);
  });

  test.each([
    'application/json\t;x',
    'application/json;x',
    'application/json;',
    'application/json; charset=gbk',
    'application/json, text/plain',
    'application/jsonp',
    'application/vnd.api+json',
    'text/json',
    'text/plain',
    'text/plain; application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    ' \u00a0application/json',
    '',
  ])('B-81 内容类型“%s”答 415', async (type) => {
    const answer = await change({ 'content-type': type });
    expect([answer.statusCode, answer.json().code]).toEqual([415, 'content-type']);
  });

  test('B-81 没有内容类型答 415，有没有正文都一样', async () => {
    for (const payload of ['{"a":1}', '']) {
      const answer = await change({ 'content-type': '' }, payload);
      expect(answer.statusCode).toBe(415);
    }
    expect((await app.inject({ method: 'POST', url: '/change' })).statusCode).toBe(415);
  });

  test('B-81 真实连接上重复的、前有空白的内容类型：按同一个办理或答 415', async () => {
    await app.listen({ port: 0, host: '127.0.0.1' });
    expect(await sendRaw(['content-type', 'application/json', 'content-type', 'text/plain'])).toBe(200);
    expect(await sendRaw(['content-type', 'text/plain', 'content-type', 'application/json'])).toBe(415);
    expect(await sendRaw(['content-type', ' application/json'])).toBe(200);
    expect(await sendRaw([])).toBe(415);
  });

  test.each([
    [{ 'sec-fetch-site': 'same-origin' }, 200],
    [{ 'sec-fetch-site': 'same-origin', origin: 'https://behind-a-proxy.example' }, 200],
    [{ origin: 'http://kangyang.example:8080' }, 200],
    [{ origin: 'https://kangyang.example:8080' }, 200],
    [{}, 200],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'none' }, 403],
    [{ 'sec-fetch-site': '' }, 403],
    [{ 'sec-fetch-site': 'cross-site', origin: 'http://kangyang.example:8080' }, 403],
    [{ origin: 'http://kangyang.example' }, 403],
    [{ origin: 'http://evil.example' }, 403],
    [{ origin: 'http://kangyang.example:8080.evil.example' }, 403],
    [{ origin: 'http://kangyang.example:8080@evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: '' }, 403],
  ])('C-02 别的网站代发的请求不办：%j 答 %i', async (headers, status) => {
    const answer = await change({ 'content-type': 'application/json', ...headers });
    expect(answer.statusCode).toBe(status);
    if (status === 403) expect(answer.json().code).toBe('foreign-page');
  });

  test('查看不受限制：从别处的链接可以点进来', async () => {
    const answer = await app.inject({ method: 'GET', url: '/look', headers: { 'sec-fetch-site': 'cross-site' } });
    expect(answer.statusCode).toBe(200);
  });
});

async function sendRaw(headers: string[]): Promise<number | undefined> {
  const { port } = app.server.address() as AddressInfo;
  const all = ['host', `127.0.0.1:${port}`, 'content-length', '7', ...headers];
  const sent = httpRequest({ port, host: '127.0.0.1', method: 'POST', path: '/change', agent: false, headers: all });
  sent.end('{"a":1}');
  const [response] = await once(sent, 'response');
  response.resume();
  return response.statusCode;
}
