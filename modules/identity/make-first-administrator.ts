import type { Input } from '#platform/contract/route.ts';
import type { Database } from '#platform/db/connect.ts';
import { businessDay } from '#platform/month/month.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { makeAccount } from './account/make-account.ts';
import { anyAccountExists } from './account.store.ts';
import type { makeFirstAdministrator as route } from './contract.ts';
import { countFailure, lockFailures, selectLockedUntil } from './failure.store.ts';
import { sourceKey } from './failure.ts';
import { provinceOrganisation } from './organisation/seed-organisations.ts';
import { hashPassword } from './password.ts';
import { isDemonstration } from './post/make-post.ts';
import { insertPost } from './post/post.store.ts';
import { refuse } from './refuse.ts';
import { whyRefused } from './refused-password.ts';
import { endSetupCodes, selectSetupCode } from './setup-code.store.ts';
import { isCode } from './setup-code.ts';
import { refuseLocked, refuseWhileLocked, type SignedIn, startSession } from './sign-in.ts';

/** `source` is the address the request came from. */
export type FirstAdministratorWish = Input<typeof route>['body'] & { source: string };
/** Where it is made: the six-digit code of the database's province, and the session the browser still has. */
export type Surroundings = { province: string; oldToken: string | undefined };

/** `passwordHash` is there when the code fits: nobody else makes the server hash anything. */
export type CheckedSetup = { lockedUntil: Date | undefined; passwordHash: string | undefined };

/** The slow part, before the transaction. Refuses a weak password of who has the code. */
export async function checkSetup(
  db: Database,
  now: Date,
  { code, name, displayName, password, source }: FirstAdministratorWish,
): Promise<CheckedSetup> {
  const lockedUntil = await selectLockedUntil(db, [sourceKey(source)], now);
  const codeHash = lockedUntil ? undefined : await selectSetupCode(db);
  if (!codeHash || !isCode(code, codeHash)) return { lockedUntil, passwordHash: undefined };
  const reason = await whyRefused(password, [name, displayName]);
  if (reason) refuse('identity.weak-password', { reason });
  return { lockedUntil, passwordHash: await hashPassword(password) };
}

/**
 * 建立首位管理员: once, by who can read the server's terminal. Signed in at once, under one post of the province: system
 * administrator, in a demonstration the role that can do everything. Refuses, and counts, a wrong code.
 */
export async function makeFirstAdministrator(
  ctx: Ctx,
  wish: FirstAdministratorWish,
  { lockedUntil, passwordHash }: CheckedSetup,
  { province, oldToken }: Surroundings,
): Promise<SignedIn> {
  const keys = [sourceKey(wish.source)];
  await lockFailures(ctx.db, keys);
  const codeHash = await selectSetupCode(ctx.db, 'lock');
  if (await anyAccountExists(ctx.db)) refuse('identity.already-set-up');
  if (lockedUntil) return refuseLocked(lockedUntil, ctx.now);
  await refuseWhileLocked(ctx, keys);
  if (!codeHash || !isCode(wish.code, codeHash) || !passwordHash) {
    await countFailure(ctx.db, keys, ctx.now);
    return refuse('identity.wrong-code');
  }

  await endSetupCodes(ctx.db, ctx.now);
  const { name, displayName } = wish;
  const password = { kind: 'own', hash: passwordHash } as const;
  const account = await makeAccount(ctx, { name, displayName, employeeCode: null, password });
  if (!account) return refuse('identity.already-set-up');
  await insertPost(ctx.db, {
    accountNo: account.account_no,
    organisationNo: await provinceOrganisation(ctx.db, province),
    role: (await isDemonstration(ctx.db)) ? 'demonstration' : 'system-administrator',
    fromDay: businessDay(ctx.now),
    untilDay: null,
  });
  return startSession(ctx, account, { source: wish.source, way: null, isProved: false }, oldToken);
}
