import type { DivisionLevel } from './division.ts';

/** The province this build holds with all five levels. */
export const HOME_PROVINCE = '330000';

/** How many numbers one division of each level owns. All numbers fit PostgreSQL's integer. */
const HOME_WIDTH: Record<DivisionLevel, number> = { 1: 1_500_000_000, 2: 50_000_000, 3: 1_000_000, 4: 1_000, 5: 1 };
const AWAY_WIDTH: Record<DivisionLevel, number> = { 1: 1_500, 2: 50, 3: 1, 4: 0, 5: 0 };
const HOME_LO = 1_000_000;

/** Slots a parent has for children of a level; slot 0 is the parent's own number. */
const LAST_SLOT: Record<DivisionLevel, number> = { 1: 99, 2: 29, 3: 49, 4: 999, 5: 999 };

export type Interval = { placeLo: number; placeHi: number };

/** The numbers of a division: its parent's, plus slot × width. `parent` is null for a province. */
export function placeInterval(code: string, level: DivisionLevel, slot: number, parent: Interval | null): Interval {
  if (!Number.isInteger(slot) || slot < 1 || slot > LAST_SLOT[level]) throw new Error(`${code}: no slot ${slot}`);
  const home = parent ? parent.placeLo >= HOME_LO : code === HOME_PROVINCE;
  const width = (home ? HOME_WIDTH : AWAY_WIDTH)[level];
  if (width === 0) throw new Error(`${code}: only ${HOME_PROVINCE} has streets and villages`);
  const placeLo = parent ? parent.placeLo + slot * width : home ? HOME_LO : slot * width;
  return { placeLo, placeHi: placeLo + width - 1 };
}

/**
 * Renumbers the children of one parent: those in `kept` stay where they are, a new one takes the lowest free slot.
 * With nothing kept this numbers afresh, in the order given. Throws when the parent is full.
 */
export function assignSlots(
  codes: readonly string[],
  level: DivisionLevel,
  kept: ReadonlyMap<string, number>,
): Map<string, number> {
  const taken = new Set(kept.values());
  const slots = new Map<string, number>();
  let next = 1;
  for (const code of codes) {
    let slot = kept.get(code);
    if (slot === undefined) {
      while (taken.has(next)) next += 1;
      if (next > LAST_SLOT[level]) throw new Error(`${code}: its parent has no free slot left`);
      slot = next;
      taken.add(slot);
    }
    slots.set(code, slot);
  }
  return slots;
}
