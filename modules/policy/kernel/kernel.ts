import { firstDayOf, lastDayOf, type MonthNo } from '#platform/month/month.ts';
import { type InputColumns, NOTHING } from '../input/columns.ts';
import { bandEnd, bandStart, highestOf } from './band-span.ts';
import { monthAt, wholeMonthFrom } from './calendar.ts';
import type { AreaSpan, CompiledBand, CompiledBook, CompiledReach, CompiledVersion } from './compiled-rule.ts';
import { ALWAYS, holdsFrom, holdsInMonth, NEVER } from './condition-segment.ts';
import { HELD, LATE, type Segments, SegmentWriter } from './segments.ts';
import { type Candidate, settleSpan } from './stack-segments.ts';

const NO_REACH = -1;
const YEARLY_LAYER = 2;
const ADD_ON_LAYER = 1;

/**
 * 内核: what everybody is due in the months of the compiled book, as segments. Pure arithmetic over typed arrays; equal
 * to the single-person decision month by month, which the parity tests hold it to.
 */
export function runKernel(columns: InputColumns, book: CompiledBook): Segments {
  const kernel = new Kernel(columns, book);
  const persons = columns.person_no;
  for (let from = 0; from < columns.length; ) {
    const personNo = persons[from];
    let to = from + 1;
    while (to < columns.length && persons[to] === personNo) to += 1;
    kernel.person(from, to);
    from = to;
  }
  return kernel.out.segments;
}

class Kernel {
  readonly out: SegmentWriter;
  readonly #columns: InputColumns;
  readonly #book: CompiledBook;
  readonly #end: MonthNo;
  #from = 0;
  #to = 0;
  /** Set while a span with rules that compare is worked on; then candidates are kept instead of written. */
  #candidates: Candidate[] | undefined;

  constructor(columns: InputColumns, book: CompiledBook) {
    this.#columns = columns;
    this.#book = book;
    this.#end = book.through + 1;
    this.out = new SegmentWriter(columns.length);
  }

  /** Whole months inside one row are segments; a month in which a row begins inside is looked at by itself. */
  person(from: number, to: number): void {
    this.#from = from;
    this.#to = to;
    const { from_day, to_day, area } = this.#columns;
    for (let row = from; row < to; row += 1) {
      const begins = from_day[row]!;
      const whole = wholeMonthFrom(begins);
      const month = monthAt(begins);
      if (month < whole && !this.#isBoundaryOf(row - 1, month)) this.#boundaryMonth(month);
      const ends = to_day[row]!;
      const end = ends === NOTHING ? this.#end : Math.min(this.#end, monthAt(ends));
      this.#piece(area[row]!, row, Math.max(this.#book.from, whole), end, false);
      if (ends !== NOTHING && this.#leavesGap(row, ends)) this.#boundaryMonth(monthAt(ends));
    }
  }

  /** A row that ends inside a month in which no row begins: the month is looked at by itself too. */
  #leavesGap(row: number, ends: number): boolean {
    const month = monthAt(ends);
    if (wholeMonthFrom(ends) === month || this.#isBoundaryOf(row, month)) return false;
    return row + 1 === this.#to || !this.#isBoundaryOf(row + 1, month);
  }

  /** Two rows that begin inside the same month make one boundary month. */
  #isBoundaryOf(row: number, month: MonthNo): boolean {
    if (row < this.#from) return false;
    const begins = this.#columns.from_day[row]!;
    return monthAt(begins) === month && wholeMonthFrom(begins) > month;
  }

  #boundaryMonth(month: MonthNo): void {
    if (month < this.#book.from || month >= this.#end) return;
    const before = this.#rowOn(firstDayOf(month));
    const after = this.#rowOn(lastDayOf(month));
    const left = before < 0 ? 0 : this.#columns.area[before]!;
    let area = after < 0 ? 0 : this.#columns.area[after]!;
    if (left !== 0 && left !== area && this.#spanOf(left, month)?.oldDivisionPaysMove) area = left;
    this.#piece(area, after < 0 ? this.#to - 1 : after, month, month + 1, true);
  }

  #rowOn(day: number): number {
    const { from_day, to_day } = this.#columns;
    for (let row = this.#from; row < this.#to; row += 1) {
      if (from_day[row]! <= day && (to_day[row] === NOTHING || day < to_day[row]!)) return row;
    }
    return -1;
  }

  #spanOf(area: number, month: MonthNo): AreaSpan | undefined {
    return this.#book.areas.get(area)?.find((span) => span.from <= month && month < span.to);
  }

  #piece(area: number, row: number, from: MonthNo, to: MonthNo, exact: boolean): void {
    if (from >= to || area === 0) return;
    const spans = this.#book.areas.get(area);
    if (!spans) return;
    for (let index = 0; index < spans.length; index += 1) {
      const span = spans[index]!;
      const start = Math.max(from, span.from);
      const end = Math.min(to, span.to);
      if (start >= end) continue;
      if (!span.addsOnly) this.#candidates = [];
      for (let v = 0; v < span.versions.length; v += 1) this.#grant(span.versions[v]!, area, row, start, end, exact);
      if (this.#candidates) {
        const kept = settleSpan(this.#candidates, span.versions, this.#columns.other_monthly_fen[row]!);
        this.#candidates = undefined;
        for (const { from: f, to: t, fen, version, band, layer, flags } of kept) {
          this.out.add(this.#from, f, t, fen, version.index, band, layer, flags, area);
        }
      }
    }
  }

  #grant(version: CompiledVersion, area: number, row: number, from: MonthNo, to: MonthNo, exact: boolean): void {
    const death = this.#columns.death_day[row]!;
    const end = death === NOTHING ? to : Math.min(to, monthAt(death) + 1 + version.monthsAfterDeath);
    if (from >= end) return;
    let start = from;
    for (const condition of version.conditions) {
      start = Math.max(start, this.#conditionFrom(condition, row, from, exact));
      if (start >= end) return;
    }
    const reach = this.#reachedFrom(version.reach, row);
    if (reach === NEVER) return;
    this.#plainBands(version, area, row, start, end, reach, exact);
    for (let index = 0; index < version.bands.length; index += 1) {
      const band = version.bands[index]!;
      if (!band.addOn && band.yearlyFen === 0) continue;
      const [bandFrom, bandTo] = this.#fit(version, band, row, start, end, exact);
      if (bandFrom >= bandTo) continue;
      if (band.addOn && band.monthlyFen > 0)
        this.#write(version, index, ADD_ON_LAYER, area, row, bandFrom, bandTo, band.monthlyFen, reach);
      if (band.yearlyFen > 0) this.#yearly(version, index, area, row, bandFrom, bandTo, reach);
    }
  }

  #conditionFrom(
    condition: CompiledVersion['conditions'][number],
    row: number,
    month: MonthNo,
    exact: boolean,
  ): MonthNo {
    if (!exact) return holdsFrom(condition, this.#columns, row);
    return holdsInMonth(condition, this.#columns, this.#from, this.#to, month) ? ALWAYS : NEVER;
  }

  /** The months of a band inside [from, to); empty when from ≥ to. */
  #fit(
    version: CompiledVersion,
    band: CompiledBand,
    row: number,
    from: MonthNo,
    to: MonthNo,
    exact: boolean,
  ): [MonthNo, MonthNo] {
    const born = this.#columns.born_day[row]!;
    let start = Math.max(from, bandStart(born, band, version.leapToMarch));
    const end = Math.min(to, bandEnd(born, band, version.leapToMarch));
    for (const condition of band.conditions) {
      if (start >= end) break;
      start = Math.max(start, this.#conditionFrom(condition, row, from, exact));
    }
    return [start, end];
  }

  #plainBands(
    version: CompiledVersion,
    area: number,
    row: number,
    from: MonthNo,
    to: MonthNo,
    reach: MonthNo,
    exact: boolean,
  ): void {
    const fits: { from: MonthNo; to: MonthNo; fen: number; band: number }[] = [];
    const { bands } = version;
    const born = this.#columns.born_day[row]!;
    for (let index = 0; index < bands.length; index += 1) {
      const band = bands[index]!;
      if (band.addOn || band.monthlyFen === 0) continue;
      if (version.bandsAreDisjoint && band.conditions.length === 0) {
        const start = Math.max(from, bandStart(born, band, version.leapToMarch));
        const end = Math.min(to, bandEnd(born, band, version.leapToMarch));
        if (start < end) this.#write(version, index, version.layer, area, row, start, end, band.monthlyFen, reach);
        continue;
      }
      const [start, end] = this.#fit(version, band, row, from, to, exact);
      if (start < end) fits.push({ from: start, to: end, fen: band.monthlyFen, band: index });
    }
    if (fits.length === 0) return;
    for (const best of highestOf(fits))
      this.#write(version, best.band, version.layer, area, row, best.from, best.to, best.fen, reach);
  }

  #yearly(
    version: CompiledVersion,
    index: number,
    area: number,
    row: number,
    from: MonthNo,
    to: MonthNo,
    reach: MonthNo,
  ): void {
    const band = version.bands[index]!;
    for (let month = from; month < to; month += 1) {
      if ((month % 12) + 1 !== band.payInMonth) continue;
      const fen = band.proRated
        ? Math.floor((band.yearlyFen * this.#monthsInYear(version, band, row, month)) / 12)
        : band.yearlyFen;
      if (fen > 0) this.#write(version, index, YEARLY_LAYER, area, row, month, month + 1, fen, reach);
    }
  }

  #monthsInYear(version: CompiledVersion, band: CompiledBand, row: number, month: MonthNo): number {
    const born = this.#columns.born_day[row]!;
    const january = month - (month % 12);
    const start = Math.max(january, bandStart(born, band, version.leapToMarch));
    const end = Math.min(january + 12, bandEnd(born, band, version.leapToMarch));
    let count = 0;
    for (let each = start; each < end; each += 1) {
      if (band.conditions.every((c) => holdsInMonth(c, this.#columns, this.#from, this.#to, each))) count += 1;
    }
    return count;
  }

  /** The month from which payment is firm: NO_REACH when always; NEVER when nothing is due at all. */
  #reachedFrom(reach: CompiledReach, row: number): MonthNo {
    const suspension = this.#columns.suspension[row]!;
    if (suspension === 3) return NEVER;
    if (suspension === 1 || (suspension === 2 && reach.paysLifted)) return NO_REACH;
    const event = this.#columns[reach.event][row]!;
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
    area: number,
    row: number,
    from: MonthNo,
    to: MonthNo,
    fen: number,
    reach: MonthNo,
  ): void {
    const held = this.#columns.suspension[row] === 1 ? HELD : 0;
    const firm = Math.max(from, reach);
    if (from < firm && !version.reach.needed)
      this.#keep(version, band, layer, area, from, Math.min(to, firm), fen, LATE);
    if (firm < to) this.#keep(version, band, layer, area, firm, to, fen, held);
  }

  #keep(
    version: CompiledVersion,
    band: number,
    layer: number,
    area: number,
    from: MonthNo,
    to: MonthNo,
    fen: number,
    flags: number,
  ): void {
    if (this.#candidates) this.#candidates.push({ from, to, fen, version, band, layer, flags });
    else this.out.add(this.#from, from, to, fen, version.index, band, layer, flags, area);
  }
}
