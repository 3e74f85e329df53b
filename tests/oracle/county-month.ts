import type { MonthDecision } from '#modules/policy/decide/decision.ts';
import { numberOfDivision } from '#modules/policy/input/codes.ts';
import type { InputColumns } from '#modules/policy/input/columns.ts';
import { type CompiledBook, LAYERS } from '#modules/policy/kernel/compiled-rule.ts';
import { HELD, LATE, type Segments } from '#modules/policy/kernel/segments.ts';
import type { MonthNo } from '#platform/month/month.ts';
import { type Counted, hashHigh, hashLow, versionKey } from './checksum.ts';
import { hex } from './oracle.ts';

/** 县月合计: what one county (as a number) answers for in one month; the checksum stands for every single part. */
export type CountyMonth = { area: number; month: MonthNo; persons: number; fen: number; checksum: string };

type Open = CountyMonth & { low: number; high: number; lastPerson: number };

/** Sums parts that come person by person; a person's months and parts may come in any order. */
export function countyTally() {
  const open = new Map<string, Open>();
  return {
    add(area: number, part: Counted): void {
      const key = `${area}|${part.month}`;
      let held = open.get(key);
      if (!held) {
        held = { area, month: part.month, persons: 0, fen: 0, checksum: '', low: 0, high: 0, lastPerson: -1 };
        open.set(key, held);
      }
      if (held.lastPerson !== part.personNo) held.persons += 1;
      held.lastPerson = part.personNo;
      held.fen += part.fen;
      held.low = (held.low + hashLow(part)) >>> 0;
      held.high = (held.high + hashHigh(part)) >>> 0;
    },
    result(): CountyMonth[] {
      return [...open.values()]
        .sort((a, b) => a.area - b.area || a.month - b.month)
        .map(({ area, month, persons, fen, low, high }) => ({
          area,
          month,
          persons,
          fen,
          checksum: `${hex(high)}${hex(low)}`,
        }));
    },
  };
}

export type CountyTally = ReturnType<typeof countyTally>;

const STATE = { due: 0, late: 1, held: 2 };
const keys = new Map<string, number>();

function keyOf(file: string, version: string): number {
  const name = `${file}@${version}`;
  const known = keys.get(name);
  if (known !== undefined) return known;
  const made = versionKey(file, version);
  keys.set(name, made);
  return made;
}

/** The single-person decisions of one person. */
export function tallyDecisions(tally: CountyTally, personNo: number, decisions: readonly MonthDecision[]): void {
  for (const { month, area, parts } of decisions) {
    for (const { file, version, fromAge, layer, amountFen, late, held } of parts) {
      tally.add(numberOfDivision(area), {
        personNo,
        month,
        versionKey: keyOf(file, version),
        fromAge,
        layer: LAYERS.indexOf(layer),
        state: late ? STATE.late : held ? STATE.held : STATE.due,
        fen: amountFen,
      });
    }
  }
}

/** The kernel's segments, month by month. */
export function tallySegments(tally: CountyTally, columns: InputColumns, book: CompiledBook, all: Segments): void {
  for (let at = 0; at < all.length; at += 1) {
    const compiled = book.versions[all.version[at]!]!;
    const flags = all.flags[at]!;
    const part = {
      personNo: columns.person_no[all.row[at]!]!,
      versionKey: keyOf(compiled.file.file, compiled.version.id),
      fromAge: compiled.bands[all.band[at]!]!.fromAge,
      layer: all.layer[at]!,
      state: flags & LATE ? STATE.late : flags & HELD ? STATE.held : STATE.due,
      fen: all.fen[at]!,
    };
    const area = all.area[at]!;
    for (let month = all.from[at]!; month < all.to[at]!; month += 1) tally.add(area, { ...part, month });
  }
}
