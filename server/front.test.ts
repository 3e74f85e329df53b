import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Front, openFront, PATIENCE } from './front.ts';

/** The server's own limits, thirty times shorter. */
const SHORT = { ...PATIENCE, headersTimeout: 500, requestTimeout: 1_500, keepAliveTimeout: 300 };
const MANY = 200;
let front: Front;
const sockets: Socket[] = [];
beforeEach(async () => {
  front = await openFront('127.0.0.1', 0, () => '', { ...SHORT, connectionsCheckingInterval: 100 });
  front.serve((request, response) => {
    request.resume().on('end', () => response.end('answered'));
  });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await front.close();
});

/** What the server said to somebody slow, and after how long the line was cut. */
async function slow(begin: string, drip: string): Promise<{ said: string; ms: number }> {
  const began = performance.now();
  const socket = connect(front.port, '127.0.0.1');
  sockets.push(socket);
  let said = '';
  socket.setEncoding('utf8').on('data', (text) => (said += text));
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(begin);
  const timer = setInterval(() => drip !== '' && socket.writable && socket.write(drip), 50);
  await once(socket, 'close');
  clearInterval(timer);
  return { said, ms: performance.now() - began };
}

test(`B-55 ${MANY}个人一个字一个字地送头：到时都断开，别人照常得到回答`, async () => {
  const waiting = Promise.all(Array.from({ length: MANY }, () => slow('GET / HTTP/1.1\r\nhost: a\r\nx: ', 'a')));
  await sleep(200);
  const began = performance.now();
  const answer = await fetch(`http://127.0.0.1:${front.port}/`, { headers: { connection: 'close' } });
  expect([answer.status, await answer.text()]).toEqual([200, 'answered']);
  expect(performance.now() - began).toBeLessThan(2_000);
  for (const { said, ms } of await waiting) {
    expect(said).toMatch(/^HTTP\/1.1 408 /);
    expect(ms).toBeLessThan(10_000);
  }
});

test('B-55 正文一个字一个字地送、只连上不说话、答完了不走：都断开', async () => {
  const post = 'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1000000\r\n\r\n';
  const [body, silent, idle] = await Promise.all([
    slow(post, 'a'),
    slow('', ''),
    slow('GET / HTTP/1.1\r\nhost: a\r\n\r\n', ''),
  ]);
  expect(body.said).toMatch(/^HTTP\/1.1 408 /);
  expect(silent.said).toMatch(/^(HTTP\/1.1 408 |$)/);
  expect(idle.said).toMatch(/^HTTP\/1.1 200 /);
  for (const { ms } of [body, silent, idle]) expect(ms).toBeLessThan(10_000);
});

test('B-55 真正的界限：头十五秒，整个请求一分钟，闲着的连接十秒，头最多 16 KB', () => {
  expect(PATIENCE).toMatchObject({ headersTimeout: 15_000, requestTimeout: 60_000, keepAliveTimeout: 10_000 });
  expect(PATIENCE.maxHeaderSize).toBe(16_384);
});
