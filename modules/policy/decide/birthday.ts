import { civilFromDays, type DayNo, firstDayOf, isLeapYear, type MonthNo } from '#platform/month/month.ts';
import type { Parameters } from '../rule.ts';

/** The month in which a full year of age (周岁) is reached; a 29 February birth follows the rule in common years. */
export function monthOfBirthday(bornDay: DayNo, age: number, leapDay: Parameters['leapDay']): MonthNo {
  const { year, month, dayOfMonth } = civilFromDays(bornDay);
  const reached = (year + age) * 12 + month - 1;
  const slips = month === 2 && dayOfMonth === 29 && !isLeapYear(year + age) && leapDay === 'march-1';
  return slips ? reached + 1 : reached;
}

/** The same calendar day some years later; 29 February becomes 1 March in common years. */
export function yearsLater(day: DayNo, years: number): DayNo {
  const { year, month, dayOfMonth } = civilFromDays(day);
  const target = year + years;
  const slips = month === 2 && dayOfMonth === 29 && !isLeapYear(target);
  return slips ? dayFrom(target, 3, 1) : dayFrom(target, month, dayOfMonth);
}

function dayFrom(year: number, month: number, dayOfMonth: number): DayNo {
  // firstDayOf counts whole months; adding the day keeps one calendar arithmetic in the house.
  return firstDayOf(year * 12 + month - 1) + dayOfMonth - 1;
}
