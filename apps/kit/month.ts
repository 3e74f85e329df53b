import { businessDay } from '#platform/month/month.ts';

/** '2023-08' → '2023年8月'. */
export function monthText(month: string): string {
  return `${month.slice(0, 4)}年${Number(month.slice(5))}月`;
}

/** '2023-08-04' → '2023年8月4日'. */
export function dayText(day: string): string {
  return `${monthText(day.slice(0, 7))}${Number(day.slice(8))}日`;
}

/** An ISO instant as the clock on an office wall in China shows it: '2023-08-31 18:05'. */
export function instantText(instant: string): string {
  const at = new Date(instant);
  const minutes = modulo(Math.floor(at.getTime() / 60_000) + 8 * 60, 24 * 60);
  const clock = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
  return `${businessDay(at)} ${clock}`;
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}

/** Today in China as 'YYYY-MM-DD'. */
export function today(): string {
  return businessDay(new Date());
}

/** This minute as the clock on an office wall in China shows it. */
export function nowText(): string {
  return instantText(new Date().toISOString());
}
