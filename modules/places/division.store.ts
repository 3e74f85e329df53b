import { createHash } from 'node:crypto';
import { type AnyDb, own } from '#platform/db/own.ts';
import { divisions } from './division.data.ts';
import type { Division } from './division.ts';
import { placeNow } from './place-now.ts';

/** Rows that carry `from` as their place now carry `to`. */
export type PlaceMove = { from: number; to: number };
export type Seeded = { changedRows: number; moves: PlaceMove[] };

const ROWS_PER_STATEMENT = 5_000;

/**
 * 区划入库: makes the tables equal to the data files; tells how many rows that took (0 when they were already) and which place
 * numbers are others now, for the tables that carry them. Codes are never taken out of places.division: other tables point at
 * them. Call it inside a transaction.
 */
export async function seedDivisions(db: AnyDb): Promise<Seeded> {
  const seeded = await seedDivisionRows(db);
  return { ...seeded, changedRows: seeded.changedRows + (await seedSuccessions(db)) };
}

async function seedDivisionRows(db: AnyDb): Promise<Seeded> {
  const places = own('places')(db);
  const present = await places
    .selectFrom('places.division')
    .select(['code', 'name', 'level', 'kind', 'parent_code', 'valid_from', 'valid_to'])
    .select(['place_lo', 'place_hi', 'paying_authority', 'place_now'])
    .execute();
  const before = new Map(present.map(({ code, place_now }) => [code, place_now]));
  const known = new Set(present.map(keyOf));
  const changed = divisions()
    .all.map(rowOf)
    .filter((row) => !known.has(keyOf(row)));
  for (let start = 0; start < changed.length; start += ROWS_PER_STATEMENT) {
    await places
      .insertInto('places.division')
      .values(changed.slice(start, start + ROWS_PER_STATEMENT))
      .onConflict((conflict) =>
        conflict.column('code').doUpdateSet((row) => ({
          name: row.ref('excluded.name'),
          level: row.ref('excluded.level'),
          kind: row.ref('excluded.kind'),
          parent_code: row.ref('excluded.parent_code'),
          valid_from: row.ref('excluded.valid_from'),
          valid_to: row.ref('excluded.valid_to'),
          place_lo: row.ref('excluded.place_lo'),
          place_hi: row.ref('excluded.place_hi'),
          paying_authority: row.ref('excluded.paying_authority'),
          place_now: row.ref('excluded.place_now'),
        })),
      )
      .execute();
  }
  return { changedRows: changed.length, moves: movesOf(before, changed) };
}

/** A number that two divisions shared and that now parts goes with the division still there: the other's rows lay in it. */
function movesOf(before: ReadonlyMap<string, number>, changed: readonly ReturnType<typeof rowOf>[]): PlaceMove[] {
  const moves = new Map<number, number>();
  for (const { code, place_now, valid_to } of changed) {
    const from = before.get(code) ?? 0;
    if (from === 0 || from === place_now) continue;
    if (valid_to === null || !moves.has(from)) moves.set(from, place_now);
  }
  return [...moves].map(([from, to]) => ({ from, to }));
}

/** Tells one edition of the data files from another, as they come into the tables. */
export function divisionsHash(): string {
  const { all, successions } = divisions();
  const hash = createHash('sha256');
  for (const row of [...all.map(rowOf), ...successions]) hash.update(`${keyOf(row)}\n`);
  return hash.digest('hex').slice(0, 16);
}

/** Corrected days replace the old rows, so this table is compared whole; it has a few dozen rows. */
async function seedSuccessions(db: AnyDb): Promise<number> {
  const places = own('places')(db);
  const wanted = divisions().successions.map(({ predecessor, successor, day }) => ({
    predecessor_code: predecessor,
    successor_code: successor,
    changed_on: day,
  }));
  const present = await places
    .selectFrom('places.succession')
    .select(['predecessor_code', 'successor_code', 'changed_on'])
    .execute();
  const known = new Set(present.map(keyOf));
  if (present.length === wanted.length && wanted.every((row) => known.has(keyOf(row)))) return 0;
  await places.deleteFrom('places.succession').execute();
  await places
    .insertInto('places.succession')
    .values(wanted)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return wanted.length;
}

function rowOf(division: Division) {
  return {
    code: division.code,
    name: division.name,
    level: division.level,
    kind: division.kind,
    parent_code: division.parentCode,
    valid_from: division.validFrom,
    valid_to: division.validTo,
    place_lo: division.placeLo,
    place_hi: division.placeHi,
    paying_authority: division.payingAuthority,
    place_now: placeNow(division.code),
  };
}

/** A row as one text; both sides name their columns in the same order. */
function keyOf(row: object): string {
  return Object.values(row).join('\t');
}
