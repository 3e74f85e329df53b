import { createHash } from 'node:crypto';
import { countiesOf, type Division } from '#modules/places/index.ts';
import type { Band, Condition, Parameters, Rulebook, RuleFile, RuleVersion } from '#modules/policy/rule.ts';
import { dayNo, monthNo } from '#platform/month/month.ts';

const PROVINCE = '330000';
const TODAY = '2023-08-31';
/** The last begins inside a month: some counties pay the new rate for August 2023, some from September on. */
const STARTS = ['2021-07-01', '2023-01-01', '2023-08-04'] as const;
const AGES = [80, 85, 90, 95, 100] as const;
const AGE_STEPS_YUAN = [0, 15, 45, 75, 300] as const;
const RAISE_YUAN = 10;

const COUNTS = ['any-day', 'last-day', 'first-day', 'whole-month'] as const;
const HUKOU_YEARS = [1, 3, 5] as const;
const BACK_PAYS: readonly Parameters['backPay'][] = [
  { type: 'all' },
  { type: 'max-months', months: 12 },
  { type: 'current-year' },
  { type: 'window', monthsBeforePolicyStart: 12, policyStart: monthNo('2023-01') },
  { type: 'none' },
];
const STATED = { type: 'stated', clause: null } as const;

/** What a document says apart from its dates: the same in its three versions, but for the amounts. */
type Shape = {
  amountsYuan: readonly number[];
  conditions: Condition[];
  /** of the bands from this age down */
  lowBands: { upToAge: number; conditions: Condition[] };
  stacking: Parameters['stacking'];
};

/**
 * 测算用法: 1,500 rules, counted as bands × versions, for the 90 counties of Zhejiang: a base document for each, an add-on
 * document for every ninth. A county's place in the list decides what its document says, so the shares never change.
 */
export function benchLaw(): Rulebook {
  const counties = countiesOf(PROVINCE, TODAY).filter(({ kind }) => kind === 'division');
  const files = counties.flatMap((county, index) => [
    baseFile(county, index),
    ...(hasAddOn(index) ? [addOnFile(county, index)] : []),
  ]);
  files.sort((a, b) => (a.file < b.file ? -1 : 1));
  return { files, sha256: sha256Of(files.flatMap(({ versions }) => versions.map(({ sha256 }) => sha256))) };
}

function hasAddOn(index: number): boolean {
  return index % 9 === 4;
}

/** In every second county with an add-on the higher of the two is paid, in the others both. */
function stackingOf(index: number): Parameters['stacking'] {
  return index % 18 === 4 ? { type: 'higher-of', group: '高龄' } : { type: 'adds' };
}

function baseFile(county: Division, index: number): RuleFile {
  const lowest = 60 + 5 * (index % 9);
  return fileOf(county, index, 'base', {
    amountsYuan: AGE_STEPS_YUAN.map((step) => lowest + step),
    conditions: [hukou(index), ...pensionOf(index)],
    lowBands: { upToAge: 85, conditions: index % 10 === 9 ? [income(index)] : [] },
    stacking: stackingOf(index),
  });
}

function addOnFile(county: Division, index: number): RuleFile {
  const stacking = stackingOf(index);
  const amountYuan = stacking.type === 'adds' ? 50 : 120;
  const who: Condition = { type: 'pension', in: ['resident'], counts: countsOf(index) };
  return fileOf(county, index, 'add-on', {
    amountsYuan: AGES.map((_, step) => amountYuan + 5 * step),
    conditions: [{ type: 'hukou-in-division', reach: 'own', years: 0, counts: 'any-day' }, who],
    lowBands: { upToAge: 0, conditions: [] },
    stacking,
  });
}

function hukou(index: number): Condition {
  const years = index % 6 === 2 ? pick(HUKOU_YEARS, Math.floor(index / 6)) : 0;
  return { type: 'hukou-in-division', reach: index % 12 === 2 ? 'city' : 'own', years, counts: countsOf(index) };
}

function pensionOf(index: number): Condition[] {
  const counts = countsOf(index + 1);
  if (index % 10 === 3) return [{ type: 'pension-not', in: ['employee', 'civil-servant'], counts }];
  return index % 10 === 7 ? [{ type: 'pension', in: ['resident'], counts }] : [];
}

function income(index: number): Condition {
  return { type: 'income', in: ['dibao'], counts: countsOf(index) };
}

function countsOf(index: number) {
  return pick(COUNTS, index);
}

function pick<T>(list: readonly T[], index: number): T {
  return list[index % list.length] as T;
}

function fileOf(county: Division, index: number, layer: 'base' | 'add-on', shape: Shape): RuleFile {
  const file = `330000-zhejiang/${county.code}/${layer === 'base' ? 'old-age-allowance' : 'old-age-add-on'}`;
  const title = `${county.name}高龄津贴${layer === 'base' ? '' : '加发'}`;
  return {
    file,
    benefit: 'old-age-allowance',
    layer,
    division: county.code,
    areas: [county.code],
    title,
    role: 'rule',
    versions: STARTS.map((_, nth) => versionOf(file, title, nth, parametersOf(index, nth, shape))),
    draftSpans: [],
  };
}

function versionOf(file: string, title: string, nth: number, parameters: Parameters): RuleVersion {
  const day = STARTS[nth] as string;
  const end = STARTS[nth + 1];
  const version = {
    id: day,
    from: dayNo(day),
    to: end === undefined ? null : dayNo(end),
    inForce: null,
    basis: { document: `测〔${day.slice(0, 4)}〕${nth + 1}号`, title, day, url: null },
    confidence: 'high' as const,
    parameters,
    origins: Object.fromEntries(Object.keys(parameters).map((name) => [name, STATED])) as RuleVersion['origins'],
  };
  return { ...version, sha256: sha256Of([file, version]) };
}

function parametersOf(index: number, nth: number, shape: Shape): Parameters {
  const certifies = index % 8 === 5;
  return {
    bands: AGES.map((_, step) => bandOf(step, nth, shape)),
    conditions: shape.conditions,
    firstMonth: index % 5 === 2 ? 'month-after-birth' : 'birth-month',
    bandChange: index % 5 === 1 ? 'month-after-birth' : 'birth-month',
    lastMonth: index % 2 === 0 ? 'month-of-death' : 'month-after-death',
    moveMonth: index % 3 === 0 ? 'old-division' : 'new-division',
    midMonthStart: index % 11 < 5 ? 'next-month' : 'this-month',
    leapDay: index % 7 === 1 ? 'march-1' : 'february-28',
    application: { way: 'auto', leadMonths: 1 },
    backPay: pick(BACK_PAYS, Math.floor(index / 3)),
    recovery: 'recover',
    payCycle: index % 7 === 4 ? { every: 'quarter', timing: 'advance' } : { every: 'month', timing: 'arrears' },
    suspension: certifies
      ? { certificationDeadlines: ['06-30', '12-31'], lostContactMonths: 3, backPayWhenLifted: 'none' }
      : { certificationDeadlines: [], lostContactMonths: null, backPayWhenLifted: 'all' },
    stacking: shape.stacking,
    countsAsIncome: false,
  };
}

function bandOf(step: number, nth: number, { amountsYuan, lowBands }: Shape): Band {
  const fromAge = AGES[step] as number;
  const next = AGES[step + 1];
  return {
    fromAge,
    toAge: next === undefined ? null : next - 1,
    monthlyFen: ((amountsYuan[step] as number) + RAISE_YUAN * nth) * 100,
    yearly: null,
    addOn: false,
    isFloor: false,
    conditions: fromAge <= lowBands.upToAge ? lowBands.conditions : [],
    fundedBy: [],
    origin: STATED,
  };
}

/** Objects are built in one order of keys, so their text is canonical. */
function sha256Of(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
