import { expect, test } from 'vitest';
import type { Account, Permission } from '#modules/identity/contract.ts';
import { homeOf, pagesOf } from './navigation.ts';

const withRights = (...permissions: Permission[]): Account => ({
  ...{ accountNo: 1, name: 'li.ming', displayName: '李明', post: null, posts: [], permissions },
  ...{ scope: { type: 'none' as const }, unfinished: null, hasSecondFactor: false, way: null },
});
const texts = (account: Account) => pagesOf(account).map(({ text }) => text);

test('主导航只有当前岗位能打开的页面，首页是工作开始的地方', () => {
  const county = withRights('allowances.totals', 'allowances.read', 'policy.read', 'allowances.run');
  expect([texts(county), homeOf(county)]).toEqual([['本月', '规则库'], '/']);
  const system = withRights('identity.read', 'identity.manage');
  expect([texts(system), homeOf(system)]).toEqual([['账号', '组织', '通讯录', '权限表'], '/accounts']);
  const security = withRights('identity.read', 'identity.sessions');
  expect([texts(security), homeOf(security)]).toEqual([['账号', '组织', '权限表', '会话'], '/sessions']);
  const audit = withRights('audit.read');
  expect([texts(audit), homeOf(audit)]).toEqual([['审计', '谁看过谁', '审计状态'], '/audit']);
});

test('没有岗位、岗位还没有页面的人留在首页，由首页说明怎么办', () => {
  expect([texts(withRights()), homeOf(withRights())]).toEqual([[], '/']);
});
