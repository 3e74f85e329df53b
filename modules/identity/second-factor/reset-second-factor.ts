import { refuseStale } from '#platform/http/row-version.ts';
import { businessDay } from '#platform/month/month.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { type AccountRow, accountVersion, lockAccount, setFactorResetBy } from '../account.store.ts';
import { refuse } from '../refuse.ts';
import { endSessionsOf } from '../session.store.ts';
import { endRecoveryCodes, endSecondFactors, findSecondFactor } from './second-factor.store.ts';

/**
 * 重设动态口令: for who lost telephone and recovery codes; he enrols anew at his next sign-in, with his password. The administrator
 * learns nothing by it; whoever also gave out a one-time password could sign in as the other, so that takes two.
 */
export async function resetSecondFactor(
  ctx: Ctx,
  { accountNo, version }: { accountNo: number; version: string },
): Promise<AccountRow> {
  const account = await lockAccount(ctx.db, accountNo);

  if (!account) return refuse('identity.no-account');
  if (accountNo === ctx.user.accountNo) refuse('identity.own-second-factor');
  if (account.ended_on !== null) refuse('identity.ended', { name: account.display_name, day: businessDay(ctx.now) });
  refuseStale(version, accountVersion(account));
  if (!(await findSecondFactor(ctx.db, accountNo))) refuse('identity.no-second-factor');
  if (account.one_time_until !== null && account.one_time_by === ctx.user.accountNo) refuse('identity.two-hands');

  await endSecondFactors(ctx.db, accountNo, ctx.now);
  await endRecoveryCodes(ctx.db, accountNo, ctx.now);
  await setFactorResetBy(ctx.db, accountNo, ctx.user.accountNo);
  await endSessionsOf(ctx.db, accountNo, ctx.now);
  return account;
}
