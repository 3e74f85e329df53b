import { allDivisions, type Division } from '#modules/places/index.ts';

export const COUNTY_LEVEL = 3;

let countyRank: Division[] | undefined;

/** 县级: all counties, districts and cities of county rank. */
export function counties(): Division[] {
  countyRank ??= allDivisions().filter((division) => division.level === COUNTY_LEVEL);
  return countyRank;
}
