import type { FastifyInstance, InjectOptions } from 'fastify';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createApp } from './app.ts';
import { PLAIN_SITE, pagePolicy, type Site } from './site.ts';

async function open(site: Partial<Site>): Promise<FastifyInstance> {
  const app = await createApp({ log: () => undefined, requestsPerMinute: 5, site: { ...PLAIN_SITE, ...site } });
  onTestFinished(() => app.close());
  app.get('/who', async (request) => ({ ip: request.ip, host: request.host, protocol: request.protocol }));
  app.post('/act', async (request) => ({ got: request.body }));
  app.get('/bug', async () => {
    throw new Error('select secret from table');
  });
  return app;
}

const asked = (app: FastifyInstance, more: InjectOptions) =>
  app.inject({ method: 'GET', url: '/who', remoteAddress: '10.9.9.9', ...more });
const FORGED = {
  'x-forwarded-for': '1.2.3.4',
  'x-forwarded-host': 'evil.example',
  'x-forwarded-proto': 'https',
  forwarded: 'for=1.2.3.4;host=evil.example',
  'x-real-ip': '1.2.3.4',
};

describe('B-82 伪造的头不起作用', () => {
  test('没有写明代理：谁说的 X-Forwarded-* 都不算，限流也绕不过', async () => {
    const app = await open({});
    const answer = await asked(app, { headers: { host: 'a.example', ...FORGED } });
    expect(answer.json()).toEqual({ ip: '10.9.9.9', host: 'a.example', protocol: 'http' });
    for (let n = 0; n < 5; n += 1) await asked(app, { headers: { 'x-forwarded-for': `1.2.3.${n}` } });
    const limited = await asked(app, { headers: { 'x-forwarded-for': '9.9.9.9' } });
    expect([limited.statusCode, limited.json().sentence]).toEqual([429, '操作太频繁，请过一分钟再试。']);
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
  });

  test('写明了代理：只信它说的，别人说的还是不算', async () => {
    const app = await open({ trustProxy: ['10.1.0.0/16'] });
    const headers = {
      host: 'a.example',
      'x-forwarded-for': '6.6.6.6, 1.2.3.4',
      'x-forwarded-host': 'kangyang.example',
    };
    const byProxy = await asked(app, { remoteAddress: '10.1.2.3', headers });
    expect(byProxy.json()).toMatchObject({ ip: '1.2.3.4', host: 'kangyang.example' });
    expect((await asked(app, { headers })).json()).toMatchObject({ ip: '10.9.9.9', host: 'a.example' });
  });

  test('写明了地址：别的 Host 一律不办，Origin 要和它一字不差', async () => {
    const app = await open({ host: 'kangyang.example', https: true });
    for (const host of ['evil.example', 'kangyang.example:8080', 'kangyang.example.evil.example', '127.0.0.1']) {
      const answer = await asked(app, { headers: { host }, remoteAddress: host });
      expect([answer.statusCode, answer.json().code], host).toEqual([403, 'other-host']);
    }
    const act = (origin: string) =>
      app.inject({
        ...{ method: 'POST', url: '/act', payload: '{}', remoteAddress: origin },
        headers: { host: 'kangyang.example', origin, 'content-type': 'application/json' },
      });
    expect((await act('https://kangyang.example')).statusCode).toBe(200);
    for (const origin of ['http://kangyang.example', 'https://kangyang.example:444', 'https://evil.example', 'null']) {
      expect((await act(origin)).statusCode, origin).toBe(403);
    }
  });

  test('换方法、结尾斜杠、编码的斜杠、双斜杠、分号：不是同一个地址', async () => {
    const app = await open({});
    const urls = ['/who/', '//who', '/%77ho%2f', '/who;a=1', '/who%3fa', '/WHO', '/%2577ho', '/./who%00'];
    for (const url of urls) expect((await asked(app, { url, remoteAddress: url })).statusCode, url).toBe(404);
    const headers = {
      'x-http-method-override': 'POST',
      'x-method-override': 'POST',
      'content-type': 'application/json',
    };
    expect((await asked(app, { url: '/act?_method=POST', headers })).statusCode).toBe(404);
  });
});

describe('回答带的头', () => {
  test('C-14 每个回答都不许缓存，不许嵌入，不猜类型，不带来源；出错也一样', async () => {
    const app = await open({});
    for (const url of ['/who', '/nothing', '/bug']) {
      const { headers, body } = await asked(app, { url });
      expect(headers, url).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(headers['content-security-policy'], url).toContain("default-src 'none'");
      expect(headers['permissions-policy']).toContain('geolocation=()');
      expect(headers['strict-transport-security']).toBeUndefined();
      expect(headers['x-powered-by'] ?? headers.server).toBeUndefined();
      expect(body).not.toMatch(/secret|node_modules|\.ts:\d/);
    }
  });

  test('https 时告诉浏览器以后都用 https', async () => {
    const { headers } = await asked(await open({ https: true }), {});
    expect(headers['strict-transport-security']).toBe('max-age=31536000');
  });

  test('页面：脚本和样式没有 unsafe-inline；能嵌入的只有写明的', () => {
    const policy = pagePolicy('abc', PLAIN_SITE);
    expect(policy).not.toContain('unsafe');
    expect(policy).toContain("style-src 'self' 'nonce-abc'");
    expect(policy).toContain("frame-ancestors 'none'");
    const framed = pagePolicy('abc', { frameAncestors: ['https://zzd.example'] });
    expect(framed).toContain("frame-ancestors 'self' https://zzd.example");
  });
});
