import type { NewFact, NewPerson } from '#modules/people/index.ts';
import { dayNo } from '#platform/month/month.ts';
import { type AgeProfile, ageDraw } from './ages.ts';
import { addCircumstances, type DisabilityScenario, disabledShareByAge, type HukouKind } from './circumstances.ts';
import assumptions from './data/assumptions.json' with { type: 'json' };
import population from './data/population.json' with { type: 'json' };
import { type Event, eventDraw } from './events.ts';
import { accountNumberOf, birthdayOf, idNumberOf, LARGEST_SIZE, phoneOf } from './identity.ts';
import { nameDraw } from './names.ts';
import { type PlaceDraw, placeDraw, type Village } from './places.ts';
import { makeRandom, type Random } from './random.ts';

export type ProvinceWish = {
  seed: number;
  size: number;
  /** The day ages are counted at; events lie between the first of January of its year and this day. */
  asOf: string;
  ageProfile: AgeProfile;
  disability: DisabilityScenario;
};

export type ProvincePerson = {
  personNo: number;
  person: NewPerson;
  event: Event;
  /** The person whose second registration this is. */
  doubleOf: number | null;
  /** 纯老家庭 */
  emptyNest: boolean;
};

export const PROVINCE_DEFAULTS: Omit<ProvinceWish, 'seed' | 'size'> = {
  asOf: '2023-08-31',
  ageProfile: 'zhejiang-2024',
  disability: 'zhejiang-2016',
};

const PART = { identity: 1, place: 2, double: 3 };
const ORIGINAL_WITHIN = 1000;

export type Province = {
  wish: ProvinceWish;
  /** Known here since, for what has no instant of its own: the evening before the year of `asOf`. */
  loadedAt: string;
  person: (personNo: number) => ProvincePerson;
  /** Persons 1 … size in order. */
  persons: () => Generator<ProvincePerson>;
};

/** 全省合成人口: person N is the same for the same seed and wish, whatever the size. Throws beyond 14,000,000. */
export function makeProvince(wish: ProvinceWish): Province {
  const { seed, size, asOf } = wish;
  if (!Number.isInteger(size) || size < 0 || size > LARGEST_SIZE)
    throw new Error(`size ${size} is not 0 … ${LARGEST_SIZE}`);
  const random = makeRandom(seed);
  const draws = { age: ageDraw(wish.ageProfile), name: nameDraw(), place: placeDraw(), event: eventDraw(dayNo(asOf)) };
  const disabledShare = disabledShareByAge(wish.disability);
  const originalOf = doubleDraw(random);
  const year = Number(asOf.slice(0, 4));

  function identityOf(personNo: number) {
    random.start(personNo, PART.identity);
    const { age, sex } = draws.age(random);
    const born = bornOf(birthdayOf(seed, personNo), age, asOf);
    const village = draws.place.village(random);
    const { name, ethnicity } = draws.name(random, sex, Number(born.slice(0, 4)), village.county);
    return { age, sex, born, village, name, ethnicity, idNumber: idNumberOf(personNo, born, sex) };
  }

  function person(personNo: number): ProvincePerson {
    const doubleOf = originalOf(personNo);
    const { age, sex, born, village, name, ethnicity, idNumber } = identityOf(doubleOf ?? personNo);
    random.start(personNo, PART.place);
    const home = doubleOf === null ? village : draws.place.village(random);
    const hukouKind = random.chance(home.urbanShare) ? 'urban' : 'rural';
    const facts: NewFact[] = [];
    const event = draws.event(facts, random, {
      born,
      age,
      sex,
      place: draws.place,
      hukou: hukouOf(random, born, home, hukouKind),
    });
    addResidence(facts, random, draws.place, year);
    addCircumstances(facts, random, { born, age, hukouKind, year, disabledShare: disabledShare(age) });
    const emptyNest = random.chance(population.emptyNestShare.value);
    const accountNumber = accountNumberOf(personNo);
    return {
      personNo,
      person: { name, sex, ethnicity, born, idNumber, accountNumber, phone: phoneOf(personNo), facts },
      event,
      doubleOf,
      emptyNest,
    };
  }

  function* persons() {
    for (let personNo = 1; personNo <= size; personNo += 1) yield person(personNo);
  }
  return { wish, loadedAt: `${year - 1}-12-31T09:00:00+08:00`, person, persons };
}

/** 重复登记: whose second registration a person is, null for most; a double is nobody's original. */
function doubleDraw(random: Random): (personNo: number) => number | null {
  function isDouble(personNo: number): boolean {
    random.start(personNo, PART.double);
    return personNo > ORIGINAL_WITHIN && random.chance(assumptions.doubleRegistrationShare);
  }

  return (personNo) => {
    if (!isDouble(personNo)) return null;
    // The stream of isDouble goes on: how far back the original is.
    let original = personNo - 1 - random.below(ORIGINAL_WITHIN - 1);
    while (isDouble(original)) original -= 1;
    return original;
  };
}

/** The day of birth of somebody who has reached `age` by `asOf`; who is born on 29 February is born in the leap year before. */
function bornOf(birthday: string, age: number, asOf: string): string {
  const year = Number(asOf.slice(0, 4)) - age - (birthday > asOf.slice(5) ? 1 : 0);
  return `${birthday === '02-29' ? year - (year % 4) : year}-${birthday}`;
}

function hukouOf(random: Random, born: string, { code }: Village, kind: HukouKind): NewFact {
  const bornYear = Number(born.slice(0, 4));
  const lifelong = random.chance(assumptions.lifelongHukouShare);
  const fromDay = lifelong
    ? born
    : `${bornYear + 20 + random.below(35)}-${String(random.below(12) + 1).padStart(2, '0')}-15`;
  return { kind: 'hukou', value: kind, division: code, fromDay, toDay: null, source: '公安' };
}

function addResidence(facts: NewFact[], random: Random, place: PlaceDraw, year: number): void {
  if (!random.chance(assumptions.residesElsewhereShare)) return;
  const fromDay = `${year - 1 - random.below(15)}-0${random.below(9) + 1}-01`;
  const division = place.village(random).code;
  facts.push({ kind: 'residence', value: null, division, fromDay, toDay: null, source: '村社区' });
}
