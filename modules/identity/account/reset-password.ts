import { businessDay } from '#platform/month/month.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { type AccountRow, findAccount, setPassword } from '../account.store.ts';
import { forgetFailures } from '../failure.store.ts';
import { accountKey } from '../failure.ts';
import { refuse } from '../refuse.ts';
import { endSessionsOf } from '../session.store.ts';
import { oneTimeUntil } from './one-time-password.ts';

/** 重设口令: the old one and all sessions are void; a lock for wrong answers is lifted, since nobody knows this password yet. */
export async function resetPassword(ctx: Ctx, accountNo: number, passwordHash: string): Promise<AccountRow> {
  const account = await findAccount(ctx.db, accountNo);

  if (!account) return refuse('identity.no-account');
  if (account.ended_on !== null) {
    refuse('identity.ended', { name: account.display_name, day: businessDay(ctx.now) });
  }

  await setPassword(ctx.db, accountNo, passwordHash, oneTimeUntil(ctx.now));
  await endSessionsOf(ctx.db, accountNo, ctx.now);
  await forgetFailures(ctx.db, accountKey(account.name));
  return account;
}
