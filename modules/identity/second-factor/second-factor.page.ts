import type { Reply } from '#platform/contract/route.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { refuse } from '../refuse.ts';
import type { showOwnSecurity } from '../security.ts';
import { countRecoveryCodes, findSecondFactor } from './second-factor.store.ts';
import { needsSecondFactor } from './step.ts';

/** 我的安全设置: whether he has a second factor, since when, and how many recovery codes are left. */
export async function readOwnSecurity(ctx: Ctx): Promise<Reply<typeof showOwnSecurity>> {
  const accountNo = ctx.user.accountNo ?? refuse('identity.no-account');
  const factor = await findSecondFactor(ctx.db, accountNo);
  return {
    confirmedAt: factor?.confirmed_at?.toISOString() ?? null,
    recoveryCodesLeft: factor ? await countRecoveryCodes(ctx.db, accountNo) : 0,
    isNeeded:
      ctx.user.post !== null && needsSecondFactor(ctx.user.post.role as Parameters<typeof needsSecondFactor>[0]),
  };
}
