import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineRoute } from '../contract/define-route.ts';
import type { AnyRoute } from '../contract/route.ts';
import { Refusal } from '../refusal/refusal.ts';
import { classOf, createLimit, LIMITS, type RouteClass } from './limits.ts';

const reply = z.object({});
const declared = { title: '试', permission: 'a.b', scope: 'none', reply } as const;
const look = defineRoute({ ...declared, method: 'GET', path: '/api/a' });
const find = defineRoute({ ...declared, method: 'POST', path: '/api/b', rate: 'search' });
const take = defineRoute({ ...declared, method: 'GET', path: '/api/c.csv', stream: 'csv' });
const enter = defineRoute({ ...declared, method: 'POST', path: '/api/d', permission: 'public' });

test('B-86 接口分四类：进门、查询、导出、其他', () => {
  expect([look, find, take, enter].map(classOf)).toEqual(['ordinary', 'search', 'export', 'entry']);
});

test('B-86 每人每类各数各的；到上限答 429，说过多久再试；时间一到又能用', () => {
  const clock = { now: new Date('2023-08-05T02:00:00Z') };
  const limit = createLimit(() => clock.now);
  const times = (route: AnyRoute, caller: string, count: number) => {
    for (let n = 0; n < count; n += 1) limit(route, caller);
  };
  times(take, '7', 10);
  const refused = (() => {
    try {
      limit(take, '7');
    } catch (error) {
      return error as Refusal;
    }
  })();
  expect(refused).toBeInstanceOf(Refusal);
  expect(refused).toMatchObject({ status: 429, details: { retryAfterSeconds: 60 } });
  expect(refused?.message).toContain('导出次数已到上限');
  times(take, '8', 10);
  times(find, '7', 120);
  expect(() => limit(find, '7')).toThrow(/查询次数已到上限，没有办理。请过60秒再试/);
  times(look, '7', 600);
  expect(() => limit(look, '7')).toThrow('操作太频繁');
  clock.now = new Date(clock.now.getTime() + 60_000);
  limit(take, '7');
});

const DAYS: [RouteClass, AnyRoute, string][] = [
  ['export', take, '导出次数已到上限'],
  ['search', find, '查询次数已到上限'],
];

test.each(DAYS)(
  'C-31 B-86 %s 另有一天的额度：慢慢来也只有这么多；说几点以后可以再办，到点就能办',
  (kind, route, words) => {
    const clock = { now: new Date('2023-08-05T02:00:00Z') };
    const limit = createLimit(() => clock.now);
    const day = LIMITS[kind].find(({ seconds }) => seconds === 86_400);
    expect(day).toBeDefined();
    for (let n = 0; n < (day?.most ?? 0); n += 1) {
      limit(route, '7');
      clock.now = new Date(clock.now.getTime() + 20_000);
    }
    expect(() => limit(route, '7')).toThrow(`${words}，没有办理。请在8月6日10:00以后再办`);
    limit(route, '8');
    clock.now = new Date('2023-08-06T02:00:00Z');
    limit(route, '7');
  },
);
