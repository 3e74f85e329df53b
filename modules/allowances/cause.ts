import type { DecisionStep, MonthDecision } from '#modules/policy/index.ts';
import { type DayNo, formatDay } from '#platform/month/month.ts';
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
  'no-rule': '无可用规则',
  band: '跨年龄档',
  rate: '标准调整',
  corrected: '信息更正',
} as const;
export type CauseCode = keyof typeof CAUSES;
/** 原因 with the day of the fact behind it ('YYYY-MM-DD'), where there is one. */
export type Cause = { code: CauseCode; day: string | null };

const NONE: Cause = { code: 'none', day: null };

/** 原因: why this month's line differs from last month's, read from the two decisions. */
export function causeOf(kind: LineKind | 'none', now: MonthDecision, last: MonthDecision | undefined): Cause {
  switch (kind) {
    case 'unchanged':
    case 'none':
      return NONE;
    case 'stopped':
      return causeOfStop(now);
    case 'new':
      return causeOfStart(now, last);
    default:
      return causeOfChange(now, last);
  }
}

function causeOfStop(now: MonthDecision): Cause {
  if (now.heldFen > 0) return { code: 'suspended', day: null };
  const failed = now.steps.filter((step) => !step.ok);
  const death = failed.find((step) => step.gate === 'alive');
  if (death?.gate === 'alive') return { code: 'died', day: dayOf(death.diedDay) };
  if (failed.some((step) => step.gate === 'area')) return { code: 'moved-out', day: null };
  if (failed.some((step) => step.gate === 'rule')) return { code: 'no-rule', day: null };
  if (failed.some((step) => step.gate === 'suspension')) return { code: 'suspended', day: null };
  if (failed.some((step) => step.gate === 'condition' || step.gate === 'application'))
    return { code: 'condition-lost', day: null };
  return { code: 'corrected', day: null };
}

function causeOfStart(now: MonthDecision, last: MonthDecision | undefined): Cause {
  if (
    now.steps.some(
      (step) => step.gate === 'age' && step.ok && step.reachedMonth === now.month && !isBandChange(step, last),
    )
  ) {
    return { code: 'reached-age', day: null };
  }
  if (last && last.area !== now.area) return { code: 'moved-in', day: null };
  if (last && last.amountFen > 0) return { code: 'not-on-list', day: null };
  return { code: last ? 'condition-met' : 'not-on-list', day: null };
}

function isBandChange(step: Extract<DecisionStep, { gate: 'age' }>, last: MonthDecision | undefined): boolean {
  return last?.parts.some((part) => part.file === step.file.file) ?? false;
}

function causeOfChange(now: MonthDecision, last: MonthDecision | undefined): Cause {
  const [a, b] = [now.parts.find((part) => part.layer === 'base'), last?.parts.find((part) => part.layer === 'base')];
  if (last && last.area !== now.area) return { code: 'moved-in', day: null };
  if (a && b && a.fromAge !== b.fromAge) return { code: 'band', day: null };
  if (a && b && a.sha256 !== b.sha256) return { code: 'rate', day: null };
  return { code: 'corrected', day: null };
}

function dayOf(day: DayNo | null): string | null {
  return day === null ? null : formatDay(day);
}
