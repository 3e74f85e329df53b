import type { Ctx } from '#platform/session/ctx.ts';
import { refuse } from '../contract.ts';
import { refuseUnlessAllowed, takeStep } from './act-on-mandate.ts';
import { staffMandate } from './confirm-mandate.ts';
import { lockMandate, type MandateRow } from './mandate.store.ts';

/** Who asks, as the portal knows him: his own record's number, and how mandates name him. */
export type PortalSelf = { ownPersonNo: number | null; idBlind: Buffer };

/** 撤销委托 in the portal: by the older person or by the holder, at any time. Dead at the next request. */
export async function endOwnMandate(ctx: Ctx, self: PortalSelf, mandateNo: number): Promise<MandateRow> {
  const mandate = (await lockMandate(ctx.db, mandateNo)) ?? refuse('people.no-mandate');
  const isHolder = mandate.holder_blind.equals(self.idBlind);
  const isPerson = self.ownPersonNo !== null && mandate.person_no === self.ownPersonNo;
  if (!isPerson && !isHolder) refuse('people.no-mandate');
  const actor = isPerson ? 'person' : 'holder';
  await refuseUnlessAllowed(ctx, mandate, 'revoke', actor);
  await takeStep(ctx, mandate, { act: 'revoke', actor, reason: null });
  return mandate;
}

/** 撤销委托 by staff, with the reason. */
export async function revokeMandate(ctx: Ctx, mandateNo: number, reason: string): Promise<MandateRow> {
  const mandate = await staffMandate(ctx, mandateNo);
  await refuseUnlessAllowed(ctx, mandate, 'revoke', 'staff');
  await takeStep(ctx, mandate, { act: 'revoke', actor: 'staff', reason });
  return mandate;
}
