import type { NewFact } from '#modules/people/index.ts';
import { type DayNo, dayNo, formatDay } from '#platform/month/month.ts';
import assumptions from './data/assumptions.json' with { type: 'json' };
import { yearlyDeathShare } from './mortality.ts';
import type { PlaceDraw } from './places.ts';
import { type Random, weighted } from './random.ts';

/** What happened to somebody this year, at most one thing; `delayDays` until it became known here. */
export type Event =
  | { type: 'none' }
  | { type: 'death' | 'move-within' | 'move-out' | 'birth-correction'; day: string; delayDays: number };

type About = { born: string; age: number; sex: 1 | 2; hukou: NewFact; place: PlaceDraw };
export type EventDraw = (facts: NewFact[], random: Random, about: About) => Event;

const NONE: Event = { type: 'none' };
const YEAR_DAYS = 365;

/** 当年变化: writes the hukou fact and what changed between 1 January and `asOf`; deaths by the life table. */
export function eventDraw(asOf: DayNo): EventDraw {
  const first = dayNo(`${formatDay(asOf).slice(0, 4)}-01-01`);
  const days = asOf - first + 1;
  const ofYear = days / YEAR_DAYS;
  const { eventsPerYear, reportingDelay } = assumptions;
  const delay = weighted(reportingDelay.shares);
  const moveWithin = eventsPerYear.moveWithinProvince * ofYear;
  const moveOut = moveWithin + eventsPerYear.moveOutOfProvince * ofYear;
  const correction = moveOut + eventsPerYear.birthCorrection * ofYear;

  return (facts, random, about) => {
    const day = first + random.below(days);
    const delayDays = reportingDelay.days[delay(random)] as number;
    const other = random.unit();
    const dies = random.chance(1 - (1 - yearlyDeathShare(about.sex, about.age)) ** ofYear);
    const type = dies
      ? 'death'
      : other < moveWithin
        ? 'move-within'
        : other < moveOut
          ? 'move-out'
          : 'birth-correction';
    if (!dies && other >= correction) {
      facts.push(about.hukou);
      return NONE;
    }
    const event: Event = { type, day: formatDay(day), delayDays };
    const recordedAt = `${formatDay(day + delayDays)}T17:00:00+08:00`;
    if (type === 'death') facts.push(about.hukou, death(event.day, recordedAt));
    else if (type === 'birth-correction') facts.push(about.hukou, correctedBirth(random, about.born, recordedAt));
    else facts.push(...move(random, type, about, event.day, recordedAt));
    return event;
  };
}

function death(fromDay: string, recordedAt: string): NewFact {
  return { kind: 'death', value: null, division: null, fromDay, toDay: null, source: '殡葬', recordedAt };
}

/** A year earlier or later than registered; the number on the ID card stays. */
function correctedBirth(random: Random, born: string, recordedAt: string): NewFact {
  const year = Number(born.slice(0, 4)) + (random.chance(0.5) ? 1 : -1);
  const fromDay = `${year}-${born.endsWith('02-29') ? '02-28' : born.slice(5)}`;
  return { kind: 'birth', value: null, division: null, fromDay, toDay: null, source: '公安', recordedAt };
}

/** The open spell was known until the move became known; then it had an end and the next one began. */
function move(
  random: Random,
  type: 'move-within' | 'move-out',
  { hukou, place }: About,
  day: string,
  recordedAt: string,
): NewFact[] {
  const division = type === 'move-out' ? place.elsewhere(random) : otherCounty(random, place, hukou.division as string);
  return [
    { ...hukou, retractedAt: recordedAt },
    { ...hukou, toDay: day, recordedAt },
    { ...hukou, division, fromDay: day, recordedAt },
  ];
}

function otherCounty(random: Random, place: PlaceDraw, from: string): string {
  let village = place.village(random);
  while (village.county === from.slice(0, 6)) village = place.village(random);
  return village.code;
}
