import fc from 'fast-check';
import { type DayNo, dayNo, firstDayOf, formatDay, type MonthNo, monthNo } from '#platform/month/month.ts';
import type { InputRow } from '../../modules/policy/input/input-row.ts';
import { type InputFact, stretchesOf } from '../../modules/policy/input/stretch.ts';

/** What happens to one person, each with the day it becomes known here and, where it was wrong, the day that is known. */
export type Event = {
  kind: 'move' | 'death' | 'birth' | 'suspension' | 'pension' | 'application' | 'confirmation';
  day: DayNo;
  known: DayNo;
  /** A report that turns out wrong is taken back; a suspension is lifted. */
  endKnown: DayNo | null;
  to: string;
  pension: string;
  forfeits: boolean;
};
export type History = { born: DayNo; home: string; events: Event[]; paidFen: number; released: boolean[] };

export const OPENING = { first: monthNo('2023-01'), last: monthNo('2023-06') };
export const FIRST_PAY_MONTH = monthNo('2023-07');
export const RUNS = 18;
const START = dayNo('2022-12-31');
const LIFE_FROM = dayNo('2023-01-01');
const LIFE_TO = dayNo('2024-11-30');

/** Counties with rules of their own, with the province's floor, a district and the zone before it. */
const HOMES = ['331083', '331081', '330114', 'Z33010001', '330203', '330502'];
const ELSEWHERE = '310101';

const day = fc.integer({ min: LIFE_FROM, max: LIFE_TO });
const lag = fc.oneof({ weight: 3, arbitrary: fc.nat(3) }, { weight: 2, arbitrary: fc.nat(45) }, fc.nat(420));

const event: fc.Arbitrary<Event> = fc
  .record({
    kind: fc.constantFrom(
      ...(['move', 'move', 'death', 'birth', 'suspension', 'pension', 'application', 'confirmation'] as const),
    ),
    day,
    lag,
    endLag: fc.option(fc.integer({ min: 1, max: 300 })),
    to: fc.constantFrom(...HOMES, ELSEWHERE),
    pension: fc.constantFrom('none', 'resident', 'employee'),
    forfeits: fc.boolean(),
  })
  .map(({ lag: late, endLag, ...rest }) => {
    const known = rest.day + late;
    return { ...rest, known, endKnown: endLag === null ? null : known + endLag };
  });

export const history: fc.Arbitrary<History> = fc.record({
  born: fc.integer({ min: dayNo('1921-01-01'), max: dayNo('1945-06-30') }),
  home: fc.constantFrom(...HOMES),
  events: fc.array(event, { maxLength: 6 }),
  paidFen: fc.constantFrom(0, 6_000, 6_000, 8_000, 10_000),
  released: fc.array(fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false)), {
    minLength: RUNS,
    maxLength: RUNS,
  }),
});

/** The engine's input as known on a day: what was not known yet, and what was taken back, is not there. */
export function rowsKnownOn(personNo: number, { born, home, events }: History, knownDay: DayNo): InputRow[] {
  const known = events.filter((each) => each.known <= knownDay);
  const standing = known.filter((each) => each.endKnown === null || each.endKnown > knownDay);
  const last = (kind: Event['kind']) => standing.filter((each) => each.kind === kind).slice(-1);
  const facts: InputFact[] = [
    ...hukouSpells(home, born, standing),
    ...last('death').map((each) => fact(each, null)),
    ...last('birth').map((each) => ({ ...fact(each, null), fromDay: correctedBirth(born, each) })),
    ...last('application').map((each) => fact(each, null)),
    ...last('confirmation').map((each) => fact(each, null)),
    ...last('pension').map((each) => fact(each, each.pension)),
    ...suspensions(known, knownDay),
  ];
  return stretchesOf({ personNo, born: formatDay(born), knownDay: START, facts }, '33');
}

/** A move ends the spell before it; the ended spell is written again and known from then on, as people does. */
function hukouSpells(home: string, born: DayNo, standing: readonly Event[]): InputFact[] {
  const moves = standing.filter((each) => each.kind === 'move').sort((a, b) => a.day - b.day);
  const places = [{ division: home, fromDay: born, knownDay: START }];
  for (const { to, day: fromDay, known } of moves) {
    const before = places.at(-1);
    if (before && before.fromDay < fromDay) places.push({ division: to, fromDay, knownDay: known });
  }
  return places.map(({ division, fromDay, knownDay }, index) => {
    const next = places[index + 1];
    return {
      kind: 'hukou',
      value: 'rural',
      division,
      fromDay,
      toDay: next?.fromDay ?? null,
      knownDay: Math.max(knownDay, next?.knownDay ?? 0),
    };
  });
}

/** Held until it is known to be over; then lifted, with or without the months between. */
function suspensions(known: readonly Event[], knownDay: DayNo): InputFact[] {
  return known
    .filter((each) => each.kind === 'suspension')
    .slice(-1)
    .map((each) => {
      const over = each.endKnown !== null && each.endKnown <= knownDay;
      const value = over ? (each.forfeits ? 'forfeited' : 'lifted') : 'held';
      const toDay = over && each.endKnown !== null ? each.endKnown : null;
      return { ...fact(each, value), toDay, knownDay: over ? (each.endKnown ?? each.known) : each.known };
    });
}

function fact({ kind, day: fromDay, known }: Event, value: string | null): InputFact {
  return { kind, value, division: null, fromDay, toDay: null, knownDay: known };
}

/** Up to three years to either side, by days. */
function correctedBirth(born: DayNo, { day: seed }: Event): DayNo {
  return born + ((seed % 2_191) - 1_095);
}

/** Facts known by the evening of the 20th count in the month's run. */
export function cutOffDay(payMonth: MonthNo): DayNo {
  return firstDayOf(payMonth) + 19;
}

/** Long enough for every report to have come in. */
export const EVERYTHING_KNOWN = LIFE_TO + 420 + 300;
