import type { Keys } from '#platform/crypto/keys.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { selectAccount } from '../account.store.ts';
import { type Typed, takeCode } from './prove.ts';
import { hashRecoveryCode, makeRecoveryCodes } from './recovery-code.ts';
import { replaceRecoveryCodes } from './second-factor.store.ts';

/** 换一批恢复码: with a code of the app, so that an open screen is not enough. */
export async function renewRecoveryCodes(ctx: Ctx, keys: Keys, typed: Typed): Promise<string[]> {
  const account = await selectAccount(ctx.db, ctx.user.accountNo ?? 0);
  await takeCode(ctx, keys, account, typed, 'app only');
  return newRecoveryCodes(ctx, keys, account.account_no);
}

export async function newRecoveryCodes(ctx: Ctx, keys: Keys, accountNo: number): Promise<string[]> {
  const codes = makeRecoveryCodes();
  const hashes = codes.map((code) => hashRecoveryCode(keys, accountNo, code));
  await replaceRecoveryCodes(ctx.db, accountNo, hashes, ctx.now);
  return codes;
}
