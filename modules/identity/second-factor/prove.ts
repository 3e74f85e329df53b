import type { Keys } from '#platform/crypto/keys.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { type AccountRow, selectAccount } from '../account.store.ts';
import { countFailure, forgetFailures, lockFailures } from '../failure.store.ts';
import { accountKey, sourceKey } from '../failure.ts';
import { refuse } from '../refuse.ts';
import { setProved, setProvedAgain } from '../session.store.ts';
import { refuseWhileLocked } from '../sign-in.ts';
import { hashRecoveryCode, looksLikeRecoveryCode } from './recovery-code.ts';
import { findSecondFactor, takeRecoveryCode, takeStep } from './second-factor.store.ts';
import { secretOf } from './secret.ts';
import { stepOfCode } from './totp.ts';

/** What was typed, from where, in which session. */
export type Typed = { code: string; source: string; tokenHash: Buffer };

/**
 * 第二种鉴别: a code of the app, or a recovery code. A code works once. Wrong ones count like wrong passwords, for the same account
 * and source: five, then fifteen minutes of none.
 */
export async function proveSecondFactor(ctx: Ctx, keys: Keys, typed: Typed): Promise<void> {
  const account = await selectAccount(ctx.db, ctx.user.accountNo ?? 0);
  await takeCode(ctx, keys, account, typed, 'also recovery codes');
  // At sign-in the password was shown a moment ago: both together are the whole proof.
  if (ctx.user.unfinished === 'prove') await setProvedAgain(ctx.db, typed.tokenHash, { withFactor: true }, ctx.now);
  else await setProved(ctx.db, typed.tokenHash, ctx.now);
}

/** Takes a code, or refuses and counts. */
export async function takeCode(
  ctx: Ctx,
  keys: Keys,
  account: AccountRow,
  { code, source }: Typed,
  which: 'also recovery codes' | 'app only',
): Promise<void> {
  const failureKeys = [sourceKey(source), accountKey(account.name)];
  await lockFailures(ctx.db, failureKeys);
  await refuseWhileLocked(ctx, failureKeys);
  const factor = await findSecondFactor(ctx.db, account.account_no);
  if (!factor) return refuse('identity.no-second-factor');
  const isTaken =
    which === 'also recovery codes' && looksLikeRecoveryCode(code)
      ? await takeRecoveryCode(ctx.db, hashRecoveryCode(keys, account.account_no, code), ctx.now)
      : await takeAppCode(ctx, factor.second_factor_id, stepOfCode(await secretOf(keys, factor), code, ctx.now));
  if (!isTaken) {
    await countFailure(ctx.db, failureKeys, ctx.now);
    return refuse('identity.wrong-second-factor');
  }
  await forgetFailures(ctx.db, accountKey(account.name));
}

async function takeAppCode(ctx: Ctx, secondFactorId: string, step: number | undefined): Promise<boolean> {
  return step !== undefined && takeStep(ctx.db, secondFactorId, step);
}

/** Counted: guessing at enrolment is guessing too. */
export async function refuseWrongCode(ctx: Ctx, account: AccountRow, source: string): Promise<never> {
  const failureKeys = [sourceKey(source), accountKey(account.name)];
  await lockFailures(ctx.db, failureKeys);
  await refuseWhileLocked(ctx, failureKeys);
  await countFailure(ctx.db, failureKeys, ctx.now);
  return refuse('identity.wrong-first-code');
}
