import { firstDayOf, lastDayOf, type MonthNo } from '#platform/month/month.ts';
import { type InputColumns, NOTHING } from '../input/columns.ts';
import { monthAt, wholeMonthFrom } from './calendar.ts';
import type { AreaSpan, CompiledBook } from './compiled-rule.ts';
import { Granter } from './granter.ts';
import type { Segments } from './segments.ts';

/**
 * 内核: what everybody is due in the months of the compiled book, as segments. Pure arithmetic over typed arrays; equal
 * to the single-person decision month by month, which the parity tests hold it to.
 */
export function runKernel(columns: InputColumns, book: CompiledBook): Segments {
  const walker = new Walker(columns, book);
  const { length, person_no, from_day, to_day, area } = columns;
  const firstDay = firstDayOf(book.from);
  for (let from = 0; from < length; ) {
    const personNo = person_no[from];
    let to = from + 1;
    while (to < length && person_no[to] === personNo) to += 1;
    const last = to - 1;
    // Nearly everybody: one row covers the whole window, what was before has ended.
    if (from_day[last]! <= firstDay && to_day[last] === NOTHING) walker.wholeWindow(from, to, last, area[last]!);
    else walker.person(from, to);
    from = to;
  }
  return walker.granter.out.segments;
}

/** Cuts each person's rows into pieces of whole months, and single months in which something changes. */
class Walker {
  readonly granter: Granter;
  readonly #columns: InputColumns;
  readonly #book: CompiledBook;
  readonly #end: MonthNo;
  readonly #firstDay: number;
  #from = 0;
  #to = 0;

  constructor(columns: InputColumns, book: CompiledBook) {
    this.granter = new Granter(columns);
    this.#columns = columns;
    this.#book = book;
    this.#end = book.through + 1;
    this.#firstDay = firstDayOf(book.from);
  }

  wholeWindow(from: number, to: number, row: number, area: number): void {
    this.#from = from;
    this.#to = to;
    this.#piece(area, row, this.#book.from, this.#end, false);
  }

  /** Whole months inside one row are segments; a month in which a row begins inside is looked at by itself. */
  person(from: number, to: number): void {
    this.#from = from;
    this.#to = to;
    const { from_day, to_day, area } = this.#columns;
    for (let row = from; row < to; row += 1) {
      const begins = from_day[row]!;
      const ends = to_day[row]!;
      if (ends !== NOTHING && ends <= this.#firstDay) continue;
      if (begins > this.#firstDay) this.#beginningOf(row, begins);
      const start = begins <= this.#firstDay ? this.#book.from : wholeMonthFrom(begins);
      const end = ends === NOTHING ? this.#end : Math.min(this.#end, monthAt(ends));
      this.#piece(area[row]!, row, start, end, false);
      if (ends !== NOTHING && this.#leavesGap(row, ends)) this.#boundaryMonth(monthAt(ends));
    }
  }

  #beginningOf(row: number, begins: number): void {
    const month = monthAt(begins);
    if (month < wholeMonthFrom(begins) && !this.#isBoundaryOf(row - 1, month)) this.#boundaryMonth(month);
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
    if (left !== 0 && left !== area && this.#standing(left, month)?.oldDivisionPaysMove) area = left;
    this.#piece(area, after < 0 ? this.#to - 1 : after, month, month + 1, true);
  }

  #rowOn(day: number): number {
    const { from_day, to_day } = this.#columns;
    for (let row = this.#from; row < this.#to; row += 1) {
      if (from_day[row]! <= day && (to_day[row] === NOTHING || day < to_day[row]!)) return row;
    }
    return -1;
  }

  #standing(area: number, month: MonthNo): AreaSpan | undefined {
    return this.#spans(area)?.find((span) => span.from <= month && month < span.to);
  }

  #spans(area: number): AreaSpan[] | undefined {
    const { lowestArea, spanIndex, spans, areas } = this.#book;
    const index = spanIndex[area - lowestArea];
    return index === undefined ? areas.get(area) : spans[index - 1];
  }

  #piece(area: number, row: number, from: MonthNo, to: MonthNo, exact: boolean): void {
    if (from >= to || area === 0) return;
    const spans = this.#spans(area);
    if (!spans) return;
    this.granter.at(this.#from, this.#to, row, area, exact);
    for (let index = 0; index < spans.length; index += 1) {
      const span = spans[index]!;
      const start = from > span.from ? from : span.from;
      const end = to < span.to ? to : span.to;
      if (start < end) this.granter.span(span, start, end);
    }
  }
}
