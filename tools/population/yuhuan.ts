import type { NewFact, NewPerson } from '#modules/people/index.ts';
import { childrenOf } from '#modules/places/index.ts';
import { daysInMonth, formatMonth, type MonthNo } from '#platform/month/month.ts';
import { addCircumstances, disabledShareByAge, type HukouKind } from './circumstances.ts';
import data from './data/yuhuan.json' with { type: 'json' };
import { accountNumberOf, idNumberOf, phoneOf } from './identity.ts';
import { nameDraw } from './names.ts';
import { makeRandom, type Random } from './random.ts';
import { type YuhuanPlan, yuhuanPlans } from './yuhuan-plan.ts';

/** Before the first month of the opening everybody who then lived there was known. */
export const YUHUAN_LOADED_AT = '2022-12-31T09:00:00+08:00';

const COUNTY = data.county;
const PART_IDENTITY = 1;
const URBAN_SHARE = { street: 0.7, town: 0.35 };
const WOMEN_SHARE = 0.58;

export type YuhuanPerson = { personNo: number; plan: YuhuanPlan; person: NewPerson };

/** 玉环演示人口: person numbers from 1 without gaps; by town and band the published head-counts of August 2023. */
export function* yuhuanPersons(seed: number): Generator<YuhuanPerson> {
  const random = makeRandom(seed);
  const drawName = nameDraw();
  const disabledShare = disabledShareByAge('zhejiang-2016');
  const villages = new Map(townCodes().map((code) => [code, childrenOf(code).map((village) => village.code)]));
  let personNo = 0;
  for (const plan of yuhuanPlans(seed)) {
    personNo += 1;
    random.start(personNo, PART_IDENTITY);
    const town = townCodes()[plan.town] as string;
    const village = pick(random, villages.get(town) as string[]);
    const sex = random.chance(WOMEN_SHARE) ? 2 : 1;
    const born = `${formatMonth(plan.bornMonth)}-${dayIn(random, plan.bornMonth)}`;
    const { name, ethnicity } = drawName(random, sex, Number(born.slice(0, 4)), COUNTY);
    const kind: HukouKind = random.chance(plan.town < 3 ? URBAN_SHARE.street : URBAN_SHARE.town) ? 'urban' : 'rural';
    const recordedAt = plan.knownSince ? at(plan.knownSince) : YUHUAN_LOADED_AT;
    const facts = hukouFacts(plan, born, village, kind);
    const age = 2022 - Number(born.slice(0, 4));
    addCircumstances(facts, random, { born, age, hukouKind: kind, year: 2022, disabledShare: disabledShare(age) });
    if (plan.deathDay) facts.push(death(plan.deathDay, random));
    const idNumber = idNumberOf(personNo, born, sex);
    const accountNumber = accountNumberOf(personNo);
    const contact = { phone: phoneOf(personNo), address: addressOf(personNo) };
    const person: NewPerson = { name, sex, ethnicity, born, idNumber, accountNumber, ...contact, recordedAt, facts };
    yield { personNo, plan, person };
  }
}

/** A house number below the village; no street of the county bears the name. */
function addressOf(personNo: number): string {
  return `合成路${(personNo % 400) + 1}号`;
}

let towns: string[] | undefined;

/** Street codes of the letter's eleven towns, in its order. */
function townCodes(): string[] {
  towns ??= data.towns.map(({ name }) => {
    const street = childrenOf(COUNTY).find((child) => child.name === name);
    if (!street) throw new Error(`${COUNTY} has no town ${name}`);
    return street.code;
  });
  return towns;
}

function hukouFacts(plan: YuhuanPlan, born: string, village: string, kind: HukouKind): NewFact[] {
  const hukou = (division: string, fromDay: string, toDay: string | null): NewFact => ({
    kind: 'hukou',
    value: kind,
    division,
    fromDay,
    toDay,
    source: '公安',
  });
  const { move } = plan;
  if (!move) return [hukou(village, born, null)];
  if (move.direction === 'in') return [hukou(move.elsewhere, born, move.day), hukou(village, move.day, null)];
  const known = at(move.day);
  return [
    { ...hukou(village, born, null), retractedAt: known },
    { ...hukou(village, born, move.day), recordedAt: known },
    { ...hukou(move.elsewhere, move.day, null), recordedAt: known },
  ];
}

/** Every death is known within its own month, at most four days later: the letter knows no recoveries. */
function death(day: string, random: Random): NewFact {
  const [year, month, dayOfMonth] = day.split('-').map(Number) as [number, number, number];
  const known = Math.min(dayOfMonth + random.below(5), daysInMonth(year, month));
  const recordedAt = at(`${day.slice(0, 8)}${String(known).padStart(2, '0')}`);
  return { kind: 'death', value: null, division: null, fromDay: day, toDay: null, source: '殡葬', recordedAt };
}

/** The end of a working day in China. */
function at(day: string): string {
  return `${day}T17:00:00+08:00`;
}

function dayIn(random: Random, month: MonthNo): string {
  const days = daysInMonth(Math.floor(month / 12), (month % 12) + 1);
  return String(random.below(days) + 1).padStart(2, '0');
}

function pick(random: Random, list: readonly string[]): string {
  return list[random.below(list.length)] as string;
}
