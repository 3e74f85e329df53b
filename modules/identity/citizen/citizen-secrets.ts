import type { Keys } from '#platform/crypto/keys.ts';
import { blindIndex, openSealed, seal } from '#platform/crypto/seal.ts';

export type CitizenSecrets = { idNumber: string; phone: string };

const placeOf = (citizenNo: number) => ({ table: 'identity.citizen', column: 'sealed', row: citizenNo });

/** 公民证件盲索引: equal for the same document number, however it was typed. A mandate names its holder by it. */
export function citizenBlind(keys: Keys, idNumber: string): Buffer {
  return blindIndex(keys, 'identity.citizen.id_number', canonicalNumber(idNumber));
}

/** Full-width and small letters folded, blanks removed. */
export function canonicalNumber(idNumber: string): string {
  return idNumber.normalize('NFKC').replace(/\s/g, '').toUpperCase();
}

export function sealCitizen(keys: Keys, citizenNo: number, { idNumber, phone }: CitizenSecrets): Buffer {
  return seal(keys, placeOf(citizenNo), { idNumber, phone });
}

export async function unsealCitizen(keys: Keys, citizenNo: number, sealed: Buffer): Promise<CitizenSecrets> {
  const { idNumber = '', phone = '' } = await openSealed(keys, placeOf(citizenNo), sealed);
  return { idNumber, phone };
}
