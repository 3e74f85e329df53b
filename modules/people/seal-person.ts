import type { Keys } from '#platform/crypto/keys.ts';
import { blindBucket, blindIndex, openSealed, type SealedFields, seal } from '#platform/crypto/seal.ts';
import type { DocumentKind } from './document-kind.ts';

export type Secrets = {
  idNumber: string | null;
  accountNumber: string | null;
  phone: string | null;
  address: string | null;
};
export type TypedSecrets = Secrets & { documentKind: DocumentKind | null };

/** Of the record's shape: 2 may hold phone and address. A record of a later shape is not guessed at. */
const SHAPE = '2';
const NAMES = ['idNumber', 'accountNumber', 'phone', 'address'] as const;
/** The last signs of a document that may be asked for with a county. */
export const TAIL_SIGNS = 4;
/** 128 buckets: counted in the made-up province, the rarest is shared by 150 people of the smallest county (I-08: 50). */
const TAIL_BITS = 7;

const placeOf = (personNo: number) => ({ table: 'people.person', column: 'sealed', row: personNo });

/** 证件盲索引: the same signs on another kind of document are somebody else's. An ID card goes without its kind. */
export function idBlindOf(keys: Keys, kind: DocumentKind, number: string): Buffer {
  const value = kind === 'id-card' ? number : `${kind}/${number}`;
  return blindIndex(keys, 'people.person.id_number', value);
}

// An ID card has some eleven thousand endings: a load looks them up instead of computing each a thousand times.
const MOST_TAILS = 20_000;
const tailsOf = new WeakMap<Keys['blind'], Map<string, number>>();

/** 证件末四位盲索引: of any kind of document. */
export function idTailOf(keys: Keys, lastFour: string): number {
  const known = tailsOf.get(keys.blind) ?? new Map<string, number>();
  tailsOf.set(keys.blind, known);
  const bucket = known.get(lastFour) ?? blindBucket(keys, 'people.person.id_tail', lastFour, TAIL_BITS);
  if (known.size < MOST_TAILS) known.set(lastFour, bucket);
  return bucket;
}

/** What the table keeps of the secrets: one sealed value that opens only for this person's row, and the blind indexes. */
export type SealedPerson = {
  sealed: Buffer;
  idBlind: Buffer | null;
  idTail: number | null;
  accountBlind: Buffer | null;
};

/** 封存: document and account number, phone and exact address of one person. */
export function sealPerson(keys: Keys, personNo: number, person: TypedSecrets): SealedPerson {
  const { documentKind, idNumber, accountNumber } = person;
  const fields: SealedFields = { shape: SHAPE };
  for (const name of NAMES) {
    const value = person[name];
    if (value !== null) fields[name] = value;
  }
  return {
    sealed: seal(keys, placeOf(personNo), fields),
    idBlind: idNumber === null || documentKind === null ? null : idBlindOf(keys, documentKind, idNumber),
    idTail: idNumber === null ? null : idTailOf(keys, idNumber.slice(-TAIL_SIGNS)),
    accountBlind: accountNumber === null ? null : blindIndex(keys, 'people.person.account_number', accountNumber),
  };
}

/** 启封: throws when the value was changed or is another person's. */
export async function unsealPerson(keys: Keys, personNo: number, sealed: Buffer): Promise<Secrets> {
  const fields = await openSealed(keys, placeOf(personNo), sealed);
  if (fields.shape !== SHAPE) throw new Error(`person ${personNo}: a sealed record of shape ${fields.shape}`);
  const [idNumber = null, accountNumber = null, phone = null, address = null] = NAMES.map((name) => fields[name]);
  return { idNumber, accountNumber, phone, address };
}
