import { businessDay } from '#platform/month/month.ts';
import { refuse } from './refuse.ts';

/**
 * 止日 for what is ended: today unless a later day is wished; what has not begun yet never does. Refuses a day that is past (nobody's
 * right is taken away after the fact) and what has ended already or will no later.
 */
export function endingDay(
  now: Date,
  wished: string | undefined,
  fromDay: string | null,
  untilDay: string | null,
): string {
  const today = businessDay(now);
  if (wished !== undefined && wished < today) refuse('identity.day-past', { day: wished });
  const day = later(wished ?? today, fromDay);
  if (untilDay !== null && untilDay <= day) refuse('identity.ended-already', { day: untilDay });
  return day;
}

function later(day: string, other: string | null): string {
  return other !== null && other > day ? other : day;
}
