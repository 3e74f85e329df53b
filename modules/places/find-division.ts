import { dayNo } from '#platform/month/month.ts';
import { refuse } from './contract.ts';
import { divisions } from './division.data.ts';
import { canonicalCode, type Division, isValidOn, placeIsWithin } from './division.ts';

/** 查区划: by code, abolished ones too; '33', '3301' and codes padded to twelve digits are understood. */
export function findDivision(code: string): Division | undefined {
  const { byCode } = divisions();
  return byCode.get(code) ?? byCode.get(canonicalCode(code));
}

/** 取区划: refuses a code that does not exist. */
export function getDivision(code: string): Division {
  return findDivision(code) ?? refuse('places.unknown-division', { code });
}

/** 上下级: the province first, the division itself last. Refuses an unknown code. */
export function divisionPath(code: string): Division[] {
  const path = [getDivision(code)];
  for (let up = path[0]?.parentCode; up; up = path[0]?.parentCode) path.unshift(getDivision(up));
  return path;
}

/** 所属县: the county-rank code (county or zone) of a street, village, county or zone; refuses what lies above. */
export function countyCodeOf(code: string): string {
  const division = getDivision(code);
  if (division.level === 3) return division.code;
  if (division.level < 3 || division.parentCode === null) {
    return refuse('places.above-county', { code: division.code, name: division.name });
  }
  return countyCodeOf(division.parentCode);
}

/** 下一级: those that have not been abolished, in the order of their codes, zones last. Refuses an unknown code. */
export function childrenOf(code: string): Division[] {
  const children = divisions().childrenByParent.get(getDivision(code).code) ?? [];
  return children.filter(({ validTo }) => validTo === null).sort(byCodeOrder);
}

/** 县级区划: counties and zones of a province or city (or the county itself) valid on a day, in the order of their codes. */
export function countiesOf(code: string, day: string): Division[] {
  dayNo(day);
  const outer = getDivision(code);
  return divisions()
    .counties.filter((county) => placeIsWithin(county, outer) && isValidOn(county, day))
    .sort(byCodeOrder);
}

/** 全部区划, abolished ones too, in the order of place numbers: parents before children. */
export function allDivisions(): readonly Division[] {
  return divisions().all;
}

function byCodeOrder(a: Division, b: Division): number {
  return a.code < b.code ? -1 : 1;
}
