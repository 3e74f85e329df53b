import type { DayNo, MonthNo } from '#platform/month/month.ts';
import type { Counts, RuleFile, RuleVersion } from '../rule.ts';

/** What a condition looks at: a bit mask over a code column, a length of stay, or a date. */
export type CompiledCondition =
  | { test: 'mask'; column: 'income' | 'pension' | 'status' | 'hukou_kind'; mask: number; counts: Counts }
  | { test: 'grade'; atLeast: number; counts: Counts }
  | {
      test: 'stay';
      of: 'hukou' | 'residence';
      /** null: known to lie inside (whole months of an area that the version governs). */
      areas: ReadonlySet<number> | null;
      since: SinceColumn;
      years: number;
      counts: Counts;
    }
  | { test: 'born-before'; day: DayNo }
  | { test: 'hukou-before'; areas: ReadonlySet<number>; since: SinceColumn; day: DayNo };

export type SinceColumn = 'county_since' | 'city_since' | 'province_since';

export type CompiledBand = {
  fromAge: number;
  toAge: number;
  /** Lag in months of entry into the band, and of leaving it. */
  entryLag: number;
  leaveLag: number;
  monthlyFen: number;
  yearlyFen: number;
  payInMonth: number;
  proRated: boolean;
  addOn: boolean;
  conditions: CompiledCondition[];
};

/** How far back a late event reaches, and what opens the right. */
export type CompiledReach = {
  /** The column whose day is the event; `known_day` needs nobody's doing. */
  event: 'known_day' | 'applied_day' | 'confirmed_day';
  lag: number;
  needed: boolean;
  backPay: 'all' | 'none' | 'current-year' | 'max-months' | 'window';
  months: number;
  /** window: the first month that can be reached. */
  windowFrom: MonthNo;
  paysLifted: boolean;
};

export type CompiledStacking = { type: 'adds' | 'higher-of' | 'tops-up' | 'replaces'; group: string; files: string[] };

export type CompiledVersion = {
  index: number;
  file: RuleFile;
  version: RuleVersion;
  layer: number;
  bands: CompiledBand[];
  /** No two plain bands can hold at once: the first that fits is the answer. */
  bandsAreDisjoint: boolean;
  /**
   * By age in months: which plain band holds (−1: none), and until which age that stays so. Only where bands are disjoint
   * and have no conditions of their own.
   */
  ageTable: { band: Int8Array; until: Int16Array } | null;
  /** The least age in months at which any band holds. */
  youngestMonths: number;
  /** There are add-on or yearly bands beside the plain ones. */
  hasExtras: boolean;
  conditions: CompiledCondition[];
  /** Those that can fail in months that lie whole inside one row of an area that the version governs. */
  wholeMonthConditions: CompiledCondition[];
  monthsAfterDeath: number;
  leapToMarch: boolean;
  oldDivisionPaysMove: boolean;
  reach: CompiledReach;
  stacking: CompiledStacking;
};

/** The rules of one area during months [from, to): nothing changes inside. */
export type AreaSpan = {
  from: MonthNo;
  to: MonthNo;
  /** The governing base version; null when there is none, or only a draft. */
  base: CompiledVersion | null;
  oldDivisionPaysMove: boolean;
  versions: CompiledVersion[];
  /** Every version simply adds: segments need no comparison with each other. */
  addsOnly: boolean;
};

export type CompiledBook = {
  from: MonthNo;
  through: MonthNo;
  versions: CompiledVersion[];
  /** By county-rank area number (modules/policy/input/codes.ts). */
  areas: ReadonlyMap<number, AreaSpan[]>;
  /** The same for the hot loop: 1 + index into `spans` by county code − lowestArea, 0 none; zones only stand in the map. */
  lowestArea: number;
  spanIndex: Int16Array;
  spans: AreaSpan[][];
};

export const LAYERS = ['base', 'add-on', 'yearly'] as const;
