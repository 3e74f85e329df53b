import { civilFromDays, type DayNo, formatDay, isLeapYear, type MonthNo } from '#platform/month/month.ts';

// Days of 1850 to 2250 as tables: one look-up instead of calendar arithmetic for every person.
const FIRST_YEAR = 1850;
const YEARS = 400;
const FIRST_DAY = daysBefore(FIRST_YEAR);
const DAYS = daysBefore(FIRST_YEAR + YEARS) - FIRST_DAY;
const monthOfDay = new Int16Array(DAYS);
const dayOfMonth = new Int8Array(DAYS);

function daysBefore(year: number): DayNo {
  const y = year - 1;
  return y * 365 + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) - 719_162;
}

function fill(): void {
  const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  let index = 0;
  for (let year = FIRST_YEAR; year < FIRST_YEAR + YEARS; year += 1) {
    for (let month = 0; month < 12; month += 1) {
      const length = month === 1 && isLeapYear(year) ? 29 : (lengths[month] ?? 0);
      for (let day = 1; day <= length; day += 1, index += 1) {
        monthOfDay[index] = (year - FIRST_YEAR) * 12 + month;
        dayOfMonth[index] = day;
      }
    }
  }
}
fill();

const FIRST_MONTH = FIRST_YEAR * 12;

/** The month a day lies in. Throws outside 1850–2249, where no person and no rule lies. */
export function monthAt(day: DayNo): MonthNo {
  const month = monthOfDay[day - FIRST_DAY];
  if (month === undefined) throw new Error(`day out of range: ${formatDay(day)}`);
  return month + FIRST_MONTH;
}

export function isFirstOfMonth(day: DayNo): boolean {
  return dayOfMonth[day - FIRST_DAY] === 1;
}

/** The first whole month on or after a day. */
export function wholeMonthFrom(day: DayNo): MonthNo {
  return isFirstOfMonth(day) ? monthAt(day) : monthAt(day) + 1;
}

/** Born on 29 February: 1, else 0. */
export function isLeapBirth(day: DayNo): boolean {
  return dayOfMonth[day - FIRST_DAY] === 29 && monthAt(day) % 12 === 1;
}

/** The day some years later; from 29 February to 1 March where the year is common. */
export function anniversary(day: DayNo, years: number): DayNo {
  if (years === 0) return day;
  const { year, month, dayOfMonth: date } = civilFromDays(day);
  const target = year + years;
  const slip = month === 2 && date === 29 && !isLeapYear(target) ? 1 : 0;
  return daysBefore(target) + dayOfYear(target, month, date - slip) + slip;
}

const BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

function dayOfYear(year: number, month: number, date: number): number {
  return (BEFORE_MONTH[month - 1] ?? 0) + date - 1 + (month > 2 && isLeapYear(year) ? 1 : 0);
}
