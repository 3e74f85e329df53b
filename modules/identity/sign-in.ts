import type { Database } from '#platform/db/connect.ts';
import { businessDay } from '#platform/month/month.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { type AccountRow, lockAccount, selectAccountByName, setSignedIn } from './account.store.ts';
import type { Proof } from './acting.ts';
import { countFailure, forgetFailures, lockFailures, selectLockedUntil } from './failure.store.ts';
import { accountKey, minutesUntil, sourceKey } from './failure.ts';
import { ACCOUNT_NAME } from './field.ts';
import { NOBODYS_HASH, verifyPassword } from './password.ts';
import { type LivePost, livePosts } from './post/post.store.ts';
import { refuse } from './refuse.ts';
import { findSecondFactor } from './second-factor/second-factor.store.ts';
import { endSession, insertSession, selectLastPostNo } from './session.store.ts';
import { hashToken, isDormant, makeToken } from './session.ts';

/** `source` is the address the request came from. */
export type SignInWish = { name: string; password: string; source: string };
export type CheckedSignIn = {
  source: string;
  keys: [source: Buffer, account: Buffer];
  account: AccountRow | undefined;
  lockedUntil: Date | undefined;
  right: boolean;
};

/** `post`: under which the session begins; undefined when there is none. */
export type SignedIn = {
  account: AccountRow;
  posts: LivePost[];
  post: LivePost | undefined;
  proof: Proof;
  token: string;
};
/** How he came: from where, by his own password (`way` null) or elsewhere, and whether that counts as two factors. */
export type Arrival = { source: string; way: string | null; isProved: boolean };

/** The slow part, before the transaction. A locked name or source costs no hash; a name nobody has costs as much as any. */
export async function checkPassword(db: Database, now: Date, wish: SignInWish): Promise<CheckedSignIn> {
  const name = wish.name.normalize('NFKC').trim().toLowerCase();
  const keys: CheckedSignIn['keys'] = [sourceKey(wish.source), accountKey(name)];
  const account = ACCOUNT_NAME.test(name) ? await selectAccountByName(db, name) : undefined;
  const lockedUntil = await selectLockedUntil(db, keys, now);
  const right = !lockedUntil && (await verifyPassword(wish.password, account?.password_hash ?? NOBODYS_HASH));
  return { source: wish.source, keys, account, lockedUntil, right };
}

/**
 * 登录: a new session under the only post, else the one last used; one that the browser still had ends. Refuses, and counts, a
 * wrong password or unknown name; refuses an account that has ended and a one-time password that is too old.
 */
export async function signIn(ctx: Ctx, checked: CheckedSignIn, oldToken: string | undefined): Promise<SignedIn> {
  const { keys, lockedUntil, right, source } = checked;
  await lockFailures(ctx.db, keys);
  // A lock met in the slow part counts although it may have ended since: nothing was checked.
  if (lockedUntil) return refuseLocked(lockedUntil, ctx.now);
  await refuseWhileLocked(ctx, keys);
  const account = checked.account && (await lockAccount(ctx.db, checked.account.account_no));
  // The password may have been reset while it was being checked.
  if (!right || !account || account.password_hash !== checked.account?.password_hash) {
    await countFailure(ctx.db, keys, ctx.now);
    return refuse('identity.wrong-password');
  }
  refuseUnused(ctx, account);
  if (account.one_time_until !== null && account.one_time_until <= ctx.now) refuse('identity.one-time-over');

  const signedIn = await startSession(ctx, account, { source, way: null, isProved: false }, oldToken);
  // The source's count stays: his own account must not buy anyone guesses at others'. The account's stays too while a code is
  // still to come: the password must not buy guesses at the second factor.
  if (!signedIn.proof.isEnrolled) await forgetFailures(ctx.db, keys[1]);
  return signedIn;
}

/** 停用: by an administrator or the directory, or because nobody signed in for ninety days. */
export function refuseUnused(ctx: Ctx, account: AccountRow): void {
  if (account.ended_on !== null && account.ended_on <= businessDay(ctx.now)) refuse('identity.account-ended');
  if (isDormant(account, ctx.now)) refuse('identity.dormant');
}

export async function refuseWhileLocked(ctx: Ctx, keys: readonly Buffer[]): Promise<void> {
  const until = await selectLockedUntil(ctx.db, keys, ctx.now);
  if (until) refuseLocked(until, ctx.now);
}

export function refuseLocked(until: Date, now: Date): never {
  return refuse('identity.locked', { minutes: minutesUntil(until, now) });
}

/** The token is always new: one that was known before the sign-in is worth nothing after it. */
export async function startSession(
  ctx: Ctx,
  account: AccountRow,
  { source, way, isProved }: Arrival,
  oldToken: string | undefined,
): Promise<SignedIn> {
  if (oldToken !== undefined) await endSession(ctx.db, hashToken(oldToken), ctx.now);
  const posts = await livePosts(ctx.db, account.account_no, businessDay(ctx.now));
  const last = posts.length > 1 ? await selectLastPostNo(ctx.db, account.account_no) : null;
  const post = posts.find(({ post_no }) => post_no === last) ?? posts[0];
  const token = makeToken();
  const provedAt = isProved ? ctx.now : null;
  const session = { accountNo: account.account_no, postNo: post?.post_no ?? null, source, way, provedAt };
  await insertSession(ctx.db, hashToken(token), session, ctx.now);
  await setSignedIn(ctx.db, account.account_no, ctx.now);
  const isEnrolled = (await findSecondFactor(ctx.db, account.account_no)) !== undefined;
  return { account, posts, post, token, proof: { isEnrolled, provedAt, way } };
}
