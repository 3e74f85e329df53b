import { covers } from '#modules/identity/index.ts';
import { businessDay } from '#platform/month/month.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { refuse } from './contract.ts';
import { type KnownFact, selectFacts, selectPerson } from './person.store.ts';

/**
 * 辖区内的人: who is registered or lives in the caller's scope today. Refuses anybody else with the very answer for a number that
 * nobody has (I-06).
 */
export async function getSeenPerson({ db, now, user }: Pick<Ctx, 'db' | 'now' | 'user'>, personNo: number) {
  const person = await selectPerson(db, personNo);
  const facts = person ? await selectFacts(db, [personNo], now) : [];
  const places = placesOn(facts, businessDay(now));
  const { scope } = user;
  const isSeen = person && (scope.type === 'whole' || places.some((division) => covers(scope, division)));
  return isSeen ? { person, places } : refuse('people.not-seen');
}

function placesOn(facts: readonly KnownFact[], day: string): string[] {
  return facts.flatMap(({ kind, division, fromDay, toDay, retractedAt }) => {
    const isPlace = (kind === 'hukou' || kind === 'residence') && retractedAt === null;
    const isToday = fromDay <= day && (toDay === null || day < toDay);
    return isPlace && isToday && division !== null ? [division] : [];
  });
}
