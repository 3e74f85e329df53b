import type { FastifyRequest } from 'fastify';
import type { Database } from '#platform/db/connect.ts';
import { businessDay } from '#platform/month/month.ts';
import type { Ctx, User } from '#platform/session/ctx.ts';
import { anyAccountExists, selectAccount } from './account.store.ts';
import { accountOf, userOf } from './acting.ts';
import type { Account } from './contract.ts';
import { livePosts } from './post/post.store.ts';
import { noteUse, selectSession } from './session.store.ts';
import { hashToken, isAlive, mustNoteUse } from './session.ts';
import { readToken } from './session-cookie.ts';

/**
 * 当前用户, for the edge at every request: whose live session the cookie names, and the post it acts under. Account, post,
 * stand-in and organisation are read each time, so what ended is dead at the next request of every process. `https` as in the edge.
 */
export async function whoIs(
  request: FastifyRequest,
  db: Database,
  now: Date,
  https = false,
): Promise<User | undefined> {
  const token = readToken(request, https);
  if (token === undefined) return undefined;
  const tokenHash = hashToken(token);
  const session = await selectSession(db, tokenHash);
  const today = businessDay(now);
  if (!session || !isAlive(session, now) || (session.ended_on !== null && session.ended_on <= today)) return undefined;

  if (mustNoteUse(session, now)) await noteUse(db, tokenHash, now);
  const { account_no, post_no } = session;
  const [post] = post_no === null ? [] : await livePosts(db, account_no, today, post_no);
  return userOf(session, post);
}

/** 当前登录人: account null when nobody is signed in; `setupNeeded` while there is no account at all. */
export async function whoAmI(ctx: Ctx): Promise<{ account: Account | null; setupNeeded: boolean }> {
  const { accountNo } = ctx.user;
  if (accountNo === null) return { account: null, setupNeeded: !(await anyAccountExists(ctx.db)) };
  return { account: await ownAccount(ctx, accountNo, ctx.user.post?.postNo ?? null), setupNeeded: false };
}

/** The account with its posts of today, acting under the given one if it is among them. */
export async function ownAccount({ db, now }: Ctx, accountNo: number, postNo: number | null): Promise<Account> {
  const posts = await livePosts(db, accountNo, businessDay(now));
  const post = posts.find(({ post_no }) => post_no === postNo);
  return accountOf(await selectAccount(db, accountNo), posts, post);
}
