import type { NewFact } from '#modules/people/index.ts';
import assumptions from './data/assumptions.json' with { type: 'json' };
import disability from './data/disability.json' with { type: 'json' };
import { type Random, weightedKey } from './random.ts';

export type DisabilityScenario = keyof typeof disability.scenarios;
export type HukouKind = 'urban' | 'rural';

const RESIDENTS_PENSION_SINCE = 2010;
const PENSION_AGE = 60;

const urbanPension = weightedKey(assumptions.pension.urban);
const ruralPension = weightedKey(assumptions.pension.rural);
const hardshipShare = Object.values(assumptions.hardship).reduce((sum, share) => sum + share, 0);
const hardship = weightedKey(assumptions.hardship);
const statusShare = Object.values(assumptions.status).reduce((sum, share) => sum + share, 0);
const status = weightedKey(assumptions.status);
const grade = weightedKey(disability.gradeShare);

type Spell = Pick<NewFact, 'kind' | 'value' | 'fromDay' | 'source'>;
const spell = (found: Spell): NewFact => ({ ...found, division: null, toDay: null });

/** 处境: pension, hardship, status, ability and other departments' benefits, open spells that began before `year`. */
export function addCircumstances(
  facts: NewFact[],
  random: Random,
  about: { born: string; age: number; hukouKind: HukouKind; year: number; disabledShare: number },
): void {
  const { born, hukouKind, year, disabledShare } = about;
  const pension = (hukouKind === 'urban' ? urbanPension : ruralPension)(random);
  const pensionSince = pensionDay(born, pension);
  if (pension !== 'none' && pensionSince < `${year}`) {
    facts.push(spell({ kind: 'pension', value: pension, fromDay: pensionSince, source: '人社' }));
  }
  if (random.chance(hardshipShare)) {
    facts.push(
      spell({ kind: 'hardship', value: hardship(random), fromDay: firstDayBefore(random, year), source: '民政' }),
    );
  }
  if (random.chance(statusShare)) {
    const value = status(random);
    const source = value === 'army-retired' ? '退役军人' : '组织';
    facts.push(spell({ kind: 'status', value, fromDay: firstDayBefore(random, year), source }));
  }
  if (random.chance(disabledShare)) {
    facts.push(
      spell({ kind: 'ability', value: grade(random), fromDay: firstDayBefore(random, year), source: '能力评估' }),
    );
  }
  if (random.chance(assumptions.otherBenefit.share)) {
    const amounts = assumptions.otherBenefit.monthlyFen;
    const value = String(amounts[random.below(amounts.length)]);
    facts.push(spell({ kind: 'other-benefit', value, fromDay: firstDayBefore(random, year), source: '人社' }));
  }
}

/** 失能率 by age in one of the scenarios. */
export function disabledShareByAge(scenario: DisabilityScenario): (age: number) => number {
  const bands = Object.entries(disability.scenarios[scenario]).map(([band, share]) => ({
    from: Number.parseInt(band, 10),
    share,
  }));
  return (age) => bands.findLast(({ from }) => age >= from)?.share ?? 0;
}

function pensionDay(born: string, kind: string): string {
  const year = Number(born.slice(0, 4)) + PENSION_AGE;
  if (kind === 'resident' && year < RESIDENTS_PENSION_SINCE) return `${RESIDENTS_PENSION_SINCE}-01-01`;
  return `${year}${born.slice(4)}`;
}

/** The first of a month in one of the three years before. */
function firstDayBefore(random: Random, year: number): string {
  return `${year - 1 - random.below(3)}-${String(random.below(12) + 1).padStart(2, '0')}-01`;
}
