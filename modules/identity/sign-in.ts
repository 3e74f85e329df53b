import type { Database } from '#platform/db/connect.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { type AccountRow, selectAccountByName } from './account.store.ts';
import { ACCOUNT_NAME, refuse } from './contract.ts';
import { countFailure, forgetFailures, lockFailures, selectLockedUntil } from './failure.store.ts';
import { accountKey, minutesUntil, sourceKey } from './failure.ts';
import { NOBODYS_HASH, verifyPassword } from './password.ts';
import { endSession, insertSession } from './session.store.ts';
import { hashToken, makeToken } from './session.ts';

/** `source` is the address the request came from. */
export type SignInWish = { name: string; password: string; source: string };
export type CheckedSignIn = {
  keys: [source: Buffer, account: Buffer];
  account: AccountRow | undefined;
  lockedUntil: Date | undefined;
  right: boolean;
};

/** The slow part, before the transaction. A locked name or source costs no hash; a name nobody has costs as much as any. */
export async function checkPassword(db: Database, now: Date, wish: SignInWish): Promise<CheckedSignIn> {
  const name = wish.name.normalize('NFKC').trim().toLowerCase();
  const keys: CheckedSignIn['keys'] = [sourceKey(wish.source), accountKey(name)];
  const account = ACCOUNT_NAME.test(name) ? await selectAccountByName(db, name) : undefined;
  const lockedUntil = await selectLockedUntil(db, keys, now);
  const right = !lockedUntil && (await verifyPassword(wish.password, account?.password_hash ?? NOBODYS_HASH));
  return { keys, account, lockedUntil, right };
}

/** 登录: a new session; one that the browser still had ends. Refuses, and counts, a wrong password or unknown name. */
export async function signIn(
  ctx: Ctx,
  { keys, account, lockedUntil, right }: CheckedSignIn,
  oldToken: string | undefined,
): Promise<{ account: AccountRow; token: string }> {
  await lockFailures(ctx.db, keys);
  // A lock met in the slow part counts although it may have ended since: nothing was checked.
  if (lockedUntil) return refuseLocked(lockedUntil, ctx.now);
  await refuseWhileLocked(ctx, keys);
  if (!right || !account) {
    await countFailure(ctx.db, keys, ctx.now);
    return refuse('identity.wrong-password');
  }

  // The source's count stays: his own account must not buy anyone guesses at others'.
  await forgetFailures(ctx.db, keys[1]);
  return { account, token: await startSession(ctx, account.account_no, oldToken) };
}

export async function refuseWhileLocked(ctx: Ctx, keys: readonly Buffer[]): Promise<void> {
  const until = await selectLockedUntil(ctx.db, keys, ctx.now);
  if (until) refuseLocked(until, ctx.now);
}

export function refuseLocked(until: Date, now: Date): never {
  return refuse('identity.locked', { minutes: minutesUntil(until, now) });
}

/** The token is always new: one that was known before the sign-in is worth nothing after it. */
export async function startSession(ctx: Ctx, accountNo: number, oldToken: string | undefined): Promise<string> {
  if (oldToken !== undefined) await endSession(ctx.db, hashToken(oldToken), ctx.now);
  const token = makeToken();
  await insertSession(ctx.db, hashToken(token), accountNo, ctx.now);
  return token;
}
