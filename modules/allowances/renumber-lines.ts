import { placeNow } from '#modules/places/index.ts';
import type { Queryable } from '#platform/db/queryable.ts';

const COLUMNS = [
  { place: 'place', town: 'town', county: 'county' },
  { place: 'before_place', town: 'before_town', county: 'before_county' },
] as const;

/** 重编: division numbers that are others now. A job, in the transaction that renumbers the divisions. */
async function renumberLines(client: Queryable, moves: readonly { from: number; to: number }[]): Promise<void> {
  for (const { place } of COLUMNS) {
    await client.query(
      `update allowances.pay_line set ${place} = moved.became
       from unnest($1::int[], $2::int[]) as moved(was, became) where ${place} = moved.was`,
      [moves.map(({ from }) => from), moves.map(({ to }) => to)],
    );
  }
}

/** 补编: lines written before places were kept get that of their town, else of their county. A job. */
async function placeLines(client: Queryable): Promise<void> {
  for (const { place, town, county } of COLUMNS) {
    const { rows } = await client.query<{ town: string; county: string }>(
      `select distinct ${town} as town, ${county} as county from allowances.pay_line where ${place} = 0 and ${county} <> ''`,
    );
    for (const row of rows) {
      await client.query(
        `update allowances.pay_line set ${place} = $3 where ${place} = 0 and ${town} = $1 and ${county} = $2`,
        [row.town, row.county, placeNow(row.town) || placeNow(row.county)],
      );
    }
  }
}

/** 清册行的所在地 for jobs of the server. */
export const linePlaces = { placeLines, renumberLines };
