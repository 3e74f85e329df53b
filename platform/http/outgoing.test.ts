import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { OutgoingError, type OutgoingInit, type OutgoingRules, openOutgoing } from './outgoing.ts';
import { addressGate } from './outgoing-address.ts';

/** Two servers that must not be reached, and count whoever reaches them all the same. */
const servers: Server[] = [];
let hits: string[] = [];
let port = 0;

beforeAll(async () => {
  const four = createServer((request, response) => {
    hits.push(request.url ?? '');
    if (request.url === '/redirect') response.writeHead(302, { location: `http://127.0.0.1:${port}/inner` }).end();
    else if (request.url === '/large') response.end('x'.repeat(5_000));
    else if (request.url === '/endless') void drip(response);
    else if (request.url === '/silent') return;
    else if (request.url === '/none') response.writeHead(204).end();
    else response.end(JSON.stringify({ method: request.method, headers: request.headers }));
  });
  four.listen(0, '127.0.0.1');
  await once(four, 'listening');
  port = (four.address() as AddressInfo).port;
  const six = createServer((request, response) => {
    hits.push(request.url ?? '');
    response.end('six');
  });
  six.listen(port, '::1');
  await once(six, 'listening');
  servers.push(four, six);
});
afterAll(() => {
  for (const server of servers) server.close().closeAllConnections();
});
beforeEach(() => {
  hits = [];
});

async function drip(response: import('node:http').ServerResponse): Promise<void> {
  for (let n = 0; n < 10_000 && !response.destroyed; n += 1) {
    response.write('x'.repeat(1_000));
    await new Promise((resolve) => setImmediate(resolve));
  }
  response.end();
}

const STRICT = { networks: [], loopback: false };

/** What becomes of a call whose origin is on the list: only the address can save us then. */
async function attempt(url: string, rules: Partial<OutgoingRules> = {}, init: OutgoingInit = {}): Promise<string> {
  const origins = URL.canParse(url) && new URL(url).origin !== 'null' ? [new URL(url).origin] : [];
  const call = openOutgoing({ ...STRICT, origins, ...rules });
  try {
    return `answered ${(await call(url, init)).status}`;
  } catch (error) {
    if (error instanceof OutgoingError) return error.problem;
    throw error;
  }
}

const to = (...addresses: string[]) => ({ resolve: async () => addresses.map((address) => ({ address })) });

describe('B-70 对外调用到不了内部地址：三十种写法，一次也没有连上', () => {
  test.each([
    ['http://127.0.0.1:PORT/', 'denied'],
    ['http://127.1:PORT/', 'denied'],
    ['http://127.255.255.254:PORT/', 'denied'],
    ['http://2130706433:PORT/', 'denied'],
    ['http://0x7f000001:PORT/', 'denied'],
    ['http://0177.0.0.1:PORT/', 'denied'],
    ['http://0x7f.0.0.1:PORT/', 'denied'],
    ['http://0:PORT/', 'denied'],
    ['http://0.0.0.0:PORT/', 'denied'],
    ['http://①②⑦.⓪.⓪.①:PORT/', 'denied'],
    ['http://127。0。0。1:PORT/', 'denied'],
    ['http://[::1]:PORT/', 'denied'],
    ['http://[0:0:0:0:0:0:0:1]:PORT/', 'denied'],
    ['http://[::]:PORT/', 'denied'],
    ['http://[::ffff:127.0.0.1]:PORT/', 'denied'],
    ['http://[::ffff:7f00:1]:PORT/', 'denied'],
    ['http://[::127.0.0.1]:PORT/', 'denied'],
    ['http://[64:ff9b::7f00:1]:PORT/', 'denied'],
    ['http://[2002:7f00:1::]:PORT/', 'denied'],
    ['http://169.254.169.254:PORT/latest/meta-data/', 'denied'],
    ['http://[::ffff:169.254.169.254]:PORT/', 'denied'],
    ['http://[fe80::1]:PORT/', 'denied'],
    ['http://[fd00:ec2::254]:PORT/', 'denied'],
    ['http://10.0.0.1:PORT/', 'denied'],
    ['http://172.16.0.1:PORT/', 'denied'],
    ['http://192.168.1.1:PORT/', 'denied'],
    ['http://100.64.0.1:PORT/', 'denied'],
    ['http://224.0.0.1:PORT/', 'denied'],
    ['http://255.255.255.255:PORT/', 'denied'],
    ['http://sso.example@127.0.0.1:PORT/', 'address'],
    ['http://a:b@sso.example:PORT/', 'address'],
    ['file:///etc/passwd', 'address'],
    ['gopher://127.0.0.1:PORT/_x', 'address'],
    ['ftp://127.0.0.1:PORT/', 'address'],
    ['data:text/plain,x', 'address'],
    ['//127.0.0.1:PORT/', 'address'],
    ['http://', 'address'],
  ])('%s：%s', async (written, expected) => {
    expect(await attempt(written.replace('PORT', String(port)))).toBe(expected);
    expect(hits).toEqual([]);
  });

  test.each([
    [['127.0.0.1']],
    [['::1']],
    [['::ffff:127.0.0.1']],
    [['169.254.169.254']],
    [['10.1.2.3']],
    [['93.184.215.14', '127.0.0.1']],
    [['127.0.0.1', '93.184.215.14']],
    [['not-an-address']],
    [[]],
  ])('名字解析到 %j：不连', async (addresses) => {
    expect(await attempt(`http://sso.example:${port}/`, to(...addresses))).toBe('denied');
    expect(await attempt('http://localhost:1/', to(...addresses))).toBe('denied');
    expect(hits).toEqual([]);
  });

  test('系统自己解析的 localhost 也不连', async () => {
    expect(await attempt(`http://localhost:${port}/`)).toBe('denied');
    expect(hits).toEqual([]);
  });

  test('DNS 重绑定：先答外部地址，再答本机；每次连接都重新判断，问一次用一次', async () => {
    const answers = [['127.0.0.1'], ['10.0.0.1']];
    let asked = 0;
    const resolve = async () => (answers[asked++] ?? ['127.0.0.1']).map((address) => ({ address }));
    const call = openOutgoing({ origins: [`http://sso.example:${port}`], networks: [], loopback: true, resolve });
    expect((await call(`http://sso.example:${port}/first`)).status).toBe(200);
    await expect(call(`http://sso.example:${port}/second`)).rejects.toThrow('denied');
    expect([asked, hits]).toEqual([2, ['/first']]);
  });

  test('不跟随跳转', async () => {
    expect(await attempt(`http://127.0.0.1:${port}/redirect`, { loopback: true })).toBe('redirect');
    expect(hits).toEqual(['/redirect']);
  });

  test('不在名单上的来源一律不叫，端口和协议不同也算', async () => {
    const origins = [`http://127.0.0.1:${port}`];
    const rules = { origins, loopback: true };
    for (const url of [`https://127.0.0.1:${port}/`, 'http://127.0.0.1/', `http://127.0.0.2:${port}/`]) {
      expect(await attempt(url, rules), url).toBe('origin');
    }
    expect(await attempt(`http://127.0.0.1:${port}/`, rules)).toBe('answered 200');
  });

  test('内网要由运维写明网段；链路本地、云元数据地址写明了也不行', () => {
    const mayReach = addressGate({ networks: ['10.20.0.0/16', '169.254.0.0/16', 'fd12::/16'], loopback: false });
    expect(['10.20.1.1', 'fd12::1', '93.184.215.14', '2400:3200::1'].map(mayReach)).toEqual([true, true, true, true]);
    expect(['10.21.1.1', 'fd13::1', '169.254.169.254', '127.0.0.1', '::1', 'fe80::1%eth0'].map(mayReach)).toEqual(
      Array(6).fill(false),
    );
  });
});

describe('对外调用有时限、有大小', () => {
  const own = { loopback: true, timeoutMs: 300, largestBytes: 4_000 };
  test('不回答的、说个没完的、太大的，都断开', async () => {
    expect(await attempt(`http://127.0.0.1:${port}/silent`, own)).toBe('timeout');
    expect(await attempt(`http://127.0.0.1:${port}/large`, own)).toBe('too-large');
    expect(await attempt(`http://127.0.0.1:${port}/endless`, own)).toBe('too-large');
    expect(await attempt('http://127.0.0.1:1/', own)).toBe('unreachable');
  });

  test('调用者自己取消，和没有正文的回答', async () => {
    const signal = AbortSignal.abort();
    expect(await attempt(`http://127.0.0.1:${port}/`, own, { signal })).toBe('timeout');
    expect(await attempt(`http://127.0.0.1:${port}/none`, own)).toBe('answered 204');
  });

  test('表单照 fetch 的样子发；主机、长度、连接这些头由我们定；错误里没有地址', async () => {
    const call = openOutgoing({ ...STRICT, ...own, origins: [`http://127.0.0.1:${port}`] });
    const body = new URLSearchParams({ code: '1 2' });
    const headers = { Host: 'evil.example', 'Transfer-Encoding': 'chunked', Accept: 'application/json' };
    const seen = await (await call(`http://127.0.0.1:${port}/`, { method: 'post', headers, body })).json();
    expect(seen).toMatchObject({
      method: 'POST',
      headers: {
        host: `127.0.0.1:${port}`,
        accept: 'application/json',
        'content-length': '8',
        'content-type': 'application/x-www-form-urlencoded',
      },
    });
    const failed = await call('http://127.0.0.1:1/?ticket=secret').catch((error: Error) => error);
    expect(String(failed)).not.toContain('secret');
  });
});
