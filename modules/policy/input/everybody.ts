import { numberOfDivision } from './codes.ts';
import { allocateColumns, COLUMN_NAMES, eachPerson, type InputColumns } from './columns.ts';
import { personSet } from './person-set.ts';

/** 全省的人: what a unit must know of all the others, gathered in one walk through every unit's input. */
export type Everybody = {
  /** Takes a unit in; keeps nothing of `columns`. */
  add: (unit: number, columns: InputColumns) => void;
  /** Persons of other units whose hukou once lay in the area, in order of person and day. */
  leavers: (area: string) => InputColumns;
  /** Of the given persons those who have no row. */
  missing: (persons: Int32Array) => number[];
};

export function gatherEverybody(): Everybody {
  const byArea = new Map<number, Person[]>();
  const known = personSet();
  return {
    add(unit, columns) {
      known.add(columns);
      const movers = moversOf(unit, columns);
      eachPerson(movers, (personNo, from, to) => {
        for (let row = from; row < to; row += 1) {
          const area = movers.area[row]!;
          if (area === unit || area === 0) continue;
          const list = byArea.get(area) ?? [];
          if (list.at(-1)?.personNo !== personNo) list.push({ personNo, columns: movers, from, to });
          byArea.set(area, list);
        }
      });
    },
    leavers(area) {
      const persons = byArea.get(numberOfDivision(area)) ?? [];
      return gather(persons.sort((a, b) => a.personNo - b.personNo));
    },
    missing: (persons) => [...persons.filter((personNo) => !known.has(personNo))],
  };
}

/** One person's rows [from, to). */
type Person = { personNo: number; columns: InputColumns; from: number; to: number };

/** The unit's persons whose hukou once lay in another area of the province. */
function moversOf(unit: number, columns: InputColumns): InputColumns {
  const movers: Person[] = [];
  eachPerson(columns, (personNo, from, to) => {
    for (let row = from; row < to; row += 1) {
      const area = columns.area[row]!;
      if (area === unit || area === 0) continue;
      movers.push({ personNo, columns, from, to });
      break;
    }
  });
  return gather(movers);
}

function gather(persons: readonly Person[]): InputColumns {
  const part = allocateColumns(persons.reduce((sum, { from, to }) => sum + to - from, 0));
  let at = 0;
  for (const { columns, from, to } of persons) {
    for (const name of COLUMN_NAMES) {
      const [into, source] = [part[name], columns[name]];
      for (let row = from; row < to; row += 1) into[at + row - from] = source[row]!;
    }
    at += to - from;
  }
  return part;
}
