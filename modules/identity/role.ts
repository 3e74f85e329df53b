import type { User } from '#platform/session/ctx.ts';
import type { AccountRow } from './account.store.ts';
import type { Account, Role } from './contract.ts';

/** 权限表: who may do what. A right that stands here for nobody is nobody's. */
const MAY: Record<string, readonly Role[]> = {
  'allowances.read': ['administrator', 'officer', 'viewer'],
  'allowances.run': ['administrator', 'officer'],
  'allowances.export': ['administrator', 'officer'],
  'allowances.release': ['administrator'],
  'policy.read': ['administrator', 'officer', 'viewer'],
  'identity.manage': ['administrator'],
};

export function permissionsOf(role: Role): string[] {
  return Object.keys(MAY).filter((permission) => MAY[permission]?.includes(role));
}

/** The account as its owner sees it. */
export function accountOf({ account_no, name, display_name, role }: AccountRow): Account {
  return { accountNo: account_no, name, displayName: display_name, role, permissions: permissionsOf(role) };
}

/** The account as the edge and the audit see it. */
export function userOf({ account_no, name, role }: Pick<AccountRow, 'account_no' | 'name' | 'role'>): User {
  return { accountNo: account_no, name, permissions: new Set(permissionsOf(role)) };
}
