import { formatMonth, type MonthNo, monthNo } from '#platform/month/month.ts';
import data from './data/yuhuan.json' with { type: 'json' };
import { yearlyDeathShare } from './mortality.ts';
import { type Draw, makeRandom, type Random, weighted } from './random.ts';

/** What one person of the demonstration must be like; everything else about him is drawn freely. */
export type YuhuanPlan = {
  /** index into the letter's towns */
  town: number;
  role: 'entitled' | 'died-before' | 'moved-out' | 'younger' | 'never-ordered';
  bornMonth: MonthNo;
  deathDay?: string;
  move?: { direction: 'in' | 'out'; day: string; elsewhere: string };
  /** The day he became known here; everybody else was known before January. */
  knownSince?: string;
};

const AUGUST = monthNo(data.month);
const JANUARY = AUGUST - 7;
const PART_PLAN = 0;
/** What must count in August is known by the evening of this day of August. */
const LAST_DAY_KNOWN = 3;

/** Full years reached in or before August 2023: from … to (inclusive). */
const BANDS = [
  { key: 'from80', fromAge: 80, toAge: 89 },
  { key: 'from90', fromAge: 90, toAge: 99 },
  { key: 'from100', fromAge: 100, toAge: 107 },
] as const;
const YOUNGER = { fromAge: 75, toAge: 79 };

type Band = { fromAge: number; toAge: number };

/** The plans of all persons in the order of their numbers: shuffled, the same for the same seed. */
export function yuhuanPlans(seed: number): YuhuanPlan[] {
  const random = makeRandom(seed);
  random.start(0, PART_PLAN);
  const plans: YuhuanPlan[] = [];
  for (const band of BANDS) {
    const agesOfBand = ageDraw(band);
    data.towns.forEach((town, index) => {
      for (let n = 0; n < town[band.key]; n += 1) plans.push(entitled(random, index, bornIn(random, band, agesOfBand)));
      const died = Math.round(town[band.key] * diedShare(band));
      for (let n = 0; n < died; n += 1) plans.push(diedBefore(random, index, bornIn(random, band, agesOfBand)));
    });
  }
  plans.push(...younger(random), ...movedOut(random));
  settleIn(random, plans);
  neverOrdered(plans);
  return shuffled(random, plans);
}

function entitled(random: Random, town: number, bornMonth: MonthNo): YuhuanPlan {
  const age = Math.floor((AUGUST - bornMonth) / 12);
  if (!random.chance(monthlyDeathShare(age))) return { town, role: 'entitled', bornMonth };
  return { town, role: 'entitled', bornMonth, deathDay: dayOf(random, AUGUST, 28) };
}

function diedBefore(random: Random, town: number, bornMonth: MonthNo): YuhuanPlan {
  return { town, role: 'died-before', bornMonth, deathDay: dayOf(random, JANUARY + random.below(7), 28) };
}

function younger(random: Random): YuhuanPlan[] {
  const ages = ageDraw(YOUNGER);
  return Array.from({ length: data.invented.younger }, () => ({
    town: random.below(data.towns.length),
    role: 'younger',
    bornMonth: bornIn(random, YOUNGER, ages),
  }));
}

/** Left between February and July. In the 80–89 band from January to August, whose rate is 60 元 in every county named. */
function movedOut(random: Random): YuhuanPlan[] {
  const steady = { fromAge: 81, toAge: 88 };
  const ages = ageDraw(steady);
  const { movedOut: count, movedOutTo } = data.invented;
  return Array.from({ length: count }, (_, n) => ({
    town: random.below(data.towns.length),
    role: 'moved-out',
    bornMonth: bornIn(random, steady, ages),
    move: {
      direction: 'out',
      day: dayOf(random, JANUARY + 1 + random.below(6), 28),
      elsewhere: movedOutTo[n % movedOutTo.length] as string,
    },
  }));
}

/** Lets some of the entitled have come from outside the province this year, known on the day of the move. */
function settleIn(random: Random, plans: YuhuanPlan[]): void {
  const candidates = plans.filter((plan) => plan.role === 'entitled' && !plan.deathDay);
  const { movedIn: count, movedInFrom } = data.invented;
  for (let n = 0; n < count; n += 1) {
    const index = random.below(candidates.length);
    const plan = candidates.splice(index, 1)[0] as YuhuanPlan;
    const month = JANUARY + (n % 8);
    const day = dayOf(random, month, month === AUGUST ? LAST_DAY_KNOWN : 28);
    plan.move = { direction: 'in', day, elsewhere: movedInFrom[n % movedInFrom.length] as string };
    plan.knownSince = day;
  }
}

/** The letter's one back-pay, 420 元 = 7 × 60: over 80 and under 90 all the time, but first known here in August. */
function neverOrdered(plans: YuhuanPlan[]): void {
  const one = plans.find(
    ({ role, bornMonth, deathDay, move }) =>
      role === 'entitled' && !deathDay && !move && bornMonth <= JANUARY - 80 * 12 && bornMonth > AUGUST - 90 * 12,
  );
  if (!one) throw new Error('nobody is in the band from January to August');
  one.role = 'never-ordered';
  one.knownSince = `${formatMonth(AUGUST)}-02`;
}

/** Ages inside a band thin out as the life table says. */
function ageDraw({ fromAge, toAge }: Band): Draw {
  const weights: number[] = [];
  let alive = 1;
  for (let age = fromAge; age <= toAge; age += 1) {
    weights.push(alive);
    alive *= 1 - meanDeathShare(age);
  }
  return weighted(weights);
}

/** A birth month whose full years in August 2023 are in the band. */
function bornIn(random: Random, band: Band, ages: Draw): MonthNo {
  return AUGUST - (band.fromAge + ages(random)) * 12 - random.below(12);
}

function meanDeathShare(age: number): number {
  return (yearlyDeathShare(1, age) + yearlyDeathShare(2, age)) / 2;
}

function monthlyDeathShare(age: number): number {
  return meanDeathShare(age) / 12;
}

/** Share of a band that died from January to July, of those alive in August. */
function diedShare({ fromAge, toAge }: Band): number {
  return meanDeathShare(Math.floor((fromAge + toAge) / 2)) * (7 / 12);
}

function dayOf(random: Random, month: MonthNo, lastDay: number): string {
  return `${formatMonth(month)}-${String(random.below(lastDay) + 1).padStart(2, '0')}`;
}

/** Fisher–Yates. */
function shuffled(random: Random, plans: YuhuanPlan[]): YuhuanPlan[] {
  for (let i = plans.length - 1; i > 0; i -= 1) {
    const j = random.below(i + 1);
    [plans[i], plans[j]] = [plans[j] as YuhuanPlan, plans[i] as YuhuanPlan];
  }
  return plans;
}
