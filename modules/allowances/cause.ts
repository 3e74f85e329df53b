import type { MonthDue } from '#modules/policy/index.ts';
import { civilFromDays, type DayNo, formatDay, type MonthNo, monthOfDay } from '#platform/month/month.ts';
import type { LineKind } from './contract.ts';

export const CAUSES = {
  none: '',
  'reached-age': '满龄',
  'moved-in': '户籍迁入',
  'moved-out': '户籍迁出',
  'not-on-list': '此前未列入清册',
  'condition-met': '条件符合',
  'condition-lost': '条件不再符合',
  died: '死亡',
  suspended: '暂停发放',
  band: '跨年龄档',
  rate: '标准调整',
  corrected: '信息更正',
} as const;
export type CauseCode = keyof typeof CAUSES;
/** 原因 with the day of the fact behind it ('YYYY-MM-DD'), where there is one. */
export type Cause = { code: CauseCode; day: string | null };

/** The facts of a person that a cause may rest on. `movedDay`: when the hukou came to where it lies in the pay month. */
export type CauseFacts = { bornDay: DayNo; deathDay: DayNo | null; movedDay: DayNo | null };

export const NO_CAUSE: Cause = { code: 'none', day: null };

/** 原因: why this month's line differs from last month's, read from what was due in both and the person's facts. */
export function causeOf(
  kind: Exclude<LineKind, 'unchanged'>,
  now: MonthDue,
  last: MonthDue | undefined,
  facts: CauseFacts,
): Cause {
  switch (kind) {
    case 'stopped':
      return causeOfStop(now, last, facts);
    case 'new':
      return causeOfStart(now, last, facts);
    default:
      return causeOfChange(now, last, facts);
  }
}

/** The hukou came from a county that paid last month. */
export function movedIn({ movedDay }: CauseFacts): Cause {
  return { code: 'moved-in', day: dayText(movedDay) };
}

function causeOfStop(now: MonthDue, last: MonthDue | undefined, { deathDay, movedDay }: CauseFacts): Cause {
  if (deathDay !== null && monthOfDay(deathDay) < now.month) return { code: 'died', day: formatDay(deathDay) };
  if (now.heldFen > 0) return { code: 'suspended', day: null };
  if (now.area === '' || (last && last.area !== now.area)) return { code: 'moved-out', day: dayText(movedDay) };
  return { code: last && last.amountFen > 0 ? 'condition-lost' : 'corrected', day: null };
}

function causeOfStart(now: MonthDue, last: MonthDue | undefined, facts: CauseFacts): Cause {
  const notDueBefore = !last || (last.amountFen === 0 && last.heldFen === 0);
  if (notDueBefore && birthdayIn(now, facts)) return { code: 'reached-age', day: birthday(now.month, facts.bornDay) };
  if (last && last.area !== now.area) return movedIn(facts);
  if (last && last.amountFen > 0) return { code: 'not-on-list', day: null };
  return { code: last ? 'condition-met' : 'not-on-list', day: null };
}

function causeOfChange(now: MonthDue, last: MonthDue | undefined, facts: CauseFacts): Cause {
  const [a, b] = [now.parts.find((part) => part.layer === 'base'), last?.parts.find((part) => part.layer === 'base')];
  if (last && last.area !== now.area) return movedIn(facts);
  if (a && b && a.fromAge !== b.fromAge) return { code: 'band', day: birthday(now.month, facts.bornDay) };
  if (a && b && a.sha256 !== b.sha256) return { code: 'rate', day: null };
  return { code: 'corrected', day: null };
}

/** The band's age was reached in the month, or in the one before where the rule pays from the month after. */
function birthdayIn(now: MonthDue, { bornDay }: CauseFacts): boolean {
  const reached = now.parts.map((part) => monthOfDay(bornDay) + part.fromAge * 12);
  return reached.some((month) => month === now.month || month === now.month - 1);
}

function birthday(month: MonthNo, bornDay: DayNo): string | null {
  const born = civilFromDays(bornDay);
  if (born.month - 1 !== month % 12) return null;
  if (born.month === 2 && born.dayOfMonth === 29) return null;
  return `${Math.floor(month / 12)}-${String(born.month).padStart(2, '0')}-${String(born.dayOfMonth).padStart(2, '0')}`;
}

function dayText(day: DayNo | null): string | null {
  return day === null ? null : formatDay(day);
}
