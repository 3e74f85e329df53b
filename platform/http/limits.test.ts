import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineRoute } from '../contract/define-route.ts';
import type { AnyRoute } from '../contract/route.ts';
import { Refusal } from '../refusal/refusal.ts';
import { classOf, createLimit, LIMITS } from './limits.ts';

const reply = z.object({});
const declared = { title: '试', permission: 'a.b', scope: 'none', reply } as const;
const look = defineRoute({ ...declared, method: 'GET', path: '/api/a' });
const find = defineRoute({ ...declared, method: 'GET', path: '/api/b', query: z.strictObject({ search: z.string() }) });
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
  expect(() => limit(find, '7')).toThrow('查询太频繁');
  times(look, '7', 600);
  expect(() => limit(look, '7')).toThrow('操作太频繁');
  clock.now = new Date(clock.now.getTime() + 60_000);
  limit(take, '7');
});

test('C-31 导出另有一天的额度：慢慢导也只有这么多', () => {
  const clock = { now: new Date('2023-08-05T02:00:00Z') };
  const limit = createLimit(() => clock.now);
  const [, day] = LIMITS.export;
  for (let n = 0; n < (day?.most ?? 0); n += 1) {
    limit(take, '7');
    clock.now = new Date(clock.now.getTime() + 20_000);
  }
  expect(() => limit(take, '7')).toThrow(/请过\d+分钟再试/);
});
