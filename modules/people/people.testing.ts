import type { NewFact, NewPerson } from './admit.ts';
import { checkDigit, makeSyntheticIdNumber } from './synthetic-id-number.ts';

export const BORN = '1943-03-15';
export const ID = makeSyntheticIdNumber(339_901, BORN, 2);
export const HERE = '331083001001';
export const THERE = '330102001051';

export const aFact = (wish: Partial<NewFact> = {}): NewFact => ({
  kind: 'hukou',
  value: 'rural',
  division: HERE,
  fromDay: BORN,
  toDay: null,
  source: '公安',
  ...wish,
});

export const aPerson = (wish: Partial<NewPerson> = {}): NewPerson => ({
  name: '合成甲',
  sex: 2,
  ethnicity: 1,
  born: BORN,
  idNumber: ID,
  accountNumber: '9999330000000000013',
  facts: [aFact()],
  ...wish,
});

/** A number of the structure of an ID number with any prefix, its check digit right. Prefixes never issued: x199xx, 999999. */
export function permitNumber(prefix: string, born: string, order: number): string {
  const first17 = `${prefix}${born.replaceAll('-', '')}${String(order).padStart(3, '0')}`;
  return first17 + checkDigit(first17);
}

export function withWrongCheckDigit(number: string): string {
  return number.slice(0, 17) + (number.endsWith('1') ? '2' : '1');
}
