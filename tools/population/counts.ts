import { ageOn } from '#modules/people/contract.ts';
import type { ProvincePerson } from './province.ts';

/** 已知数: what a population holds, counted from the persons made; tests and tools compare with what the database holds. */
export type PopulationCounts = {
  persons: number;
  facts: number;
  women: number;
  aged80: number;
  aged90: number;
  aged100: number;
  emptyNest: number;
  disabled: number;
  bornOn29February: number;
  doubleRegistrations: number;
  deaths: number;
  movesWithin: number;
  movesOut: number;
  birthCorrections: number;
  /** deaths by days until known */
  deathsByDelay: Record<string, number>;
  byCity: Record<string, number>;
};

export function noCounts(): PopulationCounts {
  return {
    persons: 0,
    facts: 0,
    women: 0,
    aged80: 0,
    aged90: 0,
    aged100: 0,
    emptyNest: 0,
    disabled: 0,
    bornOn29February: 0,
    doubleRegistrations: 0,
    deaths: 0,
    movesWithin: 0,
    movesOut: 0,
    birthCorrections: 0,
    deathsByDelay: {},
    byCity: {},
  };
}

/** Passes the persons on and counts them into `counts`; ages at `asOf`, cities by the first fact, which is the hukou. */
export function* counted(
  persons: Iterable<ProvincePerson>,
  asOf: string,
  counts: PopulationCounts,
): Generator<ProvincePerson> {
  for (const made of persons) {
    count(counts, made, asOf);
    yield made;
  }
}

function count(counts: PopulationCounts, { person, event, doubleOf, emptyNest }: ProvincePerson, asOf: string): void {
  const age = ageOn(person.born, asOf);
  counts.persons += 1;
  counts.facts += person.facts.length;
  if (person.sex === 2) counts.women += 1;
  if (age >= 80) counts.aged80 += 1;
  if (age >= 90) counts.aged90 += 1;
  if (age >= 100) counts.aged100 += 1;
  if (emptyNest) counts.emptyNest += 1;
  if (person.born.endsWith('-02-29')) counts.bornOn29February += 1;
  if (doubleOf !== null) counts.doubleRegistrations += 1;
  if (person.facts.some(({ kind }) => kind === 'ability')) counts.disabled += 1;
  const city = `${person.facts[0]?.division?.slice(0, 4)}00`;
  counts.byCity[city] = (counts.byCity[city] ?? 0) + 1;
  countEvent(counts, event);
}

function countEvent(counts: PopulationCounts, event: ProvincePerson['event']): void {
  if (event.type === 'none') return;
  if (event.type === 'move-within') counts.movesWithin += 1;
  else if (event.type === 'move-out') counts.movesOut += 1;
  else if (event.type === 'birth-correction') counts.birthCorrections += 1;
  else {
    counts.deaths += 1;
    counts.deathsByDelay[event.delayDays] = (counts.deathsByDelay[event.delayDays] ?? 0) + 1;
  }
}
