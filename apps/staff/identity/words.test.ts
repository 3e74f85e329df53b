import { expect, test } from 'vitest';
import { spanText, standOf } from './words.ts';

test('起止日写成一句话，止日当天不再有效', () => {
  expect(spanText({ fromDay: '2026-11-01', untilDay: null })).toBe('2026-11-01 起');
  expect(spanText({ fromDay: '2026-11-01', untilDay: '2026-12-01' })).toBe('2026-11-01 起，2026-12-01 前止');
  expect(spanText({ fromDay: null, untilDay: null })).toBe('一直有效');
  expect(spanText({ fromDay: null, untilDay: '2026-12-01' })).toBe('2026-12-01 前止');
});

test('当天起、当天止都算在内外分明', () => {
  const span = { fromDay: '2026-11-01', untilDay: '2026-12-01' };
  const days = ['2026-10-31', '2026-11-01', '2026-11-30', '2026-12-01'];
  expect(days.map((day) => standOf(span, day))).toEqual(['later', 'now', 'now', 'over']);
});
