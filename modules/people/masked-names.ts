import { type AnyDb, own } from '#platform/db/own.ts';
import { maskPersonName } from './person-name.ts';

/** 脱敏姓名 by person number, for lists; unknown numbers are left out. */
export async function maskedNamesOf(db: AnyDb, personNos: readonly number[]): Promise<Map<number, string>> {
  const names = await namesOf(db, personNos);
  return new Map([...names].map(([personNo, name]) => [personNo, maskPersonName(name)]));
}

/** 姓名 in full: for the person himself and for whom he gave a mandate. */
export async function namesOf(db: AnyDb, personNos: readonly number[]): Promise<Map<number, string>> {
  if (personNos.length === 0) return new Map();
  const rows = await own('people')(db)
    .selectFrom('people.person')
    .select(['person_no', 'name'])
    .where('person_no', 'in', personNos)
    .execute();
  return new Map(rows.map(({ person_no, name }) => [person_no, name]));
}
