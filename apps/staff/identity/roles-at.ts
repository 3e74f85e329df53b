import { mayBeHeldAt, type Organisation, ROLES, type Role } from '#modules/identity/contract.ts';

/** 可设的角色 at an organisation. The demonstration's is offered by who has it: elsewhere there is none. */
export function rolesAt({ kind, level }: Pick<Organisation, 'kind' | 'level'>, own: Role | undefined): Role[] {
  return ROLES.filter((role) => mayBeHeldAt(role, kind, level) && (role !== 'demonstration' || own === role));
}
