import fc from 'fast-check';
import { dayNo, monthNo } from '#platform/month/month.ts';
import type { Band, Condition, Counts, Parameters, Rulebook, RuleFile, RuleVersion } from '../rule.ts';

// Random law for the parity tests: every shape of rule.ts, on a handful of places that lie close together.
export const AREAS = ['331083', '331081', '331003', '330106', '330114', 'Z33010001', ''] as const;
const DIVISIONS = [
  { code: '330000', areas: ['330000'] },
  { code: '331000', areas: ['331000'] },
  { code: '331083', areas: ['331083'] },
  { code: '330114', areas: ['330114', 'Z33010001'] },
] as const;

const counts: fc.Arbitrary<Counts> = fc.constantFrom('any-day', 'first-day', 'last-day', 'whole-month');
const reach = fc.constantFrom('own', 'city', 'province') as fc.Arbitrary<'own' | 'city' | 'province'>;
const someOf = <T>(list: readonly T[]) => fc.subarray([...list], { minLength: 1 });
export const day = fc.integer({ min: dayNo('2021-06-01'), max: dayNo('2025-06-30') });

export const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ type: fc.constant('hukou-in-division' as const), reach, years: fc.constantFrom(0, 0, 1, 3), counts }),
  fc.record({ type: fc.constant('residence-in-division' as const), reach, years: fc.constantFrom(0, 2), counts }),
  fc.record({ type: fc.constant('hukou-kind' as const), in: someOf(['urban', 'rural', 'unknown'] as const), counts }),
  fc.record({
    type: fc.constant('income' as const),
    in: someOf(['none', 'dibao', 'dibian', 'tekun', 'low-income'] as const),
    counts,
  }),
  fc.record({
    type: fc.constant('pension' as const),
    in: someOf(['none', 'resident', 'employee', 'civil-servant'] as const),
    counts,
  }),
  fc.record({
    type: fc.constant('pension-not' as const),
    in: someOf(['none', 'resident', 'employee'] as const),
    counts,
  }),
  fc.record({
    type: fc.constant('status-not' as const),
    in: someOf(['retired-cadre', 'army-retired'] as const),
    counts,
  }),
  fc.record({ type: fc.constant('ability-at-least' as const), grade: fc.integer({ min: 0, max: 4 }), counts }),
  fc.record({
    type: fc.constant('born-before' as const),
    day: fc.constantFrom(dayNo('1943-07-01'), dayNo('1935-01-01')),
  }),
  fc.record({ type: fc.constant('hukou-before' as const), day }),
);

const decided = { type: 'decided', by: '测试', on: '2026-11-21', basis: '随机' } as const;
const FUNDING = [
  { source: '省级', shareBp: 3000 },
  { source: '县级', shareBp: 7000 },
];
const few = fc.array(condition, { maxLength: 1 });

/** Plain bands next to each other, sometimes one on top of another, with add-on and yearly ones beside them. */
const bands: fc.Arbitrary<Band[]> = fc
  .record({
    ages: fc.uniqueArray(fc.constantFrom(65, 70, 75, 78, 79, 80, 81, 82, 85, 90, 95, 100), {
      minLength: 1,
      maxLength: 4,
    }),
    fens: fc.array(fc.integer({ min: 1, max: 90_000 }), { minLength: 8, maxLength: 8 }),
    conditions: fc.array(few, { minLength: 8, maxLength: 8 }),
    overlap: fc.boolean(),
    addOn: fc.boolean(),
    yearly: fc.option(fc.record({ payInMonth: fc.integer({ min: 1, max: 12 }), proRated: fc.boolean() })),
  })
  .map(({ ages, fens, conditions, overlap, addOn, yearly }) => {
    const sorted = [...ages].sort((a, b) => a - b);
    const base = { monthlyFen: null, yearly: null, addOn: false, isFloor: false, fundedBy: FUNDING, origin: decided };
    const lowest = sorted[0] ?? 80;
    const made: Band[] = sorted.map((fromAge, index) => ({
      ...base,
      fromAge,
      toAge: index + 1 < sorted.length ? (sorted[index + 1] ?? 0) - 1 : null,
      monthlyFen: fens[index] ?? 1,
      conditions: conditions[index] ?? [],
    }));
    if (overlap)
      made.push({
        ...base,
        fromAge: lowest,
        toAge: lowest + 9,
        monthlyFen: fens[5] ?? 1,
        conditions: conditions[5] ?? [],
      });
    if (addOn)
      made.push({
        ...base,
        fromAge: lowest,
        toAge: null,
        monthlyFen: fens[6] ?? 1,
        addOn: true,
        conditions: conditions[6] ?? [],
      });
    if (yearly)
      made.push({
        ...base,
        fromAge: lowest,
        toAge: null,
        yearly: { fen: fens[7] ?? 1, ...yearly },
        conditions: conditions[7] ?? [],
      });
    return made;
  });

const files = DIVISIONS.flatMap(({ code }) => [`${code}/base`, `${code}/add-on`]);

export const parameters: fc.Arbitrary<Parameters> = fc.record({
  bands,
  conditions: few,
  firstMonth: fc.constantFrom(
    'birth-month',
    'birth-month',
    'month-after-birth',
    'application-month',
    'month-after-application',
    'confirmation-month',
    'eligibility-month',
  ),
  bandChange: fc.constantFrom('birth-month', 'month-after-birth'),
  lastMonth: fc.constantFrom('month-of-death', 'month-after-death'),
  moveMonth: fc.constantFrom('old-division', 'new-division'),
  midMonthStart: fc.constantFrom('this-month', 'next-month'),
  leapDay: fc.constantFrom('february-28', 'march-1'),
  application: fc.record({
    way: fc.constantFrom('auto', 'auto', 'confirm', 'apply', 'sms-consent'),
    leadMonths: fc.constant(1),
  }),
  backPay: fc.oneof(
    fc.constant({ type: 'all' as const }),
    fc.constant({ type: 'none' as const }),
    fc.constant({ type: 'current-year' as const }),
    fc.record({ type: fc.constant('max-months' as const), months: fc.constantFrom(1, 3, 12, 24) }),
    fc.record({
      type: fc.constant('window' as const),
      monthsBeforePolicyStart: fc.constantFrom(0, 12, 24),
      policyStart: fc.constant(monthNo('2023-03')),
    }),
  ),
  recovery: fc.constantFrom('recover', 'none'),
  payCycle: fc.record({ every: fc.constantFrom('month', 'quarter'), timing: fc.constantFrom('advance', 'arrears') }),
  suspension: fc.record({
    certificationDeadlines: fc.constantFrom([], ['03-31', '09-30'], ['06-30', '12-30']),
    lostContactMonths: fc.constantFrom(null, 3),
    backPayWhenLifted: fc.constantFrom('all', 'none'),
  }),
  stacking: fc.oneof(
    { weight: 4, arbitrary: fc.constant({ type: 'adds' as const }) },
    { weight: 1, arbitrary: fc.constant({ type: 'tops-up' as const }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('higher-of' as const), group: fc.constantFrom('a', 'b') }) },
    {
      weight: 1,
      arbitrary: fc.record({ type: fc.constant('replaces' as const), files: fc.subarray(files, { maxLength: 2 }) }),
    },
  ),
  countsAsIncome: fc.boolean(),
}) as fc.Arbitrary<Parameters>;

/** What sources most often leave open. */
const OPEN_FIELDS = ['firstMonth', 'lastMonth', 'moveMonth', 'payCycle'];
const startDays = [dayNo('2019-01-01'), dayNo('2022-07-01'), dayNo('2023-04-04'), dayNo('2024-01-01')];

export function versionsOf(
  name: string,
  list: readonly Parameters[],
  draftAt: number,
): Pick<RuleFile, 'versions' | 'draftSpans'> {
  const versions: RuleVersion[] = [];
  const draftSpans: RuleFile['draftSpans'] = [];
  list.forEach((each, index) => {
    const from = startDays[index] ?? 0;
    const to = index + 1 < list.length ? (startDays[index + 1] ?? null) : null;
    const id = `v${index}`;
    if (index === draftAt) draftSpans.push({ from, to, version: id, missing: [...OPEN_FIELDS] });
    else {
      const origins = {} as RuleVersion['origins'];
      const basis = { document: null, title: name, day: null, url: null };
      versions.push({
        id,
        from,
        to,
        inForce: null,
        basis,
        confidence: 'low',
        parameters: each,
        origins,
        sha256: `${name}/${id}`,
      });
    }
  });
  return { versions, draftSpans };
}

const file = ({ code, areas }: (typeof DIVISIONS)[number], layer: 'base' | 'add-on'): fc.Arbitrary<RuleFile> =>
  fc
    .record({ list: fc.array(parameters, { minLength: 1, maxLength: 4 }), draftAt: fc.integer({ min: -6, max: 3 }) })
    .map(({ list, draftAt }) => ({
      file: `${code}/${layer}`,
      benefit: 'old-age-allowance',
      layer,
      division: code,
      areas: [...areas],
      title: `${code}${layer}`,
      role: 'rule',
      ...versionsOf(`${code}/${layer}`, list, draftAt),
    }));

export const rulebook: fc.Arbitrary<Rulebook> = fc
  .tuple(
    ...DIVISIONS.flatMap((division) => [
      fc.option(file(division, 'base')),
      fc.option(file(division, 'add-on'), { freq: 1 }),
    ]),
  )
  .map((all) => ({ files: all.filter((each): each is RuleFile => each !== null), sha256: 'random' }));
