import type { User } from '../session/ctx.ts';

/** Who is signed in, to be counted or told apart: an account, or a citizen of the portal; their names never meet. Undefined: nobody. */
export function callerOf({ accountNo, citizen }: User): string | undefined {
  if (accountNo !== null) return String(accountNo);
  return citizen && `citizen-${citizen.citizenNo}`;
}
