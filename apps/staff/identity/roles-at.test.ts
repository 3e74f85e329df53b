import { expect, test } from 'vitest';
import { rolesAt } from './roles-at.ts';

test('只列出这个组织可以设的角色；演示人员只给演示人员看到', () => {
  const county = { kind: 'government', level: 3 } as const;
  const province = { kind: 'government', level: 1 } as const;
  expect(rolesAt(county, undefined)).toContain('county-releaser');
  expect(rolesAt(county, undefined)).not.toContain('system-administrator');
  expect(rolesAt({ kind: 'bank', level: 3 }, undefined)).toEqual(['bank']);
  expect(rolesAt(province, undefined)).not.toContain('demonstration');
  expect(rolesAt(province, 'demonstration')).toContain('demonstration');
});
