import type { MonthNo } from '#platform/month/month.ts';
import { type InputColumns, NOTHING } from '../input/columns.ts';
import type { Segments } from './segments.ts';

type Frame = { columns: InputColumns; segments: Segments; rowStart: Int32Array; segmentStart: Int32Array };
/** What was met of a version's band: number `no` is due what number `before` is, and this besides. */
type Met = { no: number; before: number; from: MonthNo; to: MonthNo; fen: number; flags: number; area: number };

/** 同类: persons of one number are alike. `area` answers for all the months. */
export type Alike = { no: number; area: number };

const MOST_BANDS = 1000;

/**
 * Numbers persons by what they are due in the months [first, last] of the window: two with one number are due the same
 * by the same rule versions of the same area. Undefined of a person whose facts change in these months. `firstDay`: of
 * the month `first`.
 */
export function alikeDues(
  { columns, segments, rowStart, segmentStart }: Frame,
  first: MonthNo,
  last: MonthNo,
  firstDay: number,
) {
  const met = new Map<number, Met[]>();
  const alikes: Alike[] = [];
  const nothing = new Map<number, number>();

  return (index: number): Alike | undefined => {
    const row = rowStart[index + 1]! - 1;
    if (columns.from_day[row]! > firstDay || columns.to_day[row] !== NOTHING) return undefined;
    const area = columns.area[row]!;
    let no = numberOfNothing(area);
    for (let at = segmentStart[index]!; at < segmentStart[index + 1]!; at += 1) {
      if (segments.to[at]! <= first || segments.from[at]! > last) continue;
      if (segments.area[at] !== area) return undefined;
      no = numberOf(no, at, area);
    }
    return alikes[no];
  };

  function numberOfNothing(area: number): number {
    const known = nothing.get(area);
    if (known !== undefined) return known;
    const no = newNumber(area);
    nothing.set(area, no);
    return no;
  }

  /** The number of those who are due what number `before` is, and segment `at` besides. */
  function numberOf(before: number, at: number, area: number): number {
    const [fen, flags] = [segments.fen[at]!, segments.flags[at]!];
    const from = Math.max(first, segments.from[at]!);
    const to = Math.min(last + 1, segments.to[at]!);
    const key = segments.version[at]! * MOST_BANDS + segments.band[at]!;
    const list = met.get(key) ?? [];
    for (const each of list) {
      const isSame = each.before === before && each.from === from && each.to === to && each.fen === fen;
      if (isSame && each.flags === flags && each.area === area) return each.no;
    }
    const no = newNumber(area);
    met.set(key, [...list, { no, before, from, to, fen, flags, area }]);
    return no;
  }

  function newNumber(area: number): number {
    return alikes.push({ no: alikes.length, area }) - 1;
  }
}
