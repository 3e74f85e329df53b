import fc from 'fast-check';
import { parameters, versionsOf } from '#modules/policy/kernel/random-law.testing.ts';
import type { Band, Condition, Parameters, Rulebook, RuleFile } from '#modules/policy/rule.ts';
import { dayNo } from '#platform/month/month.ts';

// Law aimed at cells that random law seldom meets: documents as counties write them, most people paid, three levels above
// one another, every pay cycle, add-ons of all levels.

const STATED = { type: 'stated', clause: null } as const;
const FUNDING = [
  { source: '省级', shareBp: 3000 },
  { source: '县级', shareBp: 7000 },
];
const PLAIN = {
  monthlyFen: null,
  yearly: null,
  addOn: false,
  isFloor: false,
  conditions: [],
  fundedBy: FUNDING,
  origin: STATED,
};
const NO_DRAFT = -1;
const VERSIONS = 4;

const SHAPES: readonly (readonly number[])[] = [[80, 90, 100], [80, 85, 90, 95, 100], [65, 70, 80, 90, 100], [100]];

/** Bands next to each other from each age on; the last has no end. */
export function bandsFrom(ages: readonly number[], fens: readonly number[]): Band[] {
  return ages.map((fromAge, at) => {
    const next = ages[at + 1];
    return { ...PLAIN, fromAge, toAge: next === undefined ? null : next - 1, monthlyFen: fens[at] ?? 1_000 };
  });
}

/** Several ways to qualify at one age, an amount on top of them, two yearly amounts. */
function bandsOfManyWays(
  [low = 1, poor = 1, rural = 1, extra = 1, yearly = 1]: readonly number[],
  payInMonth: number,
): Band[] {
  const only = (condition: Condition) => [condition];
  return [
    { ...PLAIN, fromAge: 80, toAge: null, monthlyFen: low },
    {
      ...PLAIN,
      fromAge: 80,
      toAge: 99,
      monthlyFen: poor,
      conditions: only({ type: 'income', in: ['dibao', 'dibian', 'tekun'], counts: 'whole-month' }),
    },
    {
      ...PLAIN,
      fromAge: 80,
      toAge: 99,
      monthlyFen: rural,
      conditions: only({ type: 'hukou-kind', in: ['rural'], counts: 'any-day' }),
    },
    {
      ...PLAIN,
      fromAge: 80,
      toAge: null,
      monthlyFen: extra,
      addOn: true,
      conditions: [
        { type: 'born-before', day: dayNo('1943-07-01') },
        { type: 'hukou-before', day: dayNo('2024-01-01') },
      ],
    },
    { ...PLAIN, fromAge: 80, toAge: null, yearly: { fen: yearly, payInMonth, proRated: false } },
    {
      ...PLAIN,
      fromAge: 90,
      toAge: null,
      yearly: { fen: yearly * 3, payInMonth, proRated: true },
      conditions: only({ type: 'pension', in: ['none', 'resident'], counts: 'last-day' }),
    },
  ];
}

const OWN_HUKOU: Condition = { type: 'hukou-in-division', reach: 'own', years: 0, counts: 'any-day' };
const conditions: fc.Arbitrary<Condition[]> = fc.constantFrom<Condition[]>(
  [],
  [],
  ...Array.from({ length: 5 }, () => [OWN_HUKOU]),
  [{ type: 'hukou-in-division', reach: 'province', years: 0, counts: 'any-day' }],
  [{ type: 'residence-in-division', reach: 'province', years: 2, counts: 'any-day' }],
  [{ type: 'pension-not', in: ['civil-servant'], counts: 'whole-month' }],
  [{ type: 'pension', in: ['resident', 'none'], counts: 'first-day' }],
);

const stacking: fc.Arbitrary<Parameters['stacking']> = fc.constantFrom<Parameters['stacking']>(
  { type: 'adds' },
  { type: 'adds' },
  { type: 'adds' },
  { type: 'tops-up' },
  { type: 'higher-of', group: 'a' },
  { type: 'replaces', files: ['330000/add-on', '331000/add-on'] },
);

const terms: fc.Arbitrary<Parameters> = fc
  .record({
    random: parameters,
    conditions,
    stacking,
    lifted: fc.constantFrom('all', 'all', 'none'),
    payCycle: fc.record({
      every: fc.constantFrom('month', 'quarter', 'quarter', 'half-year', 'year'),
      timing: fc.constantFrom('advance', 'arrears'),
    }),
  })
  .map(({ random, lifted, ...ours }) => {
    const suspension = { ...random.suspension, backPayWhenLifted: lifted };
    return { ...random, ...ours, suspension } as Parameters;
  });

const fens = fc.array(fc.integer({ min: 1_000, max: 90_000 }), { minLength: 5, maxLength: 5 });

type Document = { division: string; layer: RuleFile['layer']; areas?: string[]; draftAt?: number };

export function documentOf(
  { division, layer, areas = [division], draftAt = NO_DRAFT }: Document,
  versions: readonly Parameters[],
): RuleFile {
  const file = `${division}/${layer}`;
  return {
    file,
    benefit: 'old-age-allowance',
    layer,
    division,
    areas,
    title: file,
    role: 'rule',
    ...versionsOf(file, versions, draftAt),
  };
}

const fourVersions = (bands: fc.Arbitrary<Band[]>) =>
  fc
    .array(fc.tuple(terms, bands), { minLength: VERSIONS, maxLength: VERSIONS })
    .map((list) => list.map(([each, own]) => ({ ...each, bands: own })));

const shaped = fc.tuple(fc.constantFrom(...SHAPES), fens).map(([ages, each]) => bandsFrom(ages, each));
const manyWays = fc.tuple(fens, fc.constantFrom(3, 10)).map(([each, month]) => bandsOfManyWays(each, month));
const onTop = fens.map((each) => bandsFrom([80], each));

/** Province, city and county alike but for the county's middle band; terms of each level of its own. */
const threeLevels = fc
  .tuple(
    fens,
    fc.integer({ min: 1_000, max: 90_000 }),
    fourVersions(shaped),
    fourVersions(shaped),
    fourVersions(shaped),
  )
  .map(([each, middle, ...levels]) =>
    levels.map((versions, level) => {
      const own = level === 2 ? [each[0]!, middle, each[2]!] : each;
      return versions.map((one) => ({ ...one, bands: bandsFrom([80, 90, 100], own) }));
    }),
  );

const addOns = fc
  .tuple(fourVersions(onTop), fourVersions(onTop), fourVersions(onTop))
  .map((all) => all.map((versions) => versions.map((one) => ({ ...one, conditions: [] }))));

export const aimedLaw: fc.Arbitrary<Rulebook> = fc
  .record({
    levels: threeLevels,
    addOns,
    shaped: fourVersions(shaped),
    manyWays: fourVersions(manyWays),
    drafted: fourVersions(shaped),
  })
  .map(({ levels, addOns: extra, ...other }) => ({
    sha256: 'aimed',
    files: [
      documentOf({ division: '330000', layer: 'base' }, levels[0]!),
      documentOf({ division: '330000', layer: 'add-on' }, extra[0]!),
      documentOf({ division: '331000', layer: 'base' }, levels[1]!),
      documentOf({ division: '331000', layer: 'add-on' }, extra[1]!),
      documentOf({ division: '331083', layer: 'base' }, levels[2]!),
      documentOf({ division: '331083', layer: 'add-on' }, extra[2]!),
      documentOf({ division: '331081', layer: 'base', draftAt: 2 }, other.drafted),
      documentOf({ division: '330100', layer: 'base' }, other.shaped),
      documentOf({ division: '330114', layer: 'base', areas: ['330114', 'Z33010001'] }, other.manyWays),
    ],
  }));

/** Law that pays for certain: what settlement and comparison start from. Three versions, the last inside a month. */
export const plainTerms: fc.Arbitrary<Parameters[]> = fc
  .record({
    list: fc.array(terms, { minLength: 3, maxLength: 3 }),
    amounts: fc.array(fens, { minLength: 3, maxLength: 3 }),
    tops: fc.boolean(),
    cycle: fc.constantFrom<Parameters['payCycle']>(
      { every: 'month', timing: 'arrears' },
      { every: 'quarter', timing: 'advance' },
    ),
  })
  .map(({ list, amounts, tops, cycle }) =>
    list.map((each, at) => ({
      ...each,
      bands: bandsFrom(
        [80, 90, 100],
        amounts[at]!.map((fen, rank) => fen + 10_000 * at + 100_000 * rank),
      ),
      conditions: [],
      firstMonth: 'birth-month' as const,
      application: { way: 'auto' as const, leadMonths: 1 },
      backPay: { type: 'all' as const },
      recovery: 'recover' as const,
      payCycle: cycle,
      stacking: tops ? { type: 'tops-up' as const } : { type: 'adds' as const },
    })),
  );

export function plainLaw(versions: readonly Parameters[]): Rulebook {
  return { sha256: 'plain', files: [documentOf({ division: '331083', layer: 'base' }, versions)] };
}
