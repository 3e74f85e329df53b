import { placeNow } from '#modules/places/index.ts';
import type { Fact } from './fact.ts';

/** 所在地: place numbers of where a person is registered and where he lives; 0 = nowhere we know of. */
export type PersonPlaces = { hukouPlace: number; residencePlace: number };
type Spell = Pick<Fact, 'kind' | 'division' | 'fromDay' | 'toDay' | 'retractedAt'>;

/**
 * 户籍地、居住地 by what is known and not retracted: of the hukou the spell of the day, else the latest (who was struck off stays
 * with the place that struck him off); of the residence only the spell of the day.
 */
export function placesOfFacts(facts: readonly Spell[], day: string): PersonPlaces {
  let hukou: Spell | undefined;
  let residence: Spell | undefined;
  for (const fact of facts) {
    if (fact.retractedAt !== null) continue;
    if (fact.kind === 'hukou' && isBetter(fact, hukou, day)) hukou = fact;
    else if (fact.kind === 'residence' && isOn(fact, day)) residence = fact;
  }
  return { hukouPlace: placeOf(hukou), residencePlace: placeOf(residence) };
}

function isBetter(fact: Spell, held: Spell | undefined, day: string): boolean {
  if (!held) return true;
  if (isOn(fact, day) !== isOn(held, day)) return isOn(fact, day);
  return fact.fromDay > held.fromDay;
}

function isOn({ fromDay, toDay }: Spell, day: string): boolean {
  return fromDay <= day && (toDay === null || day < toDay);
}

function placeOf(spell: Spell | undefined): number {
  return spell?.division ? placeNow(spell.division) : 0;
}
