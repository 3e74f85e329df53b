// Months and days without Date. A day is a string '2026-11-21'; engines count in integers.

/** A month as one integer, year * 12 + (month − 1): arithmetic and comparison are plain. 2023-08 → 24283. */
export type MonthNo = number;
/** A day as the number of days since 1970-01-01 of the proleptic Gregorian calendar; negative before. */
export type DayNo = number;

const MONTH = /^(\d{4})-(\d{2})$/;
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Reads 'YYYY-MM'; undefined when it is no month. */
export function parseMonth(text: string): MonthNo | undefined {
  const match = MONTH.exec(text);
  if (!match) return undefined;
  const month = Number(match[2]);
  return month >= 1 && month <= 12 ? Number(match[1]) * 12 + month - 1 : undefined;
}

/** Reads 'YYYY-MM' that is known to be one; throws otherwise (a bug, not a refusal). */
export function monthNo(text: string): MonthNo {
  const month = parseMonth(text);
  if (month === undefined) throw new Error(`not a month: ${text}`);
  return month;
}

export function formatMonth(month: MonthNo): string {
  return `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`;
}

export function monthOfYear(month: MonthNo): number {
  return (month % 12) + 1;
}

export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (MONTH_DAYS[month - 1] ?? 0);
}

/** Reads 'YYYY-MM-DD' that exists in the calendar; undefined otherwise. */
export function parseDay(text: string): DayNo | undefined {
  const match = DAY.exec(text);
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return daysFromCivil(year, month, day);
}

/** Reads 'YYYY-MM-DD' that is known to be a day; throws otherwise. */
export function dayNo(text: string): DayNo {
  const day = parseDay(text);
  if (day === undefined) throw new Error(`not a day: ${text}`);
  return day;
}

export function formatDay(day: DayNo): string {
  const { year, month, dayOfMonth } = civilFromDays(day);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`;
}

export function monthOfDay(day: DayNo): MonthNo {
  const { year, month } = civilFromDays(day);
  return year * 12 + month - 1;
}

export function firstDayOf(month: MonthNo): DayNo {
  return daysFromCivil(Math.floor(month / 12), (month % 12) + 1, 1);
}

export function lastDayOf(month: MonthNo): DayNo {
  return firstDayOf(month + 1) - 1;
}

/** Howard Hinnant's days_from_civil, "chrono-Compatible Low-Level Date Algorithms". */
function daysFromCivil(year: number, month: number, day: number): DayNo {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

export function civilFromDays(days: DayNo): { year: number; month: number; dayOfMonth: number } {
  const z = days + 719468;
  const era = Math.floor(z / 146097);
  const doe = z - era * 146097;
  const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36524) - Math.floor(doe / 146096)) / 365);
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  return {
    year: yoe + era * 400 + (month <= 2 ? 1 : 0),
    month,
    dayOfMonth: doy - Math.floor((153 * mp + 2) / 5) + 1,
  };
}

/** So many working days on: Saturdays and Sundays do not count, public holidays do, so it is never later than promised. */
export function workingDaysOn(day: string, workingDays: number): string {
  let on = dayNo(day);
  for (let left = workingDays; left > 0; ) {
    on += 1;
    // 1970-01-01 was a Thursday.
    const weekday = (((on + 3) % 7) + 7) % 7;
    if (weekday < 5) left -= 1;
  }
  return formatDay(on);
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const SHANGHAI_AHEAD_MS = 8 * 3600_000;

/** The business day: the Asia/Shanghai calendar day of an instant (no daylight saving since 1991). */
export function businessDay(instant: Date): string {
  return formatDay(Math.floor((instant.getTime() + SHANGHAI_AHEAD_MS) / DAY_MS));
}

/** The instant at which a business day begins. */
export function startOfDay(day: string): Date {
  return new Date(dayNo(day) * DAY_MS - SHANGHAI_AHEAD_MS);
}

/** The first whole minute in Asia/Shanghai that is not before the milliseconds since 1970, in words: 8月6日10:00. */
export function minuteInWords(ms: number): string {
  const minutes = Math.ceil((ms + SHANGHAI_AHEAD_MS) / MINUTE_MS);
  const { month, dayOfMonth } = civilFromDays(Math.floor(minutes / 1_440));
  const two = (number: number) => String(number).padStart(2, '0');
  return `${month}月${dayOfMonth}日${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
}
