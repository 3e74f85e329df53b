import type { Keys } from '#platform/crypto/keys.ts';
import { openSealed, type SealedPlace } from '#platform/crypto/seal.ts';
import type { SecondFactorRow } from './second-factor.store.ts';

export async function secretOf(keys: Keys, { second_factor_id, sealed }: SecondFactorRow): Promise<string> {
  const { secret } = await openSealed(keys, sealedAt(second_factor_id), sealed);
  if (secret === undefined) throw new Error('a sealed second factor holds no secret');
  return secret;
}

/** A secret moved to another row does not open. */
export function sealedAt(secondFactorId: string): SealedPlace {
  return { table: 'identity.second_factor', column: 'sealed', row: secondFactorId };
}
