import { type DayNo, type MonthNo, monthOfDay } from '#platform/month/month.ts';
import type { InputRow } from '../input/input-row.ts';
import type { BackPay, RuleFile, RuleVersion } from '../rule.ts';
import type { Step } from './decision.ts';

export type Reached = { due: boolean; late: boolean; held: boolean };

const NOT_DUE: Reached = { due: false, late: false, held: false };

/**
 * 起算、申请、暂停 and 补发: from which month on the person may be paid. Windows count from the dated event (application,
 * confirmation, the day the fact became known), never from the month of the run.
 */
export function reachOf(row: InputRow, file: RuleFile, version: RuleVersion, month: MonthNo, steps: Step[]): Reached {
  const { suspension } = row;
  if (suspension !== 0) {
    const ok = suspension === 2;
    steps.push({ gate: 'suspension', ok, file, version, state: suspension });
    if (suspension === 3) return NOT_DUE;
    if (suspension === 1) return { due: true, late: false, held: true };
    if (version.parameters.suspension.backPayWhenLifted === 'all') return { due: true, late: false, held: false };
  }
  const event = eventOf(row, version);
  if (event.needed) {
    steps.push({ gate: 'application', ok: event.day !== null, file, version, day: event.day });
    if (event.day === null) return NOT_DUE;
  }
  const starts = monthOfDay(event.day ?? row.knownDay) + event.lag;
  if (month >= starts) return { due: true, late: false, held: false };
  const reaches = backPayReaches(version.parameters.backPay, starts, month);
  steps.push({ gate: 'first-month', ok: reaches, file, version, startsMonth: starts, reaches });
  if (reaches) return { due: true, late: false, held: false };
  // An application or confirmation opens the right; a fact merely learned late leaves what was ordered as it was.
  return event.needed ? NOT_DUE : { due: true, late: true, held: false };
}

function eventOf(row: InputRow, { parameters }: RuleVersion): { day: DayNo | null; needed: boolean; lag: number } {
  const { firstMonth, application } = parameters;
  if (firstMonth === 'application-month') return { day: row.appliedDay, needed: true, lag: 0 };
  if (firstMonth === 'month-after-application') return { day: row.appliedDay, needed: true, lag: 1 };
  if (firstMonth === 'confirmation-month') return { day: row.confirmedDay, needed: true, lag: 0 };
  if (application.way === 'apply' || application.way === 'sms-consent')
    return { day: row.appliedDay, needed: true, lag: 0 };
  if (application.way === 'confirm') return { day: row.confirmedDay, needed: true, lag: 0 };
  return { day: row.knownDay, needed: false, lag: 0 };
}

export function backPayReaches(backPay: BackPay, starts: MonthNo, month: MonthNo): boolean {
  switch (backPay.type) {
    case 'all':
      return true;
    case 'none':
      return false;
    case 'current-year':
      return Math.floor(month / 12) === Math.floor(starts / 12);
    case 'max-months':
      return month >= starts - backPay.months;
    case 'window':
      return month >= backPay.policyStart - backPay.monthsBeforePolicyStart;
  }
}
