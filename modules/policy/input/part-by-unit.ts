import { numberOfDivision } from './codes.ts';
import { allocateColumns, COLUMN_NAMES, eachPerson, type InputColumns } from './columns.ts';

export type InputByUnit = { own: (unit: string) => InputColumns; leavers: (area: string) => InputColumns };

/** Parts the input of everybody by unit; a leaver also stands by each other area where the hukou once lay. */
export function partByUnit(all: InputColumns): InputByUnit {
  const own = new Map<number, number[]>();
  const leavers = new Map<number, number[]>();
  eachPerson(all, (_personNo, from, to) => {
    const unit = all.unit[from]!;
    addSpan(own, unit, from, to);
    if (to - from === 1 && all.area[from] === unit) return;
    const others = new Set(all.area.subarray(from, to));
    for (const area of others) if (area !== unit && area !== 0) addSpan(leavers, area, from, to);
  });
  return {
    own: (unit) => gather(all, own.get(numberOfDivision(unit)) ?? []),
    leavers: (area) => gather(all, leavers.get(numberOfDivision(area)) ?? []),
  };
}

/** Spans as a flat list of from, to. */
function addSpan(spans: Map<number, number[]>, key: number, from: number, to: number): void {
  const list = spans.get(key);
  if (!list) spans.set(key, [from, to]);
  else if (list.at(-1) === from) list[list.length - 1] = to;
  else list.push(from, to);
}

function gather(all: InputColumns, spans: readonly number[]): InputColumns {
  let length = 0;
  for (let at = 0; at < spans.length; at += 2) length += spans[at + 1]! - spans[at]!;
  const part = allocateColumns(length);
  for (const name of COLUMN_NAMES) {
    const source = all[name];
    const target = part[name];
    let to = 0;
    for (let at = 0; at < spans.length; at += 2) {
      for (let row = spans[at]!; row < spans[at + 1]!; row += 1, to += 1) target[to] = source[row]!;
    }
  }
  return part;
}
