export type { Division, DivisionLevel } from './division.ts';
export { placeIsWithin } from './division.ts';
export {
  allDivisions,
  childrenOf,
  countiesOf,
  countyCodeOf,
  divisionPath,
  findDivision,
  getDivision,
} from './find-division.ts';
export { predecessorsOf, successorsOf } from './succession.ts';
