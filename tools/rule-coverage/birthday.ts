import { civilFromDays, type DayNo, daysInMonth, firstDayOf } from '#platform/month/month.ts';

/** 满龄日: the day of a full year of age; 29 February falls on the 28th in common years, as calendars print it. */
export function birthdayAt(bornDay: DayNo, age: number): DayNo {
  const { year, month, dayOfMonth } = civilFromDays(bornDay);
  const last = daysInMonth(year + age, month);
  return firstDayOf((year + age) * 12 + month - 1) + Math.min(dayOfMonth, last) - 1;
}
