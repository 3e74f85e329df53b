import { allDivisions, placeNow } from '#modules/places/index.ts';
import { type AnyDb, own } from '#platform/db/own.ts';
import type { Queryable } from '#platform/db/queryable.ts';
import { businessDay } from '#platform/month/month.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { selectFacts } from './person.store.ts';
import { type PersonPlaces, placesOfFacts } from './person-place.ts';
import { renumberStays } from './stay/stay.store.ts';

/** Brings a person's places up to what is known of him: after every fact that is recorded or retracted, in its transaction. */
export async function keepPlaces({ db, now }: Ctx, personNo: number): Promise<void> {
  const places = placesOfFacts(await selectFacts(db, [personNo]), businessDay(now));
  await updatePlaces(db, personNo, places);
}

async function updatePlaces(db: AnyDb, personNo: number, { hukouPlace, residencePlace }: PersonPlaces): Promise<void> {
  await own('people')(db)
    .updateTable('people.person')
    .set({ hukou_place: hukouPlace, residence_place: residencePlace })
    .where('person_no', '=', personNo)
    .where((e) => e.or([e('hukou_place', '<>', hukouPlace), e('residence_place', '<>', residencePlace)]))
    .execute();
}

/** 重编: division numbers that are others now. A job, in the transaction that renumbers the divisions. */
async function renumberPersons(client: Queryable, moves: readonly { from: number; to: number }[]): Promise<void> {
  const values = [moves.map(({ from }) => from), moves.map(({ to }) => to)];
  for (const column of ['hukou_place', 'residence_place']) {
    await client.query(
      `update people.person set ${column} = moved.became
       from unnest($1::int[], $2::int[]) as moved(was, became) where ${column} = moved.was`,
      values,
    );
  }
  await renumberStays(client, moves);
}

const BATCH_PERSONS = 50_000;
const ON_DAY = '(f.from_day <= $4 and (f.to_day is null or f.to_day > $4))';
const PLACE_OF = (kind: string, only: string) => `coalesce((select d.place from people.fact f
    join unnest($2::text[], $3::int[]) as d(code, place) on d.code = f.division
    where f.person_no = p.person_no and f.kind = '${kind}' and f.retracted_at is null and ${only}
    order by ${ON_DAY} desc, f.from_day desc limit 1), 0)`;

/**
 * 补编: places of everybody from the facts, as placesOfFacts tells them for a day, in batches that commit one by one; for persons
 * who were there before places were kept. A job; returns how many persons changed.
 */
async function placeEverybody(client: Queryable, day: string): Promise<number> {
  const { rows } = await client.query<{ last: number }>(
    'select coalesce(max(person_no), 0) as last from people.person',
  );
  const last = rows[0]?.last ?? 0;
  const all = allDivisions();
  const codes = all.map(({ code }) => code);
  const places = all.map(({ code }) => placeNow(code));
  let changed = 0;
  for (let after = 0; after < last; after += BATCH_PERSONS) {
    const done = await client.query<{ n: number }>(
      `with placed as materialized (
         select p.person_no, ${PLACE_OF('hukou', 'true')} as hukou, ${PLACE_OF('residence', ON_DAY)} as residence
         from people.person p where p.person_no > $1 and p.person_no <= $1 + ${BATCH_PERSONS}),
       changed as (
         update people.person p set hukou_place = placed.hukou, residence_place = placed.residence from placed
         where p.person_no = placed.person_no and (p.hukou_place, p.residence_place) <> (placed.hukou, placed.residence)
         returning 1)
       select count(*)::int as n from changed`,
      [after, codes, places, day],
    );
    changed += done.rows[0]?.n ?? 0;
  }
  return changed;
}

/** 所在地 for jobs of other modules. */
export const personPlaces = { placeEverybody, renumberPersons };
