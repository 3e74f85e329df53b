import { numberOfDivision } from './codes.ts';
import { allocateColumns, COLUMN_NAMES, type InputColumns } from './columns.ts';

export type InputByUnit = {
  own: (unit: string) => InputColumns;
  /** Persons of other units whose hukou once lay in the area. */
  leavers: (area: string) => InputColumns;
  /** Of the given persons those who have no row. */
  missing: (persons: Int32Array) => number[];
};

/** Rows of one unit, by index into the whole input, in order of person and day. */
type UnitRows = Map<number, Int32Array>;

/** Parts the input of everybody, which may come in any order, by unit. */
export function partByUnit(all: InputColumns): InputByUnit {
  const rows = rowsByUnit(all);
  const leavers = leaversByArea(all);
  const isKnown = new Uint8Array(all.person_no.reduce((most, personNo) => Math.max(most, personNo), 0) + 1);
  for (const personNo of all.person_no) isKnown[personNo] = 1;
  return {
    own: (unit) => gather(all, rows.get(numberOfDivision(unit)) ?? new Int32Array(0)),
    leavers: (area) => gather(all, rowsOfPersons(all, rows, leavers.get(numberOfDivision(area)) ?? [])),
    missing: (persons) => [...persons].filter((personNo) => isKnown[personNo] !== 1),
  };
}

function rowsByUnit(all: InputColumns): UnitRows {
  const counts = new Map<number, number>();
  for (const unit of all.unit) counts.set(unit, (counts.get(unit) ?? 0) + 1);
  const rows: UnitRows = new Map([...counts].map(([unit, count]) => [unit, new Int32Array(count)]));
  const filled = new Map<number, number>();
  for (let row = 0; row < all.length; row += 1) {
    const unit = all.unit[row]!;
    const at = filled.get(unit) ?? 0;
    rows.get(unit)![at] = row;
    filled.set(unit, at + 1);
  }
  for (const indexes of rows.values()) if (!isInOrder(all, indexes)) indexes.sort((a, b) => compare(all, a, b));
  return rows;
}

function isInOrder(all: InputColumns, indexes: Int32Array): boolean {
  for (let at = 1; at < indexes.length; at += 1) if (compare(all, indexes[at - 1]!, indexes[at]!) > 0) return false;
  return true;
}

function compare({ person_no, from_day }: InputColumns, a: number, b: number): number {
  return person_no[a]! - person_no[b]! || from_day[a]! - from_day[b]!;
}

type Leaver = { personNo: number; unit: number };

function leaversByArea(all: InputColumns): Map<number, Leaver[]> {
  const leavers = new Map<number, Leaver[]>();
  for (let row = 0; row < all.length; row += 1) {
    const area = all.area[row]!;
    const unit = all.unit[row]!;
    if (area === unit || area === 0) continue;
    const list = leavers.get(area);
    const leaver = { personNo: all.person_no[row]!, unit };
    if (list) list.push(leaver);
    else leavers.set(area, [leaver]);
  }
  return leavers;
}

function rowsOfPersons(all: InputColumns, rows: UnitRows, leavers: readonly Leaver[]): Int32Array {
  const units = new Map(leavers.map(({ personNo, unit }) => [personNo, unit]));
  const indexes: number[] = [];
  for (const [personNo, unit] of [...units].sort(([a], [b]) => a - b)) {
    const own = rows.get(unit)!;
    for (let at = firstRowOf(all, own, personNo); at < own.length && all.person_no[own[at]!] === personNo; at += 1) {
      indexes.push(own[at]!);
    }
  }
  return Int32Array.from(indexes);
}

function firstRowOf(all: InputColumns, own: Int32Array, personNo: number): number {
  let low = 0;
  let high = own.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (all.person_no[own[middle]!]! < personNo) low = middle + 1;
    else high = middle;
  }
  return low;
}

function gather(all: InputColumns, indexes: Int32Array): InputColumns {
  const part = allocateColumns(indexes.length);
  for (const name of COLUMN_NAMES) {
    const source = all[name];
    const target = part[name];
    for (let at = 0; at < indexes.length; at += 1) target[at] = source[indexes[at]!]!;
  }
  return part;
}
