import { makeSyntheticIdNumber } from '#modules/people/contract.ts';
import { mix } from './random.ts';

/** 100 prefixes × 497 order codes of one sex: so many persons may share a birthday without sharing an ID number. */
const SLOTS = 49_700;
const ORDERS = 497;
const STRIDE = 17_389;
const YEAR_DAYS = 366;
export const LARGEST_SIZE = 14_000_000;

const MONTH_DAY = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].flatMap((days, month) =>
  Array.from({ length: days }, (_, day) => `${String(month + 1).padStart(2, '0')}-${String(day + 1).padStart(2, '0')}`),
);

/**
 * The month and day somebody was born on, 'MM-DD'. Persons whose numbers differ by a multiple of 49,700 share their ID slot; they
 * are given different days of the year, so that no two of 14 million persons get one ID number and nobody has to be remembered.
 */
export function birthdayOf(seed: number, personNo: number): string {
  const index = personNo - 1;
  const block = Math.floor(index / SLOTS);
  return MONTH_DAY[(mix(seed ^ mix(index % SLOTS)) + block) % YEAR_DAYS] as string;
}

/** 合成身份证号 of person N: unique for persons of different numbers whose birthdays come from `birthdayOf`, or below 49,700. */
export function idNumberOf(personNo: number, born: string, sex: 1 | 2): string {
  const slot = (((personNo - 1) % SLOTS) * STRIDE) % SLOTS;
  const order = (slot % ORDERS) * 2 + (sex === 1 ? 1 : 2);
  return makeSyntheticIdNumber(339_900 + Math.floor(slot / ORDERS), born, order);
}

/** 合成银行账号: 19 digits, no issuer has 999933, the last digit by Luhn. */
export function accountNumberOf(personNo: number): string {
  const digits = `999933${String(personNo).padStart(12, '0')}`;
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    sum += i % 2 === 1 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return digits + ((10 - (sum % 10)) % 10);
}

/** Of ten persons seven have a telephone. */
const WITH_PHONE = 7;

/** 合成手机号: the range 154 was never given to an operator, so that a number rings nobody; unique for 14 million persons. */
export function phoneOf(personNo: number): string | null {
  return personNo % 10 < WITH_PHONE ? `154${String(personNo).padStart(8, '0')}` : null;
}
