import { numberOfDivision } from './codes.ts';
import { allocateColumns, COLUMN_NAMES, type InputColumns } from './columns.ts';

export type InputByUnit = {
  own: (unit: string) => InputColumns;
  /** Persons of other units whose hukou once lay in the area. */
  leavers: (area: string) => InputColumns;
  /** Of the given persons those who have no row. */
  missing: (persons: Int32Array) => number[];
};

/** Rows [from, to) of one unit in the columns sorted by unit. */
type UnitRows = ReadonlyMap<number, { from: number; to: number }>;

/** Parts the input of everybody, which may come in any order, by unit. Sorts the columns in place. */
export function partByUnit(all: InputColumns): InputByUnit {
  const rows = sortByUnit(all);
  const leavers = leaversByArea(all);
  const isKnown = new Uint8Array(all.person_no.reduce((most, personNo) => Math.max(most, personNo), 0) + 1);
  for (const personNo of all.person_no) isKnown[personNo] = 1;
  const nobody = { from: 0, to: 0 };
  return {
    own: (unit) => unitInOrder(all, rows.get(numberOfDivision(unit)) ?? nobody),
    leavers: (area) => gather(all, leavers.get(numberOfDivision(area)) ?? new Int32Array(0)),
    missing: (persons) => [...persons].filter((personNo) => isKnown[personNo] !== 1),
  };
}

/**
 * One pass a column, reading in order and writing to as many places as there are units: gathering a unit's rows one by
 * one would miss the cache at every value (measured at millions of rows: ten times slower).
 */
function sortByUnit(all: InputColumns): UnitRows {
  const counts = new Map<number, number>();
  for (const unit of all.unit) counts.set(unit, (counts.get(unit) ?? 0) + 1);
  const rows = new Map<number, { from: number; to: number }>();
  const next = new Map<number, number>();
  let from = 0;
  for (const [unit, count] of counts) {
    rows.set(unit, { from, to: from + count });
    next.set(unit, from);
    from += count;
  }
  const target = new Int32Array(all.length);
  for (let row = 0; row < all.length; row += 1) {
    const unit = all.unit[row]!;
    const at = next.get(unit)!;
    target[row] = at;
    next.set(unit, at + 1);
  }
  for (const name of COLUMN_NAMES) {
    const source = all[name];
    const sorted = new Int32Array(all.length);
    for (let row = 0; row < all.length; row += 1) sorted[target[row]!] = source[row]!;
    all[name] = sorted;
  }
  return rows;
}

/** A unit's rows in order of person and day; mostly they came in that order, and are then only cut out. */
function unitInOrder(all: InputColumns, { from, to }: { from: number; to: number }): InputColumns {
  let isInOrder = true;
  for (let row = from + 1; row < to && isInOrder; row += 1) isInOrder = compare(all, row - 1, row) <= 0;
  if (!isInOrder) {
    const indexes = Int32Array.from({ length: to - from }, (_, index) => from + index);
    return gather(
      all,
      indexes.sort((a, b) => compare(all, a, b)),
    );
  }
  const part = allocateColumns(0);
  part.length = to - from;
  for (const name of COLUMN_NAMES) part[name] = all[name].subarray(from, to);
  return part;
}

function compare({ person_no, from_day }: InputColumns, a: number, b: number): number {
  return person_no[a]! - person_no[b]! || from_day[a]! - from_day[b]!;
}

/** By area: the rows of persons whose hukou once lay there and whose unit is another, in order of person and day. */
function leaversByArea(all: InputColumns): Map<number, Int32Array> {
  const persons = new Map<number, Set<number>>();
  const everyLeaver = new Map<number, number[]>();
  for (let row = 0; row < all.length; row += 1) {
    const area = all.area[row]!;
    if (area === all.unit[row] || area === 0) continue;
    const personNo = all.person_no[row]!;
    everyLeaver.set(personNo, []);
    const list = persons.get(area);
    if (list) list.add(personNo);
    else persons.set(area, new Set([personNo]));
  }
  for (let row = 0; row < all.length; row += 1) everyLeaver.get(all.person_no[row]!)?.push(row);
  const rowsOf = (list: ReadonlySet<number>) => [...list].flatMap((personNo) => everyLeaver.get(personNo) ?? []);
  return new Map(
    [...persons].map(([area, list]) => [area, Int32Array.from(rowsOf(list).sort((x, y) => compare(all, x, y)))]),
  );
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
