import type { HukouKind, Income, Pension, Status } from '../rule.ts';

// The closed lists as they are numbered in policy.input and in frozen column files. Append only: files are evidence.
export const HUKOU_KINDS: readonly HukouKind[] = ['unknown', 'urban', 'rural'];
export const INCOMES: readonly Income[] = ['none', 'dibao', 'dibian', 'tekun', 'low-income'];
export const PENSIONS: readonly Pension[] = ['none', 'resident', 'employee', 'civil-servant'];
export const STATUSES: readonly Status[] = ['none', 'retired-cadre', 'army-retired'];

export function codeOf<T>(list: readonly T[], value: T): number {
  const code = list.indexOf(value);
  if (code < 0) throw new Error(`not in the list: ${String(value)}`);
  return code;
}

const ZONE = /^Z(\d{8})$/;

/** A division code as a number: six digits a county, nine a town, eight a zone (its Z left off), 0 for '' (outside). */
export function numberOfDivision(code: string): number {
  const known = numbers.get(code);
  if (known !== undefined) return known;
  const zone = ZONE.exec(code);
  const number = Number(zone ? zone[1] : code);
  numbers.set(code, number);
  return number;
}

/** Asked millions of times for some thousand divisions. */
const numbers = new Map<string, number>([['', 0]]);
const codes = new Map<number, string>([[0, '']]);

export function divisionOfNumber(number: number): string {
  const known = codes.get(number);
  if (known !== undefined) return known;
  const digits = String(number);
  const code = digits.length === 8 ? `Z${digits}` : digits;
  codes.set(number, code);
  return code;
}
