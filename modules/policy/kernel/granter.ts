import type { MonthNo } from '#platform/month/month.ts';
import { type InputColumns, NOTHING } from '../input/columns.ts';
import { bandEnd, bandStart, highestOf } from './band-span.ts';
import { isLeapBirth, monthAt } from './calendar.ts';
import type { AreaSpan, CompiledBand, CompiledCondition, CompiledReach, CompiledVersion } from './compiled-rule.ts';
import { ALWAYS, holdsFrom, holdsInMonth, NEVER } from './condition-segment.ts';
import { HELD, LATE, SegmentWriter } from './segments.ts';
import { type Candidate, settleSpan } from './stack-segments.ts';

const NO_REACH = -1;
const ADD_ON_LAYER = 1;
const YEARLY_LAYER = 2;

/**
 * Grants the rules of one span to one piece of one person's months. State instead of arguments, since this runs for
 * everybody: `at` says who and where, `span` writes the segments.
 */
export class Granter {
  readonly out: SegmentWriter;
  readonly #columns: InputColumns;
  readonly #born: Int32Array;
  readonly #death: Int32Array;
  readonly #suspension: Int32Array;
  #personFrom = 0;
  #personTo = 0;
  #row = 0;
  #area = 0;
  /** One month in which the person's rows change: days are counted instead of months. */
  #exact = false;
  /** Set while rules that compare with each other are worked on; then candidates are kept instead of written. */
  #candidates: Candidate[] | undefined;

  constructor(columns: InputColumns) {
    this.#columns = columns;
    this.#born = columns.born_day;
    this.#death = columns.death_day;
    this.#suspension = columns.suspension;
    this.out = new SegmentWriter(columns.length >> 1);
  }

  at(personFrom: number, personTo: number, row: number, area: number, exact: boolean): void {
    this.#personFrom = personFrom;
    this.#personTo = personTo;
    this.#row = row;
    this.#area = area;
    this.#exact = exact;
  }

  span(span: AreaSpan, from: MonthNo, to: MonthNo): void {
    const { versions } = span;
    if (span.addsOnly) {
      for (let index = 0; index < versions.length; index += 1) this.#grant(versions[index]!, from, to);
      return;
    }
    const candidates: Candidate[] = [];
    this.#candidates = candidates;
    for (let index = 0; index < versions.length; index += 1) this.#grant(versions[index]!, from, to);
    this.#candidates = undefined;
    if (candidates.length === 0) return;
    const kept = settleSpan(candidates, versions, this.#columns.other_monthly_fen[this.#row]!);
    for (let index = 0; index < kept.length; index += 1) {
      const { from: f, to: t, fen, version, band, layer, flags } = kept[index]!;
      this.out.add(this.#personFrom, f, t, fen, version.index, band, layer, flags, this.#area);
    }
  }

  #grant(version: CompiledVersion, from: MonthNo, to: MonthNo): void {
    const born = this.#born[this.#row]!;
    if (to - 1 - monthAt(born) < version.youngestMonths) return;
    const death = this.#death[this.#row]!;
    const end = death === NOTHING ? to : Math.min(to, monthAt(death) + 1 + version.monthsAfterDeath);
    if (from >= end) return;
    const conditions = this.#exact ? version.conditions : version.wholeMonthConditions;
    let start = from;
    for (let index = 0; index < conditions.length; index += 1) {
      start = Math.max(start, this.#conditionFrom(conditions[index]!, from));
      if (start >= end) return;
    }
    const reach = this.#reachedFrom(version.reach);
    if (reach === NEVER) return;
    if (version.ageTable && !(version.leapToMarch && isLeapBirth(born)))
      this.#byAge(version, version.ageTable, born, start, end, reach);
    else this.#plainBands(version, start, end, reach);
    if (version.hasExtras) this.#extraBands(version, start, end, reach);
  }

  #conditionFrom(condition: CompiledCondition, month: MonthNo): MonthNo {
    if (!this.#exact) return holdsFrom(condition, this.#columns, this.#row);
    return holdsInMonth(condition, this.#columns, this.#personFrom, this.#personTo, month) ? ALWAYS : NEVER;
  }

  /** Bands that lie side by side without conditions: a look-up by age in months. */
  #byAge(
    version: CompiledVersion,
    { band, until }: { band: Int8Array; until: Int16Array },
    born: number,
    from: MonthNo,
    to: MonthNo,
    reach: MonthNo,
  ): void {
    const birth = monthAt(born);
    for (let start = from; start < to; ) {
      const age = start - birth;
      if (age >= until.length) return;
      const index = age < 0 ? -1 : band[age]!;
      const end = Math.min(to, age < 0 ? birth : birth + until[age]!);
      if (index >= 0) this.#write(version, index, version.layer, start, end, version.bands[index]!.monthlyFen, reach);
      start = end;
    }
  }

  #plainBands(version: CompiledVersion, from: MonthNo, to: MonthNo, reach: MonthNo): void {
    let fits: { from: MonthNo; to: MonthNo; fen: number; band: number }[] | undefined;
    const { bands } = version;
    for (let index = 0; index < bands.length; index += 1) {
      const band = bands[index]!;
      if (band.addOn || band.monthlyFen === 0) continue;
      const [start, end] = this.#fit(version, band, from, to);
      if (start >= end) continue;
      if (version.bandsAreDisjoint) this.#write(version, index, version.layer, start, end, band.monthlyFen, reach);
      else {
        fits ??= [];
        fits.push({ from: start, to: end, fen: band.monthlyFen, band: index });
      }
    }
    if (!fits) return;
    for (const best of highestOf(fits))
      this.#write(version, best.band, version.layer, best.from, best.to, best.fen, reach);
  }

  #extraBands(version: CompiledVersion, from: MonthNo, to: MonthNo, reach: MonthNo): void {
    for (let index = 0; index < version.bands.length; index += 1) {
      const band = version.bands[index]!;
      if (!band.addOn && band.yearlyFen === 0) continue;
      const [start, end] = this.#fit(version, band, from, to);
      if (start >= end) continue;
      if (band.addOn && band.monthlyFen > 0)
        this.#write(version, index, ADD_ON_LAYER, start, end, band.monthlyFen, reach);
      if (band.yearlyFen > 0) this.#yearly(version, index, start, end, reach);
    }
  }

  /** The months of a band inside [from, to); empty when from ≥ to. */
  #fit(version: CompiledVersion, band: CompiledBand, from: MonthNo, to: MonthNo): [MonthNo, MonthNo] {
    const born = this.#born[this.#row]!;
    let start = Math.max(from, bandStart(born, band, version.leapToMarch));
    const end = Math.min(to, bandEnd(born, band, version.leapToMarch));
    for (const condition of band.conditions) {
      if (start >= end) break;
      start = Math.max(start, this.#conditionFrom(condition, from));
    }
    return [start, end];
  }

  #yearly(version: CompiledVersion, index: number, from: MonthNo, to: MonthNo, reach: MonthNo): void {
    const band = version.bands[index]!;
    for (let month = from; month < to; month += 1) {
      if ((month % 12) + 1 !== band.payInMonth) continue;
      const fen = band.proRated
        ? Math.floor((band.yearlyFen * this.#monthsInYear(version, band, month)) / 12)
        : band.yearlyFen;
      if (fen > 0) this.#write(version, index, YEARLY_LAYER, month, month + 1, fen, reach);
    }
  }

  #monthsInYear(version: CompiledVersion, band: CompiledBand, month: MonthNo): number {
    const born = this.#born[this.#row]!;
    const january = month - (month % 12);
    const start = Math.max(january, bandStart(born, band, version.leapToMarch));
    const end = Math.min(january + 12, bandEnd(born, band, version.leapToMarch));
    let count = 0;
    for (let each = start; each < end; each += 1) {
      const holds = (c: CompiledCondition) => holdsInMonth(c, this.#columns, this.#personFrom, this.#personTo, each);
      if (band.conditions.every(holds)) count += 1;
    }
    return count;
  }

  /** The month from which payment is firm: NO_REACH when always; NEVER when nothing is due at all. */
  #reachedFrom(reach: CompiledReach): MonthNo {
    const suspension = this.#suspension[this.#row]!;
    if (suspension === 3) return NEVER;
    if (suspension === 1 || (suspension === 2 && reach.paysLifted)) return NO_REACH;
    if (reach.backPay === 'all' && !reach.needed) return NO_REACH;
    const event = this.#columns[reach.event][this.#row]!;
    if (event === NOTHING) return NEVER;
    const starts = monthAt(event) + reach.lag;
    switch (reach.backPay) {
      case 'all':
        return NO_REACH;
      case 'none':
        return starts;
      case 'current-year':
        return starts - (starts % 12);
      case 'max-months':
        return starts - reach.months;
      case 'window':
        return Math.min(starts, reach.windowFrom);
    }
  }

  #write(
    version: CompiledVersion,
    band: number,
    layer: number,
    from: MonthNo,
    to: MonthNo,
    fen: number,
    reach: MonthNo,
  ): void {
    const held = this.#suspension[this.#row] === 1 ? HELD : 0;
    const firm = from > reach ? from : reach;
    if (from < firm && !version.reach.needed) this.#keep(version, band, layer, from, Math.min(to, firm), fen, LATE);
    if (firm < to) this.#keep(version, band, layer, firm, to, fen, held);
  }

  #keep(
    version: CompiledVersion,
    band: number,
    layer: number,
    from: MonthNo,
    to: MonthNo,
    fen: number,
    flags: number,
  ): void {
    if (this.#candidates) this.#candidates.push({ from, to, fen, version, band, layer, flags });
    else this.out.add(this.#personFrom, from, to, fen, version.index, band, layer, flags, this.#area);
  }
}
