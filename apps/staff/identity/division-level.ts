import { mayBeHeldAt, type Organisation, ROLES, type Role } from '#modules/identity/contract.ts';

type Level = Parameters<typeof mayBeHeldAt>[2];

/** 区划层级 by the form of the code: 330000, 331000, 331083 (zones Z33010001), 331083001, 331083001200. */
export function levelOfDivision(code: string): Level {
  if (code.startsWith('Z')) return 3;
  if (code.length > 6) return code.length > 9 ? 5 : 4;
  if (code.endsWith('0000')) return 1;
  return code.endsWith('00') ? 2 : 3;
}

/** 可设的角色 at an organisation. The demonstration's is offered by who has it: elsewhere there is none. */
export function rolesAt({ kind, division }: Pick<Organisation, 'kind' | 'division'>, own: Role | undefined): Role[] {
  const level = levelOfDivision(division);
  return ROLES.filter((role) => mayBeHeldAt(role, kind, level) && (role !== 'demonstration' || own === role));
}
