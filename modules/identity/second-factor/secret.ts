import type { Keys } from '#platform/crypto/keys.ts';
import { unseal } from '#platform/crypto/seal.ts';
import type { SecondFactorRow } from './second-factor.store.ts';

export function secretOf(keys: Keys, { account_no, sealed }: SecondFactorRow): string {
  const { secret } = unseal(keys, sealedAt(account_no), sealed);
  if (secret === undefined) throw new Error('a sealed second factor holds no secret');
  return secret;
}

/** A secret moved to another account does not open. */
export function sealedAt(accountNo: number): string {
  return `identity.second_factor/${accountNo}`;
}
