import type { DayNo, MonthNo } from '#platform/month/month.ts';
import { firstDayOf, lastDayOf } from '#platform/month/month.ts';
import { type InputColumns, NOTHING } from '../input/columns.ts';
import { anniversary, monthAt, wholeMonthFrom } from './calendar.ts';
import type { CompiledCondition, SinceColumn } from './compiled-rule.ts';

export const NEVER = 2_000_000;
export const ALWAYS = -1;

/**
 * 条件的区段形: in months that lie whole inside one row, the first month from which the condition holds: ALWAYS, NEVER,
 * or a month (a length of stay only grows).
 */
export function holdsFrom(condition: CompiledCondition, columns: InputColumns, row: number): MonthNo {
  switch (condition.test) {
    case 'mask':
      return (condition.mask >> codeAt(condition.column, columns, row)) & 1 ? ALWAYS : NEVER;
    case 'grade':
      return columns.ability_grade[row]! >= condition.atLeast ? ALWAYS : NEVER;
    case 'born-before':
      return columns.born_day[row]! < condition.day ? ALWAYS : NEVER;
    case 'hukou-before':
      return isRegisteredBefore(condition, columns, row) ? ALWAYS : NEVER;
    case 'stay': {
      const day = stayReached(condition, columns, row);
      if (day === undefined) return NEVER;
      if (day <= columns.from_day[row]!) return ALWAYS;
      return condition.counts === 'any-day' || condition.counts === 'last-day' ? monthAt(day) : wholeMonthFrom(day);
    }
  }
}

// Named one by one: a look-up by name would cost more than the rest of the condition.
function codeAt(column: 'income' | 'pension' | 'status' | 'hukou_kind', columns: InputColumns, row: number): number {
  if (column === 'income') return columns.income[row]!;
  if (column === 'pension') return columns.pension[row]!;
  return column === 'status' ? columns.status[row]! : columns.hukou_kind[row]!;
}

/** The same for one month in which the person's rows change: days are counted as the condition says. */
export function holdsInMonth(
  condition: CompiledCondition,
  columns: InputColumns,
  from: number,
  to: number,
  month: MonthNo,
): boolean {
  if (condition.test === 'born-before') return columns.born_day[from]! < condition.day;
  const first = firstDayOf(month);
  const last = lastDayOf(month);
  let coveredDays = 0;
  let any = false;
  let all = true;
  for (let row = from; row < to; row += 1) {
    const end = columns.to_day[row]!;
    const begins = Math.max(first, columns.from_day[row]!);
    const ends = end === NOTHING ? last : Math.min(last, end - 1);
    if (begins > ends) continue;
    if (condition.test === 'hukou-before') {
      any ||= isRegisteredBefore(condition, columns, row);
      continue;
    }
    coveredDays += ends - begins + 1;
    if (condition.counts === 'first-day' && begins === first) return holdsOnDay(condition, columns, row, first);
    if (condition.counts === 'last-day' && ends === last) return holdsOnDay(condition, columns, row, last);
    if (condition.counts === 'any-day') any ||= holdsOnDay(condition, columns, row, ends);
    if (condition.counts === 'whole-month') all &&= holdsOnDay(condition, columns, row, begins);
  }
  if (condition.test === 'hukou-before' || condition.counts === 'any-day') return any;
  return condition.counts === 'whole-month' && all && coveredDays === last - first + 1;
}

type Dated = Exclude<CompiledCondition, { test: 'born-before' } | { test: 'hukou-before' }>;

function holdsOnDay(condition: Dated, columns: InputColumns, row: number, day: DayNo): boolean {
  if (condition.test !== 'stay') return holdsFrom(condition, columns, row) === ALWAYS;
  const reached = stayReached(condition, columns, row);
  return reached !== undefined && reached <= day;
}

type Stay = Extract<CompiledCondition, { test: 'stay' }>;

/** The day on which the stay is long enough; undefined when the row lies elsewhere. */
function stayReached({ of, areas, since, years }: Stay, columns: InputColumns, row: number): DayNo | undefined {
  const residence = of === 'residence' ? columns.residence_area[row]! : NOTHING;
  if (areas && !areas.has(residence === NOTHING ? columns.area[row]! : residence)) return undefined;
  const residenceSince = of === 'residence' ? columns.residence_since[row]! : NOTHING;
  const start = residenceSince === NOTHING ? columns[since][row]! : residenceSince;
  return years === 0 ? start : anniversary(start, years);
}

type Before = { areas: ReadonlySet<number>; since: SinceColumn; day: DayNo };

function isRegisteredBefore({ areas, since, day }: Before, columns: InputColumns, row: number): boolean {
  return areas.has(columns.area[row]!) && columns[since][row]! < day;
}
