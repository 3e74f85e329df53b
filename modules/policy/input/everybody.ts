import { numberOfDivision } from './codes.ts';
import { allocateColumns, COLUMN_NAMES, eachPerson, type InputColumns } from './columns.ts';

/** 全省输入: the input of every unit in memory. */
export type Everybody = {
  own: (unit: string) => InputColumns;
  /** Persons of other units whose hukou once lay in the area, in order of person and day. */
  leavers: (area: string) => InputColumns;
  /** Of the given persons those who have no row. */
  missing: (persons: Int32Array) => number[];
};

export function everybodyOf(byUnit: ReadonlyMap<number, InputColumns>): Everybody {
  const leavers = leaversByArea(byUnit);
  const isKnown = knownPersons(byUnit);
  return {
    own: (unit) => byUnit.get(numberOfDivision(unit)) ?? allocateColumns(0),
    leavers: (area) => gather(leavers.get(numberOfDivision(area)) ?? []),
    missing: (persons) => [...persons].filter((personNo) => isKnown[personNo] !== 1),
  };
}

/** One person's rows [from, to) in the columns of a unit. */
type Person = { personNo: number; columns: InputColumns; from: number; to: number };

function leaversByArea(byUnit: ReadonlyMap<number, InputColumns>): Map<number, Person[]> {
  const leavers = new Map<number, Person[]>();
  for (const [unit, columns] of byUnit) {
    eachPerson(columns, (personNo, from, to) => {
      for (let row = from; row < to; row += 1) {
        const area = columns.area[row]!;
        if (area === unit || area === 0) continue;
        const list = leavers.get(area) ?? [];
        if (list.at(-1)?.personNo !== personNo) list.push({ personNo, columns, from, to });
        leavers.set(area, list);
      }
    });
  }
  for (const list of leavers.values()) list.sort((a, b) => a.personNo - b.personNo);
  return leavers;
}

function knownPersons(byUnit: ReadonlyMap<number, InputColumns>): Uint8Array {
  let most = 0;
  // A unit's persons are in order of number.
  for (const { length, person_no } of byUnit.values()) most = Math.max(most, person_no[length - 1] ?? 0);
  const isKnown = new Uint8Array(most + 1);
  for (const { person_no } of byUnit.values()) for (const personNo of person_no) isKnown[personNo] = 1;
  return isKnown;
}

function gather(persons: readonly Person[]): InputColumns {
  const part = allocateColumns(persons.reduce((sum, { from, to }) => sum + to - from, 0));
  let at = 0;
  for (const { columns, from, to } of persons) {
    for (const name of COLUMN_NAMES) part[name].set(columns[name].subarray(from, to), at);
    at += to - from;
  }
  return part;
}
