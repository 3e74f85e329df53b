import { expect, test } from 'vitest';
import { levelOfDivision, rolesAt } from './division-level.ts';

test('区划代码的写法说出层级，功能区与县同级', () => {
  const codes = ['330000', '331000', '331083', 'Z33010001', '331083001', '331083001200'];
  expect(codes.map(levelOfDivision)).toEqual([1, 2, 3, 3, 4, 5]);
});

test('只列出这个组织可以设的角色；演示人员只给演示人员看到', () => {
  const county = { kind: 'government', division: '331083' } as const;
  expect(rolesAt(county, undefined)).toContain('county-releaser');
  expect(rolesAt(county, undefined)).not.toContain('system-administrator');
  expect(rolesAt({ kind: 'bank', division: '331083' }, undefined)).toEqual(['bank']);
  expect(rolesAt({ kind: 'government', division: '330000' }, undefined)).not.toContain('demonstration');
  expect(rolesAt({ kind: 'government', division: '330000' }, 'demonstration')).toContain('demonstration');
});
