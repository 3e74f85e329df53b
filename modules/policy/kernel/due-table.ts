import { firstDayOf, type MonthNo } from '#platform/month/month.ts';
import type { DecidedPart, MonthDue } from '../decide/decision.ts';
import { divisionOfNumber, numberOfDivision } from '../input/codes.ts';
import { eachPerson, type InputColumns, NOTHING } from '../input/columns.ts';
import type { Rulebook } from '../rule.ts';
import { type Alike, alikeDues } from './alike.ts';
import { monthAt } from './calendar.ts';
import { compileRules } from './compile.ts';
import { type AreaSpan, type CompiledBook, LAYERS } from './compiled-rule.ts';
import { runKernel } from './kernel.ts';
import { HELD, LATE, type Segments } from './segments.ts';

/** 应发表: what everybody of a frozen input is due in the months [from, through], found by the kernel. */
export type DueTable = {
  from: MonthNo;
  through: MonthNo;
  /** By index: the persons in order of number. */
  personNo: Int32Array;
  /** Whether anything is due in any month of the window. */
  isDue: (index: number) => boolean;
  /** Fills what is firmly due, and the most that may stay ordered (late and held parts too), by month − from. */
  fill: (index: number, firmFen: Int32Array, mostFen: Int32Array) => void;
  /** The months [first, last] as the settlement reads them. */
  dues: (index: number, first: MonthNo, last: MonthNo) => MonthDue[];
  /** The facts a cause rests on; movedDay: when the hukou came to where it lies at the month's end. */
  factsOf: (index: number, month: MonthNo) => { bornDay: number; deathDay: number | null; movedDay: number | null };
  /** Where the person last stood in an area, else last of all; the same object for all who stand in the same village. */
  homeIn: (index: number, area: string) => Home;
  /** Numbers persons by what they are due in the months [first, last]; see there. */
  alikeIn: (first: MonthNo, last: MonthNo) => (index: number) => Alike | undefined;
  /** The county-rank unit of the person. */
  unitOf: (index: number) => string;
};

/** 户籍所在: the street or town, and the village's code (the town's where no village is known). */
export type Home = { town: string; village: string };

type Frame = {
  columns: InputColumns;
  book: CompiledBook;
  segments: Segments;
  rowStart: Int32Array;
  segmentStart: Int32Array;
  /** First days of the months of the window, and of the one after, by month − from. */
  firstDays: Int32Array;
  /** The last part made of a version's band: nearly everybody's is the same, and parts are never changed. */
  lastPart: Map<number, DecidedPart>;
  homes: Map<number, Home>;
};

const MOST_BANDS = 1000;

/** The last law compiled: the units of a run ask for the same window one after another. */
let compiled: { rulebook: Rulebook; key: string; book: CompiledBook } | undefined;

/** Compiles the law for the window, runs the kernel once and indexes its segments by person. */
export function dueTable(
  columns: InputColumns,
  rulebook: Rulebook,
  province: string,
  from: MonthNo,
  through: MonthNo,
): DueTable {
  const key = `${province}/${from}/${through}`;
  if (compiled?.rulebook !== rulebook || compiled.key !== key) {
    compiled = { rulebook, key, book: compileRules(rulebook, `${province}0000`, from, through) };
  }
  const { book } = compiled;
  const segments = runKernel(columns, book);
  const { rowStart, personNo } = personIndex(columns);
  const segmentStart = segmentIndex(segments, rowStart);
  const firstDays = Int32Array.from({ length: through - from + 2 }, (_, month) => firstDayOf(from + month));
  const known = { lastPart: new Map(), homes: new Map() };
  const frame: Frame = { columns, book, segments, rowStart, segmentStart, firstDays, ...known };
  return {
    from,
    through,
    personNo,
    isDue: (index) => segmentStart[index]! < segmentStart[index + 1]!,
    fill: (index, firmFen, mostFen) => fill(frame, index, firmFen, mostFen),
    dues: (index, first, last) => dues(frame, index, first, last),
    factsOf: (index, month) => factsOf(frame, index, month),
    homeIn: (index, area) => homeIn(frame, index, area),
    alikeIn: (first, last) => alikeDues(frame, first, last, firstDayOf(first)),
    unitOf: (index) => divisionOfNumber(columns.unit[rowStart[index]!]!),
  };
}

function personIndex(columns: InputColumns): { rowStart: Int32Array; personNo: Int32Array } {
  let count = 0;
  eachPerson(columns, () => {
    count += 1;
  });
  const rowStart = new Int32Array(count + 1);
  const personNo = new Int32Array(count);
  let at = 0;
  eachPerson(columns, (number, from) => {
    rowStart[at] = from;
    personNo[at] = number;
    at += 1;
  });
  rowStart[count] = columns.length;
  return { rowStart, personNo };
}

function segmentIndex(segments: Segments, rowStart: Int32Array): Int32Array {
  const start = new Int32Array(rowStart.length);
  let at = 0;
  for (let index = 0; index + 1 < rowStart.length; index += 1) {
    start[index] = at;
    while (at < segments.length && segments.row[at] === rowStart[index]) at += 1;
  }
  start[rowStart.length - 1] = at;
  return start;
}

function fill({ book, segments, segmentStart }: Frame, index: number, firmFen: Int32Array, mostFen: Int32Array): void {
  firmFen.fill(0);
  mostFen.fill(0);
  for (let at = segmentStart[index]!; at < segmentStart[index + 1]!; at += 1) {
    const fen = segments.fen[at]!;
    const isFirm = segments.flags[at] === 0;
    for (let month = segments.from[at]! - book.from; month < segments.to[at]! - book.from; month += 1) {
      mostFen[month]! += fen;
      if (isFirm) firmFen[month]! += fen;
    }
  }
}

function dues(frame: Frame, index: number, first: MonthNo, last: MonthNo): MonthDue[] {
  const { segments, segmentStart } = frame;
  const months: MonthDue[] = [];
  for (let month = first; month <= last; month += 1) months.push(emptyMonth(frame, index, month));
  for (let at = segmentStart[index]!; at < segmentStart[index + 1]!; at += 1) {
    const part = partAt(frame, at);
    for (let month = Math.max(first, segments.from[at]!); month < Math.min(last + 1, segments.to[at]!); month += 1) {
      const due = months[month - first]!;
      due.area = divisionOfNumber(segments.area[at]!);
      due.parts.push(part);
      if (part.held) due.heldFen += part.amountFen;
      else due.amountFen += part.amountFen;
    }
  }
  return months;
}

function partAt({ book, segments, lastPart }: Frame, at: number): DecidedPart {
  const index = segments.band[at]!;
  const amountFen = segments.fen[at]!;
  const late = (segments.flags[at]! & LATE) !== 0;
  const held = (segments.flags[at]! & HELD) !== 0;
  const key = segments.version[at]! * MOST_BANDS + index;
  const known = lastPart.get(key);
  if (known?.amountFen === amountFen && known.late === late && known.held === held) return known;
  const { file, version, bands } = book.versions[segments.version[at]!]!;
  const part: DecidedPart = {
    benefit: file.benefit,
    layer: LAYERS[segments.layer[at]!]!,
    file: file.file,
    version: version.id,
    sha256: version.sha256,
    fromAge: bands[index]!.fromAge,
    amountFen,
    fundedBy: version.parameters.bands[index]!.fundedBy,
    late,
    held,
  };
  lastPart.set(key, part);
  return part;
}

function emptyMonth(frame: Frame, index: number, month: MonthNo): MonthDue {
  const { area, left } = areasOf(frame, index, month);
  const base = spanOf(frame.book, area === 0 ? left : area, month)?.base;
  const parameters = base?.version.parameters;
  return {
    month,
    area: divisionOfNumber(area),
    amountFen: 0,
    heldFen: 0,
    parts: [],
    recovery: parameters?.recovery ?? 'recover',
    payCycle: parameters?.payCycle ?? { every: 'month', timing: 'advance' },
  };
}

/** The area that answers for the month (0: none), and the one where the month began. */
function areasOf(frame: Frame, index: number, month: MonthNo): { area: number; left: number } {
  const at = month - frame.book.from;
  const left = areaOn(frame, index, frame.firstDays[at]!);
  const area = areaOn(frame, index, frame.firstDays[at + 1]! - 1);
  const oldPays = left !== 0 && left !== area && spanOf(frame.book, left, month)?.oldDivisionPaysMove;
  return { area: oldPays ? left : area, left };
}

function areaOn({ columns, rowStart }: Frame, index: number, day: number): number {
  for (let row = rowStart[index]!; row < rowStart[index + 1]!; row += 1) {
    const end = columns.to_day[row]!;
    if (columns.from_day[row]! <= day && (end === NOTHING || day < end)) return columns.area[row]!;
  }
  return 0;
}

function spanOf(book: CompiledBook, area: number, month: MonthNo): AreaSpan | undefined {
  return book.areas.get(area)?.find((span) => span.from <= month && month < span.to);
}

function factsOf({ columns, rowStart }: Frame, index: number, month: MonthNo) {
  const first = rowStart[index]!;
  const death = columns.death_day[first]!;
  let movedDay: number | null = null;
  for (let row = first + 1; row < rowStart[index + 1]!; row += 1) {
    const changed = columns.area[row] !== columns.area[row - 1];
    if (changed && monthAt(columns.from_day[row]!) <= month) movedDay = columns.from_day[row]!;
  }
  return { bornDay: columns.born_day[first]!, deathDay: death === NOTHING ? null : death, movedDay };
}

const VILLAGE_DIGITS = 3;

function homeIn({ columns, rowStart, homes }: Frame, index: number, area: string): Home {
  const wanted = numberOfDivision(area);
  let row = rowStart[index + 1]! - 1;
  for (let at = row; at >= rowStart[index]!; at -= 1) {
    if (columns.area[at] !== wanted) continue;
    row = at;
    break;
  }
  const number = columns.town[row]! * 10 ** VILLAGE_DIGITS + columns.village[row]!;
  const known = homes.get(number);
  if (known) return known;
  const town = divisionOfNumber(columns.town[row]!);
  const village = columns.village[row]!;
  const home = { town, village: village === 0 ? town : `${town}${String(village).padStart(VILLAGE_DIGITS, '0')}` };
  homes.set(number, home);
  return home;
}
