import { parseDay } from '#platform/month/month.ts';
import { type Problem, problem } from './contract.ts';

const EARLIEST_YEAR = 1880;
const OLDEST_AGE = 130;

/**
 * 周岁: full years reached by a day, both 'YYYY-MM-DD'. Who is born on 29 February counts from 1 March in common years here;
 * what that means for a benefit is a rule's own parameter.
 */
export function ageOn(born: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(born.slice(0, 4));
  return day.slice(5) >= born.slice(5) ? years : years - 1;
}

/** 出生日期核验: a full calendar day, not after `today`, not before 1880, at most 130 years ago. No guess from part of a date. */
export function checkBirth(born: string, today: string): Problem | undefined {
  if (parseDay(born) === undefined) return problem('people.birth-day', { text: born.slice(0, 20) });
  if (born > today) return problem('people.birth-future', { born });
  if (Number(born.slice(0, 4)) < EARLIEST_YEAR) return problem('people.birth-too-early', { born });
  if (ageOn(born, today) > OLDEST_AGE) return problem('people.birth-too-old', { born });
  return undefined;
}
