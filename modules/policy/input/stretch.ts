import { countyCodeOf, findDivision, successorsOf } from '#modules/places/index.ts';
import { type DayNo, dayNo, formatDay } from '#platform/month/month.ts';
import type { HukouKind, Income, Pension, Status } from '../rule.ts';
import { HUKOU_KINDS, INCOMES, PENSIONS, STATUSES } from './codes.ts';
import type { InputRow } from './input-row.ts';

/** A fact as the input needs it; days as numbers, toDay exclusive. `kind` adds policy's own: suspension, application, confirmation. */
export type InputFact = {
  kind: string;
  value: string | null;
  division: string | null;
  fromDay: DayNo;
  toDay: DayNo | null;
  knownDay: DayNo;
};

export type InputPerson = { personNo: number; born: string; knownDay: DayNo; facts: InputFact[] };

const FOREVER = Number.MAX_SAFE_INTEGER;
const PROVINCE_PREFIX_LENGTH = 2;
const TOWN_DIGITS = 9;

/**
 * 引擎输入的生成: cuts one person's facts into stretches of constant facts. `province` is the two-digit code of the
 * database's province; hukou elsewhere becomes area ''. A person never registered here has no rows.
 */
export function stretchesOf(person: InputPerson, province: string): InputRow[] {
  const facts = [...person.facts].sort((a, b) => a.fromDay - b.fromDay || a.knownDay - b.knownDay);
  const birth = facts
    .filter((fact) => fact.kind === 'birth')
    .sort((a, b) => a.knownDay - b.knownDay)
    .at(-1);
  const death = facts
    .filter((fact) => fact.kind === 'death')
    .sort((a, b) => a.knownDay - b.knownDay)
    .at(-1);
  const deathDay = death?.fromDay ?? null;
  const spells = facts.map((fact) => openAfterDeath(fact, deathDay));
  const hukou = spells.filter((fact) => fact.kind === 'hukou');
  const unit = latestUnit(hukou, province);
  if (unit === undefined) return [];
  const stays = stayStarts(hukou, province);
  const cuts = cutDays(spells);
  const rows: InputRow[] = [];
  for (const [index, fromDay] of cuts.entries()) {
    const next = cuts[index + 1] ?? FOREVER;
    const standing = (kind: string) => spells.findLast((fact) => fact.kind === kind && covers(fact, fromDay));
    const here = standing('hukou');
    const place = placeOf(here, province);
    const stay = here ? stays.get(here) : undefined;
    const residence = standing('residence');
    const inForce = ['hukou', 'residence', 'pension', 'hardship', 'status', 'ability', 'other-benefit'].map(standing);
    rows.push({
      personNo: person.personNo,
      unit,
      bornDay: birth?.fromDay ?? dayNo(person.born),
      deathDay,
      fromDay,
      toDay: next === FOREVER ? null : next,
      knownDay: Math.max(person.knownDay, birth?.knownDay ?? 0, ...inForce.map((fact) => fact?.knownDay ?? 0)),
      area: place.area,
      town: place.town,
      village: place.village,
      hukouKind: listed<HukouKind>(HUKOU_KINDS, here?.value, 'unknown'),
      hukouCountySince: stay?.county ?? fromDay,
      hukouCitySince: stay?.city ?? fromDay,
      hukouProvinceSince: stay?.province ?? fromDay,
      residenceArea: residence?.division ? countyOrOutside(residence.division, province) : null,
      residenceSince: residence?.fromDay ?? null,
      income: listed<Income>(INCOMES, standing('hardship')?.value, 'none'),
      pension: listed<Pension>(PENSIONS, standing('pension')?.value, 'none'),
      status: listed<Status>(STATUSES, standing('status')?.value, 'none'),
      abilityGrade: gradeOf(standing('ability')),
      otherMonthlyFen: Number(standing('other-benefit')?.value ?? 0),
      appliedDay: firstDay(facts, 'application'),
      confirmedDay: firstDay(facts, 'confirmation'),
      suspension: suspensionOf(standing('suspension')),
    });
  }
  return rows;
}

/** 死亡注销 ends the hukou on paper; what is due for the month of death, or the one after, still belongs to that place. */
function openAfterDeath(fact: InputFact, deathDay: DayNo | null): InputFact {
  return deathDay !== null && fact.toDay !== null && fact.toDay >= deathDay ? { ...fact, toDay: null } : fact;
}

function covers(fact: InputFact, day: DayNo): boolean {
  return fact.fromDay <= day && (fact.toDay === null || day < fact.toDay);
}

function cutDays(spells: readonly InputFact[]): DayNo[] {
  const first = spells.find((fact) => fact.kind === 'hukou')?.fromDay;
  if (first === undefined) return [];
  const days = new Set<DayNo>([first]);
  for (const { kind, fromDay, toDay } of spells) {
    if (kind === 'birth' || kind === 'death' || kind === 'application' || kind === 'confirmation') continue;
    if (fromDay > first) days.add(fromDay);
    if (toDay !== null && toDay > first) days.add(toDay);
  }
  return [...days].sort((a, b) => a - b);
}

function placeOf(hukou: InputFact | undefined, province: string): { area: string; town: string; village: number } {
  const division = hukou?.division;
  if (!division) return { area: '', town: '', village: 0 };
  const area = countyOrOutside(division, province);
  if (area === '') return { area, town: '', village: 0 };
  if (division.length < TOWN_DIGITS || !/^\d/.test(division)) return { area, town: area, village: 0 };
  return { area, town: division.slice(0, TOWN_DIGITS), village: Number(division.slice(TOWN_DIGITS)) };
}

function countyOrOutside(division: string, province: string): string {
  const isZone = !/^\d/.test(division);
  return isZone || division.slice(0, PROVINCE_PREFIX_LENGTH) === province ? countyCodeOf(division) : '';
}

function latestUnit(hukou: readonly InputFact[], province: string): string | undefined {
  for (const fact of hukou.toReversed()) {
    const { area } = placeOf(fact, province);
    if (area !== '') return area;
  }
  return undefined;
}

type Stay = { county: DayNo; city: DayNo; province: DayNo };

/** Since when registered without a break in county, city and province; a district that became another counts as one. */
function stayStarts(hukou: readonly InputFact[], province: string): Map<InputFact, Stay> {
  const starts = new Map<InputFact, Stay>();
  let before: { fact: InputFact; area: string; stay: Stay } | undefined;
  for (const fact of hukou) {
    const { area } = placeOf(fact, province);
    const joined = before !== undefined && before.fact.toDay === fact.fromDay && before.area !== '' && area !== '';
    const stay: Stay = {
      county: joined && before && isSameCounty(before.area, area, fact.fromDay) ? before.stay.county : fact.fromDay,
      city: joined && before && cityOf(before.area) === cityOf(area) ? before.stay.city : fact.fromDay,
      province: joined && before ? before.stay.province : fact.fromDay,
    };
    starts.set(fact, stay);
    before = { fact, area, stay };
  }
  return starts;
}

function isSameCounty(old: string, now: string, day: DayNo): boolean {
  return old === now || successorsOf(old, formatDay(day)).includes(now);
}

function cityOf(area: string): string | null {
  return findDivision(area)?.parentCode ?? null;
}

function listed<T extends string>(list: readonly T[], value: string | null | undefined, fallback: T): T {
  return list.find((each) => each === value) ?? fallback;
}

function gradeOf(fact: InputFact | undefined): number | null {
  return fact?.value === undefined || fact.value === null ? null : Number(fact.value);
}

function firstDay(facts: readonly InputFact[], kind: string): DayNo | null {
  return facts.find((fact) => fact.kind === kind)?.fromDay ?? null;
}

function suspensionOf(fact: InputFact | undefined): InputRow['suspension'] {
  if (!fact) return 0;
  return fact.value === 'held' ? 1 : fact.value === 'lifted' ? 2 : 3;
}
