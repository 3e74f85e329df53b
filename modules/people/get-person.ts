import type { Keys } from '#platform/crypto/keys.ts';
import type { AnyDb } from '#platform/db/own.ts';
import type { Sex } from './admit.ts';
import { refuse } from './contract.ts';
import { readIdNumber } from './id-number.ts';
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
  recordedAt: Date;
};

/** 查老人: undefined when there is none with this number. */
export async function findPerson(db: AnyDb, personNo: number): Promise<Person | undefined> {
  const row = await selectPerson(db, personNo);
  if (!row) return undefined;
  const { person_no, uid, name, sex, ethnicity, born, recorded_at } = row;
  return { personNo: person_no, uid, name, sex: sex as Sex, ethnicity, born, recordedAt: recorded_at };
}

/** 取老人: refuses an unknown number. */
export async function getPerson(db: AnyDb, personNo: number): Promise<Person> {
  return (await findPerson(db, personNo)) ?? refuse('people.unknown-person', { personNo });
}

/** 按身份证号查找: through the blind index. Refuses a number that cannot be one; undefined when nobody has it. */
export async function findPersonByIdNumber(db: AnyDb, keys: Keys, text: string): Promise<Person | undefined> {
  const id = readIdNumber(text);
  if ('code' in id) return refuse(id.code, id.details);
  const personNo = await selectPersonNoByIdBlind(db, idBlindOf(keys, id.number));
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
