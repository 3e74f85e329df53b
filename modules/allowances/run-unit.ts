import type pg from 'pg';
import {
  decideMonths,
  freezeUnit,
  type GoverningBook,
  type InputRow,
  personsOf,
  type UnitInput,
} from '#modules/policy/index.ts';
import { civilFromDays, formatDay, type MonthNo, monthOfDay } from '#platform/month/month.ts';
import { type OrdersByPerson, readOrders } from './order.store.ts';
import { cycleOf } from './pay-cycle.ts';
import { type Line, settle } from './settle.ts';
import { type Summary, summarise, type TownedLine } from './summary.ts';

export type UnitWish = {
  unit: string;
  benefit: string;
  payMonth: MonthNo;
  /** First entitlement month that can be judged: the opening's first, or the pay month where there is no opening. */
  firstMonth: MonthNo;
  orderNo: number;
};

export type UnitList = { lines: TownedLine[]; summary: Summary; inputSha256: string };

/** 县月计算: freezes a unit's input and settles every person of it. Writes nothing but the frozen file. */
export async function computeUnit(
  client: pg.ClientBase,
  book: GoverningBook,
  folder: string,
  wish: UnitWish,
): Promise<UnitList> {
  const input = await freezeUnit(client, folder, wish.unit);
  const orders = await readOrders(client, wish.benefit, personNumbers(input), wish.orderNo);
  const lines = [...linesOf(input.own, book, orders, wish)];
  const paidHere = lines.filter((line) => line.county === wish.unit);
  const leaverLines = [...linesOf(input.leavers, book, orders, wish)].filter((line) => line.county === wish.unit);
  const reported = [...paidHere, ...leaverLines].sort((a, b) => a.personNo - b.personNo);
  return { lines, summary: summarise(reported), inputSha256: input.sha256 };
}

function personNumbers({ own, leavers }: UnitInput): number[] {
  return [...new Set([...own.person_no, ...leavers.person_no])];
}

function* linesOf(
  columns: UnitInput['own'],
  book: GoverningBook,
  orders: OrdersByPerson,
  { payMonth, firstMonth }: UnitWish,
): Generator<TownedLine> {
  const toPayMonth = range(firstMonth, payMonth);
  for (const { personNo, rows } of personsOf(columns)) {
    const decisions = decideMonths(rows, book, toPayMonth);
    const now = decisions.at(-1);
    if (!now) continue;
    const { through } = cycleOf(payMonth, now.payCycle);
    if (through > payMonth) decisions.push(...decideMonths(rows, book, range(payMonth + 1, through)));
    const line = settle(personNo, payMonth, decisions, orders.get(personNo) ?? new Map());
    if (line)
      yield {
        ...line,
        cause: { ...line.cause, day: line.cause.day ?? factDay(line, rows, payMonth) },
        town: townOf(line, rows),
      };
  }
}

function range(from: MonthNo, through: MonthNo): MonthNo[] {
  return Array.from({ length: Math.max(0, through - from + 1) }, (_, index) => from + index);
}

/** The street or town where the person stood when the paying county last answered for him. */
function townOf(line: Line, rows: readonly InputRow[]): string {
  return rows.findLast((row) => row.area === line.county)?.town ?? rows.at(-1)?.town ?? '';
}

/** The day behind the cause: of the move, or of the birthday. */
function factDay(line: Line, rows: readonly InputRow[], payMonth: MonthNo): string | null {
  const { code } = line.cause;
  if (code === 'moved-in' || code === 'moved-out') {
    const changed = rows.findLast(
      (row, index) => index > 0 && row.area !== rows[index - 1]?.area && monthOfDay(row.fromDay) <= payMonth,
    );
    return changed ? formatDay(changed.fromDay) : null;
  }
  const bornDay = rows[0]?.bornDay;
  if ((code === 'reached-age' || code === 'band') && bornDay !== undefined) {
    const { month, dayOfMonth } = civilFromDays(bornDay);
    const year = Math.floor(payMonth / 12);
    const isLeapBirthday = month === 2 && dayOfMonth === 29;
    return isLeapBirthday ? null : `${year}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`;
  }
  return null;
}
