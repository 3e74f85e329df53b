import { findDivision, placeIsWithin } from '#modules/places/index.ts';
import { type DayNo, firstDayOf, lastDayOf, type MonthNo } from '#platform/month/month.ts';
import type { InputRow } from '../input/input-row.ts';
import type { Condition, Counts, Reach, RuleFile } from '../rule.ts';
import { yearsLater } from './birthday.ts';

export type MonthRow = { row: InputRow; fromDay: DayNo; lastDay: DayNo };

/** The rows that touch a month, cut to it. */
export function rowsOfMonth(rows: readonly InputRow[], month: MonthNo): MonthRow[] {
  const first = firstDayOf(month);
  const last = lastDayOf(month);
  const cut: MonthRow[] = [];
  for (const row of rows) {
    const fromDay = Math.max(first, row.fromDay);
    const lastDay = Math.min(last, row.toDay === null ? last : row.toDay - 1);
    if (fromDay <= lastDay) cut.push({ row, fromDay, lastDay });
  }
  return cut;
}

/** 条件判断: does the person satisfy the condition in this month, counted as the condition says. */
export function holds(condition: Condition, rows: readonly InputRow[], month: MonthNo, file: RuleFile): boolean {
  if (condition.type === 'born-before') return (rows[0]?.bornDay ?? Number.POSITIVE_INFINITY) < condition.day;
  const cut = rowsOfMonth(rows, month);
  if (condition.type === 'hukou-before') {
    return cut.some(({ row }) => isWithin(row.area, file, 'own') && hukouSince(row, file, 'own') < condition.day);
  }
  return onCountedDays(condition.counts, cut, month, (row, day) => holdsOn(condition, row, day, file));
}

function onCountedDays(
  counts: Counts,
  cut: readonly MonthRow[],
  month: MonthNo,
  test: (row: InputRow, day: DayNo) => boolean,
): boolean {
  const first = firstDayOf(month);
  const last = lastDayOf(month);
  switch (counts) {
    case 'any-day':
      // A length of stay only grows inside a stretch, so its last day is the best one.
      return cut.some(({ row, lastDay }) => test(row, lastDay));
    case 'first-day':
      return cut.some(({ row, fromDay }) => fromDay === first && test(row, first));
    case 'last-day':
      return cut.some(({ row, lastDay }) => lastDay === last && test(row, last));
    case 'whole-month': {
      const coveredDays = cut.reduce((days, { fromDay, lastDay }) => days + lastDay - fromDay + 1, 0);
      return coveredDays === last - first + 1 && cut.every(({ row, fromDay }) => test(row, fromDay));
    }
  }
}

type DatedCondition = Exclude<Condition, { type: 'born-before' } | { type: 'hukou-before' }>;

function holdsOn(condition: DatedCondition, row: InputRow, day: DayNo, file: RuleFile): boolean {
  switch (condition.type) {
    case 'hukou-in-division':
      return (
        isWithin(row.area, file, condition.reach) &&
        yearsLater(hukouSince(row, file, condition.reach), condition.years) <= day
      );
    case 'residence-in-division':
      return (
        isWithin(row.residenceArea ?? row.area, file, condition.reach) &&
        yearsLater(row.residenceSince ?? hukouSince(row, file, condition.reach), condition.years) <= day
      );
    case 'hukou-kind':
      return condition.in.includes(row.hukouKind);
    case 'income':
      return condition.in.includes(row.income);
    case 'pension':
      return condition.in.includes(row.pension);
    case 'pension-not':
      return !condition.in.includes(row.pension);
    case 'status-not':
      return !condition.in.includes(row.status);
    case 'ability-at-least':
      return row.abilityGrade !== null && row.abilityGrade >= condition.grade;
  }
}

/** Is a county-rank area inside what the document reaches (its own areas, a predecessor among them), its city, its province. */
function isWithin(area: string, file: RuleFile, reach: Reach): boolean {
  if (area === '') return false;
  if (file.areas.includes(area)) return true;
  const outer = findDivision(reachCode(file.division, reach));
  const inner = findDivision(area);
  return outer !== undefined && inner !== undefined && placeIsWithin(inner, outer);
}

function reachCode(division: string, reach: Reach): string {
  if (reach === 'own') return division;
  let place = findDivision(division);
  const level = reach === 'city' ? 2 : 1;
  while (place && place.level > level && place.parentCode !== null) place = findDivision(place.parentCode);
  return place?.code ?? division;
}

function hukouSince(row: InputRow, file: RuleFile, reach: Reach): DayNo {
  const level = findDivision(reachCode(file.division, reach))?.level ?? 3;
  if (level === 1) return row.hukouProvinceSince;
  return level === 2 ? row.hukouCitySince : row.hukouCountySince;
}
