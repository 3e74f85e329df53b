import type { InputRow } from '#modules/policy/input/input-row.ts';
import { type InputFact, stretchesOf } from '#modules/policy/input/stretch.ts';
import { businessDay, type DayNo, dayNo } from '#platform/month/month.ts';
import { makeProvince, PROVINCE_DEFAULTS, type ProvincePerson } from '#tools/population/province.ts';

const BORN_UP_TO = '1945-08-31';
const SUSPENSIONS = ['held', 'lifted', 'forfeited'] as const;

/** The engine's input of the first `count` persons of the synthetic province who are 78 or older; every tenth suspended. */
export function peopleNear80(count: number): InputRow[][] {
  const province = makeProvince({ ...PROVINCE_DEFAULTS, seed: 7, size: 100 * count });
  const people: InputRow[][] = [];
  for (const made of province.persons()) {
    if (made.person.born > BORN_UP_TO) continue;
    people.push(stretchesOf(inputOf(made, province.loadedAt), '33'));
    if (people.length === count) break;
  }
  return people;
}

function inputOf({ personNo, person }: ProvincePerson, loadedAt: string) {
  const known = (recordedAt = loadedAt): DayNo => dayNo(businessDay(new Date(recordedAt)));
  const facts = person.facts
    .filter(({ retractedAt }) => !retractedAt)
    .map(({ kind, value, division, fromDay, toDay, recordedAt }): InputFact => {
      const days = {
        fromDay: dayNo(fromDay),
        toDay: toDay === null ? null : dayNo(toDay),
        knownDay: known(recordedAt),
      };
      return { kind, value, division, ...days };
    });
  if (personNo % 10 === 0) facts.push(suspensionOf(personNo));
  return { personNo, born: person.born, knownDay: known(person.recordedAt), facts };
}

function suspensionOf(personNo: number): InputFact {
  const value = SUSPENSIONS[(personNo / 10) % SUSPENSIONS.length] as string;
  const fromDay = dayNo('2022-11-01') + (personNo % 300);
  return {
    kind: 'suspension',
    value,
    division: null,
    fromDay,
    toDay: value === 'held' ? null : fromDay + 100,
    knownDay: fromDay,
  };
}
