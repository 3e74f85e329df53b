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
const at = (code: string) => ownPlace({ scope: { type: 'division', code }, post });

test('街道、村的岗位只看自己的名单；县和县以上、功能区看整份清册', () => {
  expect(at('331083002')).toEqual({ name: '玉环市坎门街道办事处', county: '331083', only: { town: '331083002' } });
  expect(at('331083002001')?.only).toEqual({ village: '331083002001' });
  expect([at('331083'), at('331000'), at('Z33010001')]).toEqual([undefined, undefined, undefined]);
  expect(ownPlace({ scope: { type: 'whole' }, post })).toBeUndefined();
});
