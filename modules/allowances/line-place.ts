import { placeNow } from '#modules/places/index.ts';
import type { TownedLine } from './summary.ts';

/** 清册行所在地: the place number of the village where the county that pays knows the person, else of the town, else of the county. */
export function placeOfLine({ village, town, settled }: TownedLine): number {
  return placeNow(village) || placeNow(town) || placeNow(settled.county);
}

/** Of where the person was paid last month; 0: nowhere. */
export function placeBefore({ beforeTown, settled: { beforeCounty } }: TownedLine): number {
  return beforeCounty === '' ? 0 : placeNow(beforeTown) || placeNow(beforeCounty);
}
