import { refuseStale } from '#platform/http/row-version.ts';
import { businessDay } from '#platform/month/month.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { type AccountRow, accountVersion, lockAccount, setAccountEnd } from '../account.store.ts';
import { aloneWithPosts } from '../post/alone-with-posts.ts';
import { endPostsOf } from '../post/post.store.ts';
import { endStandInsOf } from '../post/stand-in.store.ts';
import { refuse } from '../refuse.ts';
import { endSessionsOf } from '../session.store.ts';

/** An account, and its version as the screen showed it. */
export type AccountSeen = { accountNo: number; version: string };

/** 停用账号: today, with its posts, stand-ins and sessions. Refuses one's own, so that an administrator is left. */
export async function endAccount(ctx: Ctx, { accountNo, version }: AccountSeen): Promise<AccountRow> {
  const today = businessDay(ctx.now);
  await aloneWithPosts(ctx);
  const account = await lockAccount(ctx.db, accountNo);

  if (!account) return refuse('identity.no-account');
  if (accountNo === ctx.user.accountNo) refuse('identity.own-post');
  if (account.ended_on !== null) refuse('identity.ended-already', { day: account.ended_on });
  refuseStale(version, accountVersion(account));

  await setAccountEnd(ctx.db, accountNo, today);
  await endPostsOf(ctx.db, accountNo, today);
  await endStandInsOf(ctx.db, accountNo, today);
  await endSessionsOf(ctx.db, accountNo, ctx.now);
  return account;
}
