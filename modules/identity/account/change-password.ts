import type { Database } from '#platform/db/connect.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { type AccountRow, lockAccount, setPassword } from '../account.store.ts';
import { countFailure, forgetFailures, lockFailures } from '../failure.store.ts';
import { hashPassword } from '../password.ts';
import { refuse } from '../refuse.ts';
import { whyRefused } from '../refused-password.ts';
import { endSessionsOf } from '../session.store.ts';
import { type CheckedSignIn, checkPassword, refuseLocked, refuseWhileLocked } from '../sign-in.ts';

export type ChangeWish = { name: string; password: string; newPassword: string; source: string };
/** `newHash` is there when the old password was right. */
export type CheckedChange = CheckedSignIn & { newHash: string | undefined };

/** The slow part, before the transaction. Refuses a weak new password, and the old one again, of who knows the old one. */
export async function checkChange(db: Database, now: Date, wish: ChangeWish): Promise<CheckedChange> {
  const checked = await checkPassword(db, now, wish);
  if (!checked.right || !checked.account) return { ...checked, newHash: undefined };
  const same = wish.newPassword.normalize('NFKC') === wish.password.normalize('NFKC');
  if (same) refuse('identity.same-password');
  const reason = await whyRefused(wish.newPassword, [checked.account.name, checked.account.display_name]);
  if (reason) refuse('identity.weak-password', { reason });
  return { ...checked, newHash: await hashPassword(wish.newPassword) };
}

/** 修改口令: one's other sessions end. A wrong old password counts like one at sign-in: an open screen must not be a place to guess. */
export async function changePassword(
  ctx: Ctx,
  { keys, account, lockedUntil, newHash }: CheckedChange,
  keep: Buffer | undefined,
): Promise<AccountRow> {
  if (ctx.user.unfinished === 'prove') refuse('identity.prove-first');
  await lockFailures(ctx.db, keys);
  if (lockedUntil) return refuseLocked(lockedUntil, ctx.now);
  await refuseWhileLocked(ctx, keys);
  const now = account && (await lockAccount(ctx.db, account.account_no));
  if (!account || newHash === undefined || now?.password_hash !== account.password_hash) {
    await countFailure(ctx.db, keys, ctx.now);
    return refuse('identity.wrong-old-password');
  }

  await setPassword(ctx.db, account.account_no, newHash, null);
  await endSessionsOf(ctx.db, account.account_no, ctx.now, keep);
  await forgetFailures(ctx.db, keys[1]);
  return { ...account, password_hash: newHash, one_time_until: null, one_time_by: null };
}
