import type { PayCycle } from '#modules/policy/index.ts';
import type { MonthNo } from '#platform/month/month.ts';

const MONTHS: Record<PayCycle['every'], number> = { month: 1, quarter: 3, 'half-year': 6, year: 12 };

/**
 * 支付周期: in a pay month, the entitlement months [from, through] of the cycle that is handed out. In advance: a whole
 * cycle from its first month on. In arrears: a cycle in its last month; until then the one before.
 */
export function cycleOf(payMonth: MonthNo, { every, timing }: PayCycle): { from: MonthNo; through: MonthNo } {
  const length = MONTHS[every];
  const start = payMonth - (payMonth % length);
  const end = start + length - 1;
  if (timing === 'advance' || payMonth === end) return { from: start, through: end };
  return { from: start - length, through: start - 1 };
}

/** Whether last month's entitlement is still to be handed out with this month's: inside a cycle paid in arrears. */
export function lastMonthIsUnpaid(payMonth: MonthNo, { every, timing }: PayCycle): boolean {
  return timing === 'arrears' && payMonth % MONTHS[every] !== 0;
}
