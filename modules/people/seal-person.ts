import type { Keys } from '#platform/crypto/keys.ts';
import { blindIndex, seal, unseal } from '#platform/crypto/seal.ts';

export type Secrets = { idNumber: string | null; accountNumber: string | null };

const addressOf = (personNo: number) => `people.person/${personNo}`;

export function idBlindOf(keys: Keys, idNumber: string): Buffer {
  return blindIndex(keys, 'people.person.id_number', idNumber);
}

/** What the table keeps of the secrets: one sealed value that opens only for this person's row, and the blind indexes. */
export type SealedPerson = { sealed: Buffer; idBlind: Buffer | null; accountBlind: Buffer | null };

/** 封存: ID number and account number of one person. */
export function sealPerson(keys: Keys, personNo: number, { idNumber, accountNumber }: Secrets): SealedPerson {
  const fields: Record<string, string> = {};
  if (idNumber !== null) fields.idNumber = idNumber;
  if (accountNumber !== null) fields.accountNumber = accountNumber;
  return {
    sealed: seal(keys, addressOf(personNo), fields),
    idBlind: idNumber === null ? null : idBlindOf(keys, idNumber),
    accountBlind: accountNumber === null ? null : blindIndex(keys, 'people.person.account_number', accountNumber),
  };
}

export function unsealPerson(keys: Keys, personNo: number, sealed: Buffer): Secrets {
  const fields = unseal(keys, addressOf(personNo), sealed);
  return { idNumber: fields.idNumber ?? null, accountNumber: fields.accountNumber ?? null };
}
