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
export { placeNow } from './place-now.ts';
export { successorsOf } from './succession.ts';
