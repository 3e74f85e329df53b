import type { FastifyRequest } from 'fastify';
import type { Database } from '#platform/db/connect.ts';
import { businessDay } from '#platform/month/month.ts';
import type { Ctx, User } from '#platform/session/ctx.ts';
import { anyAccountExists, selectAccount } from './account.store.ts';
import { accountOf, type Proof, userOf } from './acting.ts';
import { throughBreakGlass } from './break-glass/through-break-glass.ts';
import type { Account } from './contract.ts';
import { livePosts } from './post/post.store.ts';
import { noteUse, selectSession } from './session.store.ts';
import { hashToken, isAlive, isFresh, mustNoteUse } from './session.ts';
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
  const isProvedLately = isFresh(session.last_proof_at, session.fresh_minutes ?? 0, now);
  const user = { ...userOf(session, post, proofOf(session)), isProvedLately };
  const { personNo } = (request.params ?? {}) as { personNo?: unknown };
  return throughBreakGlass(db, user, { method: request.method, personNo }, now);
}

/** 当前登录人: account null when nobody is signed in; `setupNeeded` while there is no account at all. */
export async function whoAmI(
  ctx: Ctx,
  tokenHash: Buffer | undefined,
): Promise<{ account: Account | null; setupNeeded: boolean }> {
  const { accountNo } = ctx.user;
  if (accountNo === null) return { account: null, setupNeeded: !(await anyAccountExists(ctx.db)) };
  return { account: await ownAccount(ctx, accountNo, tokenHash), setupNeeded: false };
}

/** The account with its posts of today, as the session of the token stands now. */
export async function ownAccount({ db, now }: Ctx, accountNo: number, tokenHash: Buffer | undefined): Promise<Account> {
  const posts = await livePosts(db, accountNo, businessDay(now));
  const session = tokenHash && (await selectSession(db, tokenHash));
  const post = posts.find(({ post_no }) => post_no === session?.post_no);
  return accountOf(await selectAccount(db, accountNo), posts, post, session ? proofOf(session) : NO_PROOF);
}

const NO_PROOF: Proof = { isEnrolled: false, provedAt: null, way: null };

function proofOf(session: { is_enrolled: unknown; proved_at: Date | null; way: string | null }): Proof {
  return { isEnrolled: session.is_enrolled === true, provedAt: session.proved_at, way: session.way };
}
