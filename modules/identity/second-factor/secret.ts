import type { Keys } from '#platform/crypto/keys.ts';
import { type SealedPlace, unseal } from '#platform/crypto/seal.ts';
import type { SecondFactorRow } from './second-factor.store.ts';

export function secretOf(keys: Keys, { second_factor_id, sealed }: SecondFactorRow): string {
  const { secret } = unseal(keys, sealedAt(second_factor_id), sealed);
  if (secret === undefined) throw new Error('a sealed second factor holds no secret');
  return secret;
}

/** A secret moved to another row does not open. */
export function sealedAt(secondFactorId: string): SealedPlace {
  return { table: 'identity.second_factor', column: 'sealed', row: secondFactorId };
}
