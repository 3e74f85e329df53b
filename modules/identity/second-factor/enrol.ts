import { randomUUID } from 'node:crypto';
import type { Keys } from '#platform/crypto/keys.ts';
import { seal } from '#platform/crypto/seal.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { type AccountRow, lockAccount, setFactorResetBy } from '../account.store.ts';
import { refuse } from '../refuse.ts';
import { endSessionsOf, setProved } from '../session.store.ts';
import { refuseWrongCode, type Typed } from './prove.ts';
import { newRecoveryCodes } from './renew-recovery-codes.ts';
import { findBegun, findSecondFactor, insertSecondFactor, setConfirmed } from './second-factor.store.ts';
import { sealedAt, secretOf } from './secret.ts';
import { enrolmentAddress, newSecret, stepOfCode } from './totp.ts';

export type Enrolment = { secret: string; address: string };

/**
 * 开始启用动态口令: a secret for the telephone, which counts once it has shown a code of it. Refuses while the password is a one-time
 * one, and while somebody who already has a second factor has not just used it.
 */
export async function beginSecondFactor(ctx: Ctx, keys: Keys, mayReplace: boolean): Promise<Enrolment> {
  const account = await ownAccountRow(ctx);

  if (ctx.user.unfinished === 'password') refuse('identity.password-first');
  if (ctx.user.unfinished === 'prove') refuse('identity.prove-first');
  if (!mayReplace && (await findSecondFactor(ctx.db, account.account_no))) refuse('identity.prove-again');

  const secret = newSecret();
  const id = randomUUID();
  const sealed = seal(keys, sealedAt(id), { secret });
  await insertSecondFactor(ctx.db, { id, accountNo: account.account_no, sealed }, ctx.now);
  return { secret, address: enrolmentAddress(secret, account.name) };
}

/** 启用动态口令: by its first code. Other sessions end. Returns ten recovery codes, shown this once; counts a wrong code. */
export async function confirmSecondFactor(ctx: Ctx, keys: Keys, { code, source, tokenHash }: Typed): Promise<string[]> {
  const account = await ownAccountRow(ctx);
  const begun = await findBegun(ctx.db, account.account_no);
  if (!begun) return refuse('identity.no-enrolment');
  const step = stepOfCode(await secretOf(keys, begun), code, ctx.now);

  if (step === undefined) return refuseWrongCode(ctx, account, source);

  await setConfirmed(ctx.db, begun, step, ctx.now);
  await setFactorResetBy(ctx.db, account.account_no, null);
  await endSessionsOf(ctx.db, account.account_no, ctx.now, tokenHash);
  await setProved(ctx.db, tokenHash, ctx.now);
  return newRecoveryCodes(ctx, keys, account.account_no);
}

async function ownAccountRow(ctx: Ctx): Promise<AccountRow> {
  return (await lockAccount(ctx.db, ctx.user.accountNo ?? 0)) ?? refuse('identity.no-account');
}
