import { personPlaces } from '#modules/people/index.ts';
import { findDivision, placeNow } from '#modules/places/index.ts';
import type { Queryable } from '#platform/db/queryable.ts';
import type { TownedLine } from './summary.ts';

/** Place numbers of a line, and of where it was paid last month (0: nowhere). */
export type LinePlaces = { of: (line: TownedLine) => number; before: (line: TownedLine) => number };

/** 清册行所在地: the village of the person's hukou when it lies in the line's town, else the town, else the county. */
export async function placesOfLines(client: Queryable, lines: readonly TownedLine[]): Promise<LinePlaces> {
  const hukou = await personPlaces.hukouPlacesOf(
    client,
    lines.map(({ personNo }) => personNo),
  );
  return {
    of: ({ personNo, town, settled }) => {
      const village = hukou.get(personNo) ?? 0;
      const place = findDivision(town);
      return place && place.placeLo <= village && village <= place.placeHi
        ? village
        : placeNow(town) || placeNow(settled.county);
    },
    before: ({ beforeTown, settled: { beforeCounty } }) =>
      beforeCounty === '' ? 0 : placeNow(beforeTown) || placeNow(beforeCounty),
  };
}
