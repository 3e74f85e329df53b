import type { Keys } from '#platform/crypto/keys.ts';
import { blindIndex, seal, unseal } from '#platform/crypto/seal.ts';
import type { DocumentKind } from './document-kind.ts';

export type Secrets = { idNumber: string | null; accountNumber: string | null };
export type TypedSecrets = Secrets & { documentKind: DocumentKind | null };

const addressOf = (personNo: number) => `people.person/${personNo}`;

/** 证件盲索引: the same signs on another kind of document are somebody else's. An ID card goes without its kind. */
export function idBlindOf(keys: Keys, kind: DocumentKind, number: string): Buffer {
  const value = kind === 'id-card' ? number : `${kind}/${number}`;
  return blindIndex(keys, 'people.person.id_number', value);
}

/** What the table keeps of the secrets: one sealed value that opens only for this person's row, and the blind indexes. */
export type SealedPerson = { sealed: Buffer; idBlind: Buffer | null; accountBlind: Buffer | null };

/** 封存: number of the document and account number of one person. */
export function sealPerson(keys: Keys, personNo: number, person: TypedSecrets): SealedPerson {
  const { documentKind, idNumber, accountNumber } = person;
  const fields: Record<string, string> = {};
  if (idNumber !== null) fields.idNumber = idNumber;
  if (accountNumber !== null) fields.accountNumber = accountNumber;
  return {
    sealed: seal(keys, addressOf(personNo), fields),
    idBlind: idNumber === null || documentKind === null ? null : idBlindOf(keys, documentKind, idNumber),
    accountBlind: accountNumber === null ? null : blindIndex(keys, 'people.person.account_number', accountNumber),
  };
}

export function unsealPerson(keys: Keys, personNo: number, sealed: Buffer): Secrets {
  const fields = unseal(keys, addressOf(personNo), sealed);
  return { idNumber: fields.idNumber ?? null, accountNumber: fields.accountNumber ?? null };
}
