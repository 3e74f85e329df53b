import type { Keys } from '#platform/crypto/keys.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { lockAccount } from './account.store.ts';
import { countFailure, forgetFailures, lockFailures } from './failure.store.ts';
import { refuse } from './refuse.ts';
import { takeCode } from './second-factor/prove.ts';
import { findSecondFactor } from './second-factor/second-factor.store.ts';
import { setProvedAgain } from './session.store.ts';
import { type CheckedSignIn, refuseLocked, refuseWhileLocked } from './sign-in.ts';

/** `code` left out: he typed none. */
export type AgainTyped = { code: string | undefined; source: string; tokenHash: Buffer };

/**
 * 再次核对身份, in a session that goes on: the password, and a code where he has a second factor. Wrong ones are counted like those at
 * sign-in: an open screen must not be a place to guess. `checked` is the slow part, before the transaction.
 */
export async function proveAgain(ctx: Ctx, keys: Keys, checked: CheckedSignIn, typed: AgainTyped): Promise<void> {
  await lockFailures(ctx.db, checked.keys);
  if (checked.lockedUntil) return refuseLocked(checked.lockedUntil, ctx.now);
  await refuseWhileLocked(ctx, checked.keys);
  const account = await lockAccount(ctx.db, ctx.user.accountNo ?? 0);
  // A one-time password is somebody else's word for him.
  const isOwn = account?.one_time_until === null && account.password_hash === checked.account?.password_hash;
  if (!account || !checked.right || !isOwn) {
    await countFailure(ctx.db, checked.keys, ctx.now);
    return refuse('identity.wrong-own-password');
  }
  const isEnrolled = (await findSecondFactor(ctx.db, account.account_no)) !== undefined;
  if (isEnrolled && typed.code === undefined) refuse('identity.code-too');

  if (typed.code !== undefined && isEnrolled)
    await takeCode(ctx, keys, account, { ...typed, code: typed.code }, 'also recovery codes');
  else await forgetFailures(ctx.db, checked.keys[1]);
  await setProvedAgain(ctx.db, typed.tokenHash, { withFactor: isEnrolled }, ctx.now);
}
