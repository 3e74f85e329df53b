import { divisions } from './division.data.ts';
import { divisionPath, findDivision, getDivision } from './find-division.ts';
import { successorsOf } from './succession.ts';

/** After every change that the data know of. */
const LAST_DAY = '9999-12-31';
/** Nowhere we know of. */
const NOWHERE = 0;

const known = new Map<string, number>();

/**
 * 现所在地序号: the number under which rows of a division are found by today's officials: its own, that of its successor, or where
 * several took it over that of the division around them all. 0 for a code that is none.
 */
export function placeNow(code: string): number {
  const held = known.get(code);
  if (held !== undefined) return held;
  const division = findDivision(code);
  const place = division ? placeOf(division.code, division.validTo) : NOWHERE;
  known.set(code, place);
  return place;
}

function placeOf(code: string, validTo: string | null): number {
  const own = getDivision(code).placeLo;
  if (validTo === null || !hasSuccessor(code)) return own;
  const successors = successorsOf(code, LAST_DAY);
  const [first, ...others] = successors.map((successor) => divisionPath(successor));
  if (!first) return own;
  const shared = first.filter((up) => others.every((path) => path.some((other) => other.code === up.code)));
  return shared.at(-1)?.placeLo ?? own;
}

function hasSuccessor(code: string): boolean {
  return divisions().successions.some(({ predecessor }) => predecessor === code);
}
