import type { Insertable, Selectable } from 'kysely';
import { type AnyDb, own } from '#platform/db/own.ts';
import type { Queryable } from '#platform/db/queryable.ts';
import type { PeopleStay } from '#platform/db/schema.generated.ts';
import { lockPerson } from '../person.store.ts';

export type StayRow = Selectable<PeopleStay>;

export function stays(db: AnyDb) {
  return own('people')(db).selectFrom('people.stay').selectAll();
}

/** Until the transaction ends nobody else confirms, ends or retracts it, or one of the same person's. */
export async function lockStay(db: AnyDb, stayNo: number): Promise<StayRow | undefined> {
  const find = () => stays(db).where('stay_no', '=', stayNo).executeTakeFirst();
  const found = await find();
  if (!found) return undefined;
  await lockPerson(db, `stay/${stayNo}`);
  if (found.person_no !== null) await lockPerson(db, `no/${found.person_no}`);
  return find();
}

/** 没有结束的: what this institution has reported of this document and nobody has ended or retracted. */
export async function findOpenStay(db: AnyDb, organisationNo: number, idBlind: Buffer): Promise<StayRow | undefined> {
  return stays(db)
    .where('organisation_no', '=', organisationNo)
    .where('id_blind', '=', idBlind)
    .where('to_day', 'is', null)
    .where('retracted_at', 'is', null)
    .executeTakeFirst();
}

/** 重叠: whether the person has another confirmed stay that has not ended by this day; anywhere in the province, so a job asks. */
export async function hasStayBeside(db: AnyDb, { stay_no, person_no, from_day, to_day }: StayRow): Promise<boolean> {
  if (person_no === null) return false;
  let query = stays(db)
    .where('person_no', '=', person_no)
    .where('stay_no', '<>', stay_no)
    .where('confirmed_at', 'is not', null)
    .where('retracted_at', 'is', null)
    .where((e) => e.or([e('to_day', 'is', null), e('to_day', '>', from_day)]));
  if (to_day !== null) query = query.where('from_day', '<', to_day);
  return (await query.executeTakeFirst()) !== undefined;
}

export async function reserveStayNo(db: AnyDb): Promise<number> {
  const { no } = await own('people')(db)
    .selectNoFrom((e) => e.fn<number>('nextval', [e.val('people.stay_stay_no_seq')]).as('no'))
    .executeTakeFirstOrThrow();
  return Number(no);
}

export async function insertStay(db: AnyDb, row: Insertable<PeopleStay>): Promise<void> {
  await own('people')(db).insertInto('people.stay').values(row).execute();
}

type Change = Partial<Omit<StayRow, 'stay_no' | 'person_no' | 'organisation_no'>>;

export async function updateStay(db: AnyDb, stayNo: number, change: Change): Promise<void> {
  await own('people')(db).updateTable('people.stay').set(change).where('stay_no', '=', stayNo).execute();
}

/** 重编: where institutions lie, when the divisions' numbers change. A job, in the transaction that renumbers them. */
export async function renumberStays(client: Queryable, moves: readonly { from: number; to: number }[]): Promise<void> {
  await client.query(
    `update people.stay set institution_place = moved.became
     from unnest($1::int[], $2::int[]) as moved(was, became) where institution_place = moved.was`,
    [moves.map(({ from }) => from), moves.map(({ to }) => to)],
  );
}
