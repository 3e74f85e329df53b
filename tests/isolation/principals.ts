import { INSTITUTIONS } from './institutions.ts';
import type { Principal } from './reference.ts';
import { VILLAGES } from './stage.ts';

const [ONE = '', SECOND = '', OTHER_TOWN = '', WENLING = '', XIHU = ''] = VILLAGES;
export const town = (village: string) => village.slice(0, 9);
const AT: Record<string, string[]> = {
  1: ['330000'],
  2: ['331000', '330100', '330200'],
  3: ['331083', '331081', '330106', 'Z33010002', '330114'],
  4: [town(ONE), town(OTHER_TOWN), town(WENLING), town(XIHU)],
  5: [ONE, SECOND, WENLING, XIHU],
};
const HELD: Record<string, number[]> = {
  ...{ 'village-worker': [5], 'street-reviewer': [4], 'county-approver': [3], 'county-releaser': [3] },
  ...{ 'rule-editor': [1, 2, 3], 'rule-approver': [1, 2, 3], 'city-officer': [2], 'province-officer': [1] },
  ...{ 'data-steward': [1, 2, 3], seat: [1, 2, 3], 'bureau-finance': [1, 2, 3], auditor: [1, 2, 3] },
  ...{ 'system-administrator': [1], 'security-administrator': [1], 'audit-administrator': [1], demonstration: [1] },
};
const OUTSIDE = ['assessor', 'care-worker', 'institution-manager', 'merchant', 'bank', 'treasury'];

/** People of the two institutions where somebody stays: who may look, who may not, and whose post has ended. */
export const OF_INSTITUTIONS: Principal[] = [
  ...['institution-manager', 'assessor', 'care-worker'].flatMap((role) =>
    INSTITUTIONS.map(({ name, at }) => ({ role, kind: 'outside' as const, at, institution: name, isOver: false })),
  ),
  ...INSTITUTIONS.map(({ name, at }) => ({
    ...{ role: 'institution-manager', kind: 'outside' as const, at, institution: name, isOver: true },
  })),
];

/** Every role everywhere it may be held, posts that have ended, and outside organisations' people. */
export const principals: Principal[] = [
  ...Object.entries(HELD).flatMap(([role, levels]) =>
    levels.flatMap((level) =>
      (AT[level] ?? []).map((at) => ({ role, kind: 'government' as const, at, isOver: false })),
    ),
  ),
  ...OUTSIDE.map((role) => ({ role, kind: 'outside' as const, at: '331083', isOver: false })),
  ...OF_INSTITUTIONS,
  ...['county-approver', 'street-reviewer'].map((role) => ({
    ...{ role, kind: 'government' as const, isOver: true },
    at: role === 'county-approver' ? '331083' : town(ONE),
  })),
];

/** Whoever may look at residents is drawn more often: few of many, with a few residents each. */
export const drawn: Principal[] = [
  ...principals,
  ...Array(4)
    .fill(OF_INSTITUTIONS.filter(({ role, isOver }) => role === 'institution-manager' && !isOver))
    .flat(),
];
