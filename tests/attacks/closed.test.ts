import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { AnyRoute } from '#platform/contract/route.ts';
import { openApiText } from '#tools/docs/openapi.ts';
import { allRoutes } from '#tools/docs/routes.ts';
import { inputsOf } from '../audit/generated-input.ts';
import { everyRoute } from '../audit/routes.ts';
import { openStage, type Stage } from '../isolation/stage.ts';

const routes = allRoutes();
const mutating = routes.filter(({ method, upload }) => method !== 'GET' && !upload);
const DEMONSTRATION = { role: 'demonstration', kind: 'government' as const, at: '330000', isOver: false };

let stage: Stage;
let cookie: string;
beforeAll(async () => {
  stage = await openStage();
  const { idNumber = '' } = stage.people[0] ?? {};
  // A browser in which somebody is signed in twice: each route reads its own of the two.
  cookie = `${await stage.cookieOf(DEMONSTRATION)}; ${await stage.citizenCookie({ name: '合成甲', idNumber })}`;
});
afterAll(() => stage.close());

const send = (url: string, payload: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  stage.app.inject({ method: 'POST', url, payload, headers: { cookie, ...headers } });
const bodyFor = (route: AnyRoute) => fc.sample(inputsOf(route, 'body'), { numRuns: 1, seed: 7 })[0] as object;

/** Every place in a schema where an object may hold what nobody named. */
function openings(schema: unknown, at: string): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = schema as { type?: string; additionalProperties?: unknown };
  const isOpen = own.type === 'object' && own.additionalProperties !== false;
  return [
    ...(isOpen ? [at] : []),
    ...Object.entries(schema).flatMap(([name, inner]) => openings(inner, `${at}.${name}`)),
  ];
}

describe('C-08 每个接口只收合同里写明的', () => {
  test.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', (_, route) => {
    for (const part of ['params', 'query', 'body'] as const) {
      const schema = z.toJSONSchema(route[part], { io: 'input', unrepresentable: 'any' });
      expect(openings(schema, part)).toEqual([]);
      expect(schema.type).toBe('object');
    }
  });

  test('B-88 接口文档之外没有接口；文档与合同一致', async () => {
    const served = (await everyRoute()).filter(({ url }) => url.startsWith('/api/'));
    const declared = routes.map(({ method, path }) => `${method} ${path}`).toSorted();
    expect(served.map(({ method, url }) => `${method} ${url}`).toSorted()).toEqual(declared);
    expect(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8')).toBe(openApiText());
  });
});

const TYPES = [
  ...['application/json\t;x', 'application/json;', 'application/json;charset=gbk', 'application/json, text/plain'],
  ...['text/plain', 'text/json', 'application/jsonp', 'application/vnd.api+json', 'application/x-www-form-urlencoded'],
  ...['multipart/form-data; boundary=x', 'application/pdf', ''],
];

describe('每个改动数据的接口', () => {
  test(`B-81 内容类型的${TYPES.length}种花样：一律 415，什么也没有办`, async () => {
    for (const route of mutating) {
      for (const type of TYPES) {
        const answer = await send(route.path, JSON.stringify(bodyFor(route)), { 'content-type': type });
        expect([answer.statusCode, answer.json().code], `${route.path} ${type}`).toEqual([415, 'content-type']);
      }
    }
  });

  test.each(['role', 'region', 'status', 'amountFen', 'approvedBy', 'id', 'createdAt', 'permissions', 'accountName'])(
    'B-83 夹带的“%s”：拒绝，不是忽略',
    async (name) => {
      for (const route of mutating) {
        const body = bodyFor(route);
        if (name in body) continue;
        const answer = await send(route.path, JSON.stringify({ ...body, [name]: 'demonstration' }));
        expect(answer.statusCode, route.path).toBe(422);
        expect(answer.json().sentence).toContain(`不认识的项：${name}`);
      }
    },
  );

  test('B-82 名字写两次、写成数组、放错地方：拒绝', async () => {
    const get = (url: string) => stage.app.inject({ method: 'GET', url, headers: { cookie } });
    for (const query of [
      'page=1&page=2',
      'page[]=1',
      'page=1&unknown=1',
      'page%5B%5D=1',
      'PAGE=1',
      'page=1;search=a',
    ]) {
      expect((await get(`/api/identity/accounts?${query}`)).statusCode, query).toBe(422);
    }
    const switched = await send('/api/identity/switch-post?postNo=1', '{"postNo":1}');
    expect(switched.statusCode).toBe(422);
  });
});

test('B-88 别处常见的调试、管理、源码地址：一个也没有', async () => {
  const found: string[] = [];
  for (const path of [
    ...['/actuator', '/actuator/env', '/actuator/heapdump', '/druid/index.html', '/swagger', '/swagger-ui.html'],
    ...[
      '/v2/api-docs',
      '/v3/api-docs',
      '/openapi.json',
      '/docs/openapi.json',
      '/api',
      '/api/',
      '/api/docs',
      '/graphql',
    ],
    ...['/metrics', '/debug', '/debug/pprof', '/.git/config', '/.git/HEAD', '/.env', '/.npmrc', '/package.json'],
    ...[
      '/server/main.ts',
      '/assets/',
      '/assets/index.js.map',
      '/phpinfo.php',
      '/console',
      '/h2-console',
      '/jobs',
      '/health',
    ],
    ...[
      '/control/run',
      '/control/backup',
      '/control/audit/export',
      '/staff/../package.json',
      '/..%2fpackage.json',
      '/admin',
    ],
  ]) {
    for (const method of ['GET', 'POST', 'PUT', 'OPTIONS', 'TRACE'] as const) {
      const headers = { cookie, 'content-type': 'application/json' };
      const payload = method === 'GET' || method === 'TRACE' ? {} : { payload: '{}' };
      const { statusCode } = await stage.app.inject({ method: method as 'GET', url: path, headers, ...payload });
      if (statusCode !== 404) found.push(`${method} ${path} ${statusCode}`);
    }
  }
  expect(found).toEqual([]);
});
