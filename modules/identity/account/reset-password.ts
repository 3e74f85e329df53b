import { refuseStale } from '#platform/http/row-version.ts';
import { businessDay } from '#platform/month/month.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { type AccountRow, accountVersion, lockAccount, setPassword, setSignedIn } from '../account.store.ts';
import { forgetFailures } from '../failure.store.ts';
import { accountKey } from '../failure.ts';
import { refuse } from '../refuse.ts';
import { endSessionsOf } from '../session.store.ts';
import type { AccountSeen } from './end-account.ts';
import { oneTimeUntil } from './one-time-password.ts';

/**
 * 重设口令: the old one and all sessions are void; a lock for wrong answers is lifted, since nobody knows this password yet; an account
 * that was dormant is taken up again. Whoever has just taken away the second factor leaves this to another.
 */
export async function resetPassword(
  ctx: Ctx,
  { accountNo, version }: AccountSeen,
  passwordHash: string,
): Promise<AccountRow> {
  const account = await lockAccount(ctx.db, accountNo);

  if (!account) return refuse('identity.no-account');
  if (account.ended_on !== null) {
    refuse('identity.ended', { name: account.display_name, day: businessDay(ctx.now) });
  }
  refuseStale(version, accountVersion(account));
  if (account.factor_reset_by !== null && account.factor_reset_by === ctx.user.accountNo) refuse('identity.two-hands');

  await setPassword(ctx.db, accountNo, passwordHash, { until: oneTimeUntil(ctx.now), by: ctx.user.accountNo });
  await setSignedIn(ctx.db, accountNo, ctx.now);
  await endSessionsOf(ctx.db, accountNo, ctx.now);
  await forgetFailures(ctx.db, accountKey(account.name));
  return account;
}
