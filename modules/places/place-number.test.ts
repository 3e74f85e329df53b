import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assignSlots, placeInterval } from './place-number.ts';

const counties = fc.uniqueArray(fc.integer({ min: 330101, max: 330199 }).map(String), { maxLength: 40 });

test('新增区划只占空号，已有的序号一个不动', () => {
  fc.assert(
    fc.property(counties, fc.func(fc.boolean()), (codes, isOld) => {
      const before = assignSlots(
        codes.filter((code) => isOld(code)),
        3,
        new Map(),
      );
      const after = assignSlots(codes, 3, before);
      for (const [code, slot] of before) expect(after.get(code)).toBe(slot);
      expect(new Set(after.values()).size).toBe(codes.length);
    }),
  );
});

test('全部重编时按给定次序从 1 编起', () => {
  expect([...assignSlots(['330102', '330105'], 3, new Map())]).toEqual([
    ['330102', 1],
    ['330105', 2],
  ]);
});

test('上级没有空号或槽位越界时说明是哪一个', () => {
  const codes = Array.from({ length: 50 }, (_, index) => String(330101 + index));
  expect(() => assignSlots(codes, 3, new Map())).toThrow('330150: its parent has no free slot left');
  expect(() => placeInterval('330103', 3, 0, { placeLo: 1, placeHi: 9 })).toThrow('330103: no slot 0');
  expect(() => placeInterval('310101001', 4, 1, { placeLo: 1, placeHi: 1 })).toThrow('only 330000 has streets');
});
