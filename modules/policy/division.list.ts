import { childrenOf, findDivision, getDivision, placeIsWithin } from '#modules/places/index.ts';
import type { Reply } from '#platform/contract/route.ts';
import { type listDivisions, refuse } from './contract.ts';

const COUNTY_LEVEL = 3;

/** 选择户籍地: the cities of the province, or the counties and zones of a city. Refuses what lies elsewhere or below. */
export function divisionsToChoose(province: string, parent: string = province): Reply<typeof listDivisions> {
  const outer = findDivision(parent);
  if (!outer || outer.level >= COUNTY_LEVEL || !placeIsWithin(outer, getDivision(province)))
    return refuse('policy.no-division');
  return { divisions: childrenOf(outer.code).map(({ code, name, level }) => ({ code, name, level })) };
}
