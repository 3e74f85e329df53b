import { expect, test } from 'vitest';
import type { OwnPost } from '#modules/identity/contract.ts';
import { ownPlace } from './own-place.ts';

const post: OwnPost = {
  ...{ postNo: 1, role: 'street-reviewer', organisationNo: 2, organisationName: '玉环市坎门街道办事处' },
  ...{
    organisationKind: 'government',
    division: '331083002',
    fromDay: '2026-11-01',
    untilDay: null,
    standsInFor: null,
  },
};
type Level = 1 | 2 | 3 | 4 | 5;
const at = (code: string, level: Level, county: string | null) =>
  ownPlace({ scope: { type: 'division', code, level, county }, post });

test('街道、村的岗位只看自己的名单；县和县以上、功能区看整份清册', () => {
  const street = { name: '玉环市坎门街道办事处', county: '331083', only: { town: '331083002' } };
  expect(at('331083002', 4, '331083')).toEqual(street);
  expect(at('331083002001', 5, '331083')?.only).toEqual({ village: '331083002001' });
  expect([at('331083', 3, '331083'), at('331000', 2, null), at('Z33010001', 3, 'Z33010001')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(ownPlace({ scope: { type: 'whole' }, post })).toBeUndefined();
});

test('功能区下面的街道看的是功能区的清册', () => {
  expect(at('330104009', 4, 'Z33010001')).toMatchObject({ county: 'Z33010001', only: { town: '330104009' } });
});
