import { CompiledQuery, sql } from 'kysely';
import { type AnyDb, own } from '#platform/db/own.ts';

export type Interval = { placeLo: number; placeHi: number };
export type PersonWish = {
  idBlind?: Buffer | undefined;
  /** The beginning of the name. */
  name?: string | undefined;
  /** Registered or living in these places; the database lets through only the caller's own. */
  within?: Interval | undefined;
};

const COLUMNS = ['person_no', 'name', 'sex', 'born', 'hukou_place', 'residence_place'] as const;

// Named, so that it is planned once a session: planning takes longer than the look.
const BY_ID = {
  name: 'people.by-id',
  text: `select ${COLUMNS.join(', ')} from people.person where id_blind = $1 order by person_no limit $2 offset $3`,
} as unknown as string;
export type Found = {
  person_no: number;
  name: string;
  sex: number;
  born: string;
  hukou_place: number;
  residence_place: number;
};

/** 查到的人, in order of number, `limit` at most behind the first `offset`. */
export async function selectFound(
  db: AnyDb,
  { idBlind, name, within }: PersonWish,
  limit: number,
  offset: number,
): Promise<Found[]> {
  if (idBlind && name === undefined && !within) {
    return (await db.executeQuery<Found>(CompiledQuery.raw(BY_ID, [idBlind, limit, offset]))).rows;
  }
  let query = wished(db, { name, within }).select(COLUMNS);
  if (idBlind) query = query.where('id_blind', '=', idBlind);
  return query.orderBy('person_no').limit(limit).offset(offset).execute();
}

type TailWish = { idTail: number; name?: string | undefined; within?: Interval | undefined; above: number };

/** Who may end in certain signs: behind the number `above`, with what is sealed, to be looked at one by one. */
export async function selectTail(
  db: AnyDb,
  { idTail, name, within, above }: TailWish,
  limit: number,
): Promise<(Found & { sealed: Buffer })[]> {
  return wished(db, { name, within })
    .select([...COLUMNS, 'sealed'])
    .where('id_tail', '=', idTail)
    .where('person_no', '>', above)
    .orderBy('person_no')
    .limit(limit)
    .execute();
}

function wished(db: AnyDb, { name, within }: Pick<PersonWish, 'name' | 'within'>) {
  let query = own('people')(db).selectFrom('people.person');
  // `^@` and not `like`: only what gives nothing away of rows that a policy hides may use an index below it.
  if (name !== undefined) query = query.where(sql<boolean>`name ^@ ${name}`);
  if (within) {
    const { placeLo, placeHi } = within;
    query = query.where((e) =>
      e.or([
        e.and([e('hukou_place', '>=', placeLo), e('hukou_place', '<=', placeHi)]),
        e.and([
          e('residence_place', '<>', 0),
          e('residence_place', '>=', placeLo),
          e('residence_place', '<=', placeHi),
        ]),
      ]),
    );
  }
  return query;
}
