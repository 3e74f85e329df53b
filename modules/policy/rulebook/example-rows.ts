import type { DayNo } from '#platform/month/month.ts';
import type { InputRow } from '../input/input-row.ts';
import { cityOf, provinceOf } from './area-code.ts';
import type { ExamplePerson } from './example.schema.ts';

type Stretch<T> = { value: T; from: DayNo; to: DayNo | null; known: DayNo };

/**
 * 算例人物 → 引擎输入: the rows that `policy` would hold for the person of a worked example. A fact counts as known on the
 * day it began unless `known` says later. Refuses (by exception) nothing: the schema has read the person before.
 */
export function exampleRows(person: ExamplePerson): InputRow[] {
  const facts = factsOf(person);
  const rows: InputRow[] = [];
  for (const [index, fromDay] of facts.days.entries()) {
    const toDay = facts.days[index + 1] ?? null;
    const hukou = at(facts.hukou, fromDay);
    if (!hukou) continue;
    rows.push(rowOf(person, facts, hukou, fromDay, toDay));
  }
  return rows;
}

type Hukou = { division: string; kind: InputRow['hukouKind'] };
type Facts = ReturnType<typeof factsOf>;

function factsOf(person: ExamplePerson) {
  const { born } = person;
  const hukou: Stretch<Hukou>[] =
    typeof person.hukou === 'string'
      ? [{ value: { division: person.hukou, kind: 'unknown' }, from: born, to: null, known: born }]
      : person.hukou.map(({ division, kind, from, to, known }) => ({
          value: { division, kind: kind ?? 'unknown' },
          ...spell(from, to, known),
        }));
  const { residence } = person;
  const residences: Stretch<string>[] =
    residence === undefined
      ? []
      : typeof residence === 'string'
        ? [{ value: residence, from: born, to: null, known: born }]
        : residence.map(({ division, from, to, known }) => ({ value: division, ...spell(from, to, known) }));
  const suspensions = (person.suspensions ?? []).map(({ from, to, ended }) => ({ value: ended, ...spell(from, to) }));
  const facts = {
    hukou,
    residence: residences,
    pension: stretches(person.pension, born),
    hardship: stretches(person.hardship, born),
    status: stretches(person.status, born),
    ability: stretches(person.ability, born),
    otherMonthlyFen: stretches(person.otherMonthlyYuan, born),
    suspensions,
  };
  const edges = Object.values(facts).flatMap((list: Stretch<unknown>[]) => list.flatMap(({ from, to }) => [from, to]));
  const days = [...new Set(edges.filter((day): day is DayNo => day !== null))].sort((a, b) => a - b);
  return { ...facts, days };
}

function spell(from: DayNo, to?: DayNo, known?: DayNo): { from: DayNo; to: DayNo | null; known: DayNo } {
  return { from, to: to ?? null, known: known ?? from };
}

type Written<T> = T | { value: T; from: DayNo; to?: DayNo | undefined; known?: DayNo | undefined }[];

function stretches<T extends string | number>(written: Written<T> | undefined, born: DayNo): Stretch<T>[] {
  if (written === undefined) return [];
  if (!Array.isArray(written)) return [{ value: written, from: born, to: null, known: born }];
  return written.map(({ value, from, to, known }) => ({ value, ...spell(from, to, known) }));
}

function at<T>(list: readonly Stretch<T>[], day: DayNo): Stretch<T> | undefined {
  return list.find(({ from, to }) => from <= day && (to === null || day < to));
}

const SUSPENSION_STATES = { open: 1, paid: 2, forfeited: 3 } as const;

function rowOf(
  person: ExamplePerson,
  facts: Facts,
  hukou: Stretch<Hukou>,
  fromDay: DayNo,
  toDay: DayNo | null,
): InputRow {
  const { division } = hukou.value;
  const residence = at(facts.residence, fromDay);
  const held = at(facts.suspensions, fromDay)?.value;
  const others = [facts.pension, facts.hardship, facts.status, facts.ability, facts.otherMonthlyFen, facts.residence];
  const known = others.map((list: Stretch<unknown>[]) => at(list, fromDay)?.known ?? hukou.known);
  return {
    personNo: 1,
    unit: areaOf(facts.hukou.at(-1)?.value.division ?? division),
    bornDay: person.born,
    deathDay: person.died ?? null,
    fromDay,
    toDay,
    knownDay: Math.max(hukou.known, person.known ?? hukou.known, ...known),
    area: areaOf(division),
    town: townOf(division),
    village: 0,
    hukouKind: hukou.value.kind,
    hukouCountySince: since(facts.hukou, hukou, (code) => code),
    hukouCitySince: since(facts.hukou, hukou, (code) => (code === 'outside' ? code : cityOf(code))),
    hukouProvinceSince: since(facts.hukou, hukou, (code) => (code === 'outside' ? code : provinceOf(code))),
    residenceArea: residence ? areaOf(residence.value) : null,
    residenceSince: residence?.from ?? null,
    income: at(facts.hardship, fromDay)?.value ?? 'none',
    pension: at(facts.pension, fromDay)?.value ?? 'none',
    status: at(facts.status, fromDay)?.value ?? 'none',
    abilityGrade: at(facts.ability, fromDay)?.value ?? null,
    otherMonthlyFen: at(facts.otherMonthlyFen, fromDay)?.value ?? 0,
    appliedDay: person.applied ?? null,
    confirmedDay: person.confirmed ?? null,
    suspension: held === undefined ? 0 : SUSPENSION_STATES[held],
  };
}

/** Any street of the county; a zone has none of its own. */
function townOf(division: string): string {
  return /^\d/.test(division) ? `${division}000` : areaOf(division);
}

function areaOf(division: string): string {
  return division === 'outside' ? '' : division;
}

/** Since when registered without a break in the same county, city or province as now. */
function since(list: readonly Stretch<Hukou>[], current: Stretch<Hukou>, wider: (code: string) => string): DayNo {
  let start = current.from;
  for (let before = current; ; ) {
    const previous = list.find(
      ({ to, value }) => to === before.from && wider(value.division) === wider(before.value.division),
    );
    if (!previous) return start;
    start = previous.from;
    before = previous;
  }
}
