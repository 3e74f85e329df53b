import type { CitizenUser, Ctx } from '#platform/session/ctx.ts';
import { refuse } from '../contract.ts';
import { heldMandates } from '../mandate/held-mandates.ts';
import { MANDATE_SCOPE_NAMES, type MandateScope } from '../mandate/mandate.ts';

/** By which mandate: null where it is his own record. */
export type Ground = { mandateNo: number | null };

/**
 * The citizen who asks; refuses everybody else: staff have no rights in the portal. Refuses too whose own record says that he has
 * died: as a mandate ends with the older person's death, so does what he may look at and do himself, for himself and for others.
 */
export function citizenOf({ user }: Pick<Ctx, 'user'>): CitizenUser {
  const citizen = user.citizen ?? refuse('people.no-citizen');
  return citizen.hasDied ? refuse('people.own-died') : citizen;
}

/**
 * 凭什么办: his own record, or a mandate that stands at this moment and names the thing. Refuses a person who is not his to see like
 * one whom nobody knows, and a thing that the mandate does not name. Asked anew in every act.
 */
export async function mayActFor(
  ctx: Pick<Ctx, 'db' | 'now' | 'user'>,
  personNo: number,
  scope: MandateScope,
): Promise<Ground> {
  const citizen = citizenOf(ctx);
  if (citizen.ownPersonNo === personNo) return { mandateNo: null };
  const held = (await heldMandates(ctx, citizen.idBlind)).filter(({ row }) => row.person_no === personNo);
  if (!held.some(({ may }) => may('view'))) return refuse('people.not-yours');
  const ground = held.find(({ may }) => may(scope));
  if (ground) return { mandateNo: ground.row.mandate_no };
  if (scope === 'account') return refuse('people.account-guardian');
  return refuse('people.scope-missing', { scope: MANDATE_SCOPE_NAMES[scope] });
}
