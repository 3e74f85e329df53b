import type { Keys } from '#platform/crypto/keys.ts';
import type { AnyDb } from '#platform/db/own.ts';
import type { Sex } from './admit.ts';
import { refuse } from './contract.ts';
import { readDocument } from './document.ts';
import { type DocumentException, faultOf, type NumberFault } from './document-exception.ts';
import type { DocumentKind } from './document-kind.ts';
import { type KnownFact, selectFacts, selectPerson, selectPersonNoByIdBlind } from './person.store.ts';
import { idBlindOf } from './seal-person.ts';

/** 老年人 without the sealed fields. `born` as first registered; a correction is a fact of kind 'birth'. */
export type Person = {
  personNo: number;
  uid: string;
  name: string;
  sex: Sex;
  ethnicity: number | null;
  born: string;
  /** null: has no document */
  documentKind: DocumentKind | null;
  /** why his document was taken although its number is wrong */
  documentException: DocumentException | null;
  /** the account number's check digit is wrong: to be looked at before money is sent there */
  accountCheckFails: boolean;
  recordedAt: Date;
};

/** 查老人: undefined when there is none with this number. */
export async function findPerson(db: AnyDb, personNo: number): Promise<Person | undefined> {
  const row = await selectPerson(db, personNo);
  if (!row) return undefined;
  return {
    personNo: row.person_no,
    uid: row.uid,
    name: row.name,
    sex: row.sex as Sex,
    ethnicity: row.ethnicity,
    born: row.born,
    documentKind: row.document_kind as DocumentKind | null,
    documentException: exceptionOf(row),
    accountCheckFails: row.account_check_fails,
    recordedAt: row.recorded_at,
  };
}

type PersonRow = NonNullable<Awaited<ReturnType<typeof selectPerson>>>;

/** 证件例外 of a row; null where the number is right. */
export function exceptionOf({ wrong, certificate, verified_by, verified_on }: PersonRow): DocumentException | null {
  if (wrong === null || certificate === null || verified_by === null || verified_on === null) return null;
  return { wrong: wrong as NumberFault, certificate, verifiedBy: verified_by, verifiedOn: verified_on };
}

/** 取老人: refuses an unknown number. */
export async function getPerson(db: AnyDb, personNo: number): Promise<Person> {
  return (await findPerson(db, personNo)) ?? refuse('people.unknown-person', { personNo });
}

/**
 * 按证件号码查找: through the blind index; without a kind an ID number or a permit. Refuses a number that cannot be one, unless
 * somebody was registered with just this fault; undefined when nobody has it.
 */
export async function findPersonByIdNumber(
  db: AnyDb,
  keys: Keys,
  text: string,
  documentKind?: DocumentKind,
): Promise<Person | undefined> {
  const read = readDocument(text, documentKind);
  const wrong = 'code' in read ? read : undefined;
  const document = 'code' in read ? readDocument(text, documentKind, faultOf(read)) : read;
  if ('code' in document) return refuse(document.code, document.details);
  const personNo = await selectPersonNoByIdBlind(db, idBlindOf(keys, document.kind, document.number));
  if (personNo === undefined && wrong) return refuse(wrong.code, wrong.details);
  return personNo === undefined ? undefined : findPerson(db, personNo);
}

/** 事实: of one or several persons in the order in which they became known; with `knownAt`, those known and standing then. */
export function factsOf(
  db: AnyDb,
  persons: number | readonly number[],
  { knownAt }: { knownAt?: Date } = {},
): Promise<KnownFact[]> {
  return selectFacts(db, typeof persons === 'number' ? [persons] : persons, knownAt);
}
