import { ROLE_TABLE, type Role } from '../role.ts';

type Days = { fromDay: string; untilDay: string | null };

/** Whether two stretches of days have a day in common; untilDay does not count, null = without end. */
export function overlap(a: Days, b: Days): boolean {
  const isEmpty = ({ fromDay, untilDay }: Days) => untilDay !== null && untilDay <= fromDay;
  if (isEmpty(a) || isEmpty(b)) return false;
  return (b.untilDay === null || a.fromDay < b.untilDay) && (a.untilDay === null || b.fromDay < a.untilDay);
}

/**
 * 不相容岗位: why one person may not act as both at a time. Administrators: each of the three apart from the others and from
 * all business (GB/T 22239-2019 8.1.4.2). Maker ≠ releaser: who can compute a list cannot release one.
 */
export function whyApart(
  one: Role,
  other: Role,
): 'identity.administrators-apart' | 'identity.maker-releases' | undefined {
  if (dutyOf(one) !== dutyOf(other)) return 'identity.administrators-apart';
  const parts = [may(one, 'allowances.run'), may(one, 'allowances.release')] as const;
  const others = [may(other, 'allowances.run'), may(other, 'allowances.release')] as const;
  // The demonstration's role does both by itself: with it there is nothing left to keep apart.
  if ((parts[0] && parts[1]) || (others[0] && others[1])) return undefined;
  return (parts[0] && others[1]) || (parts[1] && others[0]) ? 'identity.maker-releases' : undefined;
}

function dutyOf(role: Role): string {
  return ROLE_TABLE[role].audience === 'administrator' ? role : 'business';
}

function may(role: Role, permission: 'allowances.run' | 'allowances.release'): boolean {
  return ROLE_TABLE[role].permissions.includes(permission);
}
