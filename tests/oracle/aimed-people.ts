import fc from 'fast-check';
import type { InputRow } from '#modules/policy/input/input-row.ts';
import { stretchesOf } from '#modules/policy/input/stretch.ts';
import { type DayNo, dayNo, firstDayOf, type MonthNo, monthNo } from '#platform/month/month.ts';

// People aimed at edges: an age reached on the day before, on or after the first of a month, facts known a given number of
// months late, changes inside a month.

export type AimedPerson = { rows: InputRow[]; confirmations: number };

const EDGES: readonly MonthNo[] = Array.from({ length: 30 }, (_, index) => monthNo('2021-12') + index);
const PLACES = [
  '331083',
  '331083',
  '331083',
  '331081',
  '330114',
  '330114',
  '330106',
  '331003',
  '330502',
  'Z33010001',
] as const;
const SINCE = dayNo('1999-05-07');

const traits = fc.record({
  hukouKind: fc.constantFrom('urban', 'rural', 'unknown'),
  income: fc.constantFrom('none', 'none', 'dibao', 'dibian', 'tekun', 'low-income'),
  pension: fc.constantFrom('none', 'resident', 'employee', 'civil-servant'),
  status: fc.constantFrom('none', 'none', 'none', 'retired-cadre', 'army-retired'),
  abilityGrade: fc.option(fc.integer({ min: 0, max: 4 })),
  otherMonthlyFen: fc.constantFrom(0, 0, 500, 5_000),
  residenceArea: fc.constantFrom(null, null, '331083', '330114', ''),
}) as fc.Arbitrary<Partial<InputRow>>;

const CHANGES = [
  ...(['none', 'out-and-back', 'out-and-back', 'out-and-back', 'leave', 'gap'] as const),
  ...(['move', 'move', 'move', 'move', 'move', 'income', 'pension', 'hukouKind'] as const),
  ...(['suspension', 'suspension', 'suspension', 'suspension', 'suspension', 'suspension'] as const),
] as const;
type Change = (typeof CHANGES)[number];

/** Application and confirmation: before the age is reached, or up to two years after. */
const eventMonths = fc.oneof(fc.integer({ min: -3, max: -1 }), fc.integer({ min: 0, max: 26 }));

const plan = fc.record({
  age: fc.constantFrom(80, 80, 80, 90, 100, 65, 70, 85, 95),
  edge: fc.constantFrom(...EDGES),
  offset: fc.constantFrom(-1, 0, 1, 14),
  place: fc.constantFrom(...PLACES),
  other: fc.constantFrom(...PLACES),
  lateMonths: fc.constantFrom(-20, -20, 0, 1, 2, 11, 12, 13, 24, 25),
  applied: fc.option(eventMonths),
  confirmed: fc.option(eventMonths),
  confirmedAgain: fc.integer({ min: 1, max: 3 }),
  diedMonths: fc.option(fc.integer({ min: -4, max: 20 }), { freq: 3 }),
  dayOfMonth: fc.integer({ min: 0, max: 27 }),
  change: fc.constantFrom(...CHANGES),
  changeMonths: fc.integer({ min: 0, max: 12 }),
  suspension: fc.constantFrom(1, 2, 2, 2, 3),
  traits,
  later: traits,
  fromFacts: fc.boolean(),
});
type Plan = typeof plan extends fc.Arbitrary<infer T> ? T : never;

/** The birth of somebody who reaches the age on a given day; 29 February is left to the random people. */
function bornFor(day: DayNo, age: number): DayNo {
  let born = day - Math.round(age * 365.2425);
  while (sameDateLater(born, age) < day) born += 1;
  while (sameDateLater(born, age) > day) born -= 1;
  return born;
}

function sameDateLater(born: DayNo, age: number): DayNo {
  const cycles = Math.floor(age / 4);
  let day = born + cycles * 1461;
  for (let year = cycles * 4; year < age; year += 1) day += 365;
  return day;
}

export const aimedPerson: fc.Arbitrary<AimedPerson> = plan.map((each) => {
  const { age, edge, offset, confirmed, confirmedAgain } = each;
  const bornDay = bornFor(firstDayOf(edge) + offset, age);
  const at = (months: number | null) => (months === null ? null : firstDayOf(edge + months) + each.dayOfMonth);
  const confirmedDay = at(confirmed);
  const row: InputRow = {
    personNo: 1,
    unit: '331083',
    bornDay,
    deathDay: at(each.diedMonths),
    fromDay: SINCE,
    toDay: null,
    knownDay: firstDayOf(edge + each.lateMonths) + 4,
    area: each.place,
    town: each.place,
    village: 0,
    hukouKind: 'unknown',
    hukouCountySince: SINCE,
    hukouCitySince: SINCE,
    hukouProvinceSince: SINCE,
    residenceArea: null,
    residenceSince: each.traits.residenceArea === null ? null : firstDayOf(edge - 20) + each.dayOfMonth,
    income: 'none',
    pension: 'none',
    status: 'none',
    abilityGrade: null,
    otherMonthlyFen: 0,
    appliedDay: at(each.applied),
    confirmedDay,
    suspension: 0,
    ...each.traits,
  };
  if (each.fromFacts && confirmedDay !== null)
    return twiceConfirmed(row, confirmedDay, firstDayOf(edge + (confirmed ?? 0) + confirmedAgain));
  return { rows: changed(row, each), confirmations: confirmedDay === null ? 0 : 1 };
});

/** 重复确认: built from single facts, as policy does; the input must keep the first. */
function twiceConfirmed(row: InputRow, first: DayNo, second: DayNo): AimedPerson {
  const fact = (kind: string, fromDay: DayNo, toDay: DayNo | null, division: string | null) => ({
    kind,
    value: null,
    division,
    fromDay,
    toDay,
    knownDay: row.knownDay,
  });
  const facts = [
    fact('hukou', row.fromDay, null, row.area),
    fact('confirmation', second, null, null),
    fact('confirmation', first, null, null),
    ...(row.deathDay === null ? [] : [fact('death', row.deathDay, null, null)]),
  ];
  const born = row.bornDay;
  const person = {
    personNo: 1,
    born: '1900-01-01',
    knownDay: row.knownDay,
    facts: [fact('birth', born, null, null), ...facts],
  };
  return { rows: stretchesOf(person, '33'), confirmations: 2 };
}

/** One row until the change, one or two after it. */
function changed(
  row: InputRow,
  { change, changeMonths, dayOfMonth, other, edge, later, suspension }: Plan,
): InputRow[] {
  const month = edge + changeMonths;
  const day = firstDayOf(month) + 1 + (dayOfMonth % 12);
  const back = day + 1 + (dayOfMonth % 10);
  const moved = { area: other, town: other, hukouCountySince: day };
  const until = (toDay: DayNo) => ({ ...row, toDay });
  const from = (fromDay: DayNo, difference: Partial<InputRow>) => ({ ...row, fromDay, ...difference });
  const one = (difference: Partial<InputRow>) => [until(day), from(day, difference)];
  const by: Record<Change, () => InputRow[]> = {
    none: () => [row],
    'out-and-back': () => [until(day), { ...from(day, moved), toDay: back }, from(back, {})],
    move: () => one(moved),
    leave: () => one({ area: '', town: '' }),
    income: () => one({ income: later.income ?? 'none' }),
    pension: () => one({ pension: later.pension ?? 'none' }),
    hukouKind: () => one({ hukouKind: later.hukouKind ?? 'unknown' }),
    suspension: () => [
      until(day),
      { ...from(day, { suspension: suspension as 1 | 2 | 3 }), toDay: firstDayOf(month + 3) },
      from(firstDayOf(month + 3), {}),
    ],
    gap: () => [until(day), from(back, later)],
  };
  return by[change]();
}
