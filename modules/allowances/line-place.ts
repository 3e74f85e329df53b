import { placeNow } from '#modules/places/index.ts';
import type { Home } from '#modules/policy/index.ts';
import { onceFor } from './once-for.ts';

/**
 * 清册行所在地: the place number of the village where the county that pays knows the person, else of the town, else of the county. Whose
 * place it is sees the line: the county, the town and the village that were responsible in its month.
 */
export function placesOfHomes(): (home: Home, county: string) => number {
  const placeOf = onceFor(({ village, town }: Home) => placeNow(village) || placeNow(town));
  return (home, county) => placeOf(home) || placeNow(county);
}
