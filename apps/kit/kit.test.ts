import { expect, test } from 'vitest';
import { CallRefused } from '#platform/contract/call.ts';
import { countText } from './count.ts';
import { recoveryText, yuanText } from './money.tsx';
import { dayText, instantText, monthText } from './month.ts';
import { ordered } from './order.ts';
import { isPassing, needsSignIn, shownRefusal } from './refusal.ts';

test('金额以元显示，千位分节，整元不带角分；追缴显示为正数', () => {
  expect([0, 5, 6_000, 103_306_000].map(yuanText)).toEqual(['0 元', '0.05 元', '60 元', '1,033,060 元']);
  expect(recoveryText(-42_000)).toBe('420 元');
});

test('人数千位分节', () => {
  expect([0, 999, 1_000, 16_015, 1_887_000].map(countText)).toEqual(['0', '999', '1,000', '16,015', '1,887,000']);
});

test('月份和日期写成中文，不补零', () => {
  expect(monthText('2023-08')).toBe('2023年8月');
  expect(dayText('2023-12-04')).toBe('2023年12月4日');
});

test('时刻一律按北京时间显示，跨日、跨年都对', () => {
  expect(instantText('2023-08-31T10:05:59.999Z')).toBe('2023-08-31 18:05');
  expect(instantText('2023-12-31T16:00:00Z')).toBe('2024-01-01 00:00');
  expect(instantText('1969-12-31T15:59:00Z')).toBe('1969-12-31 23:59');
});

test('排序：数字按大小，空值升降都在最后，相同的保持原序', () => {
  const rows = [{ n: 2 }, { n: null }, { n: 10 }, { n: 2 }];
  expect(ordered(rows, ({ n }) => n, 'up').map(({ n }) => n)).toEqual([2, 2, 10, null]);
  expect(ordered(rows, ({ n }) => n, 'down').map(({ n }) => n)).toEqual([10, 2, 2, null]);
  expect(ordered(rows, ({ n }) => n, 'down')[1]).toBe(rows[0]);
});

test('拒绝的话原样显示并带编号；程序错误不显示技术词', () => {
  expect(shownRefusal(new CallRefused(409, 'x', '请先计算。', 'r-1'))).toEqual({
    sentence: '请先计算。',
    requestId: 'r-1',
  });
  expect(shownRefusal(new TypeError('x is undefined')).sentence).toMatch(/^页面出错了。请刷新页面/);
});

test('只有没登录才去登录页，口令不对不算；断线会自动再问，拒绝不会', () => {
  expect(needsSignIn(new CallRefused(401, 'sign-in-needed', '请先登录。'))).toBe(true);
  expect(needsSignIn(new CallRefused(401, 'identity.wrong-password', '口令不对。'))).toBe(false);
  expect(isPassing(new CallRefused(0, 'network', '连不上'))).toBe(true);
  expect(isPassing(new CallRefused(422, 'input', '填写有误'))).toBe(false);
});
