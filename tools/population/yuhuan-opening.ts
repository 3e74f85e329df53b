import { fenFromYuan } from '#platform/money/money.ts';
import { dayNo, type MonthNo, monthNo, monthOfDay } from '#platform/month/month.ts';
import data from './data/yuhuan.json' with { type: 'json' };
import { type YuhuanPlan, yuhuanPlans } from './yuhuan-plan.ts';

/** 期初支付: what the former system ordered for one person, `monthlyFen` in each month from … to (exclusive). */
export type OpeningRow = { personNo: number; fromMonth: MonthNo; toMonth: MonthNo; monthlyFen: number };
export type ControlTotal = { month: MonthNo; persons: number; amountFen: number };

const FIRST_MONTH = monthNo('2023-01');
const END_MONTH = monthNo(data.month);
/** Highest age first. */
const RATES = Object.entries(data.monthlyYuan)
  .map(([fromAge, yuan]) => ({ fromAge: Number(fromAge), fen: fenFromYuan(yuan) as number }))
  .sort((a, b) => b.fromAge - a.fromAge);

/** 玉环期初: orders of 2023-01 … 2023-07 to all entitled persons but one, from the published rates only. */
export function yuhuanOpening(seed: number): { rows: Iterable<OpeningRow>; controlTotals: ControlTotal[] } {
  const rows = yuhuanPlans(seed).flatMap((plan, index) => orderedSegments(plan, index + 1));
  const controlTotals: ControlTotal[] = [];
  for (let month = FIRST_MONTH; month < END_MONTH; month += 1) {
    const paid = rows.filter(({ fromMonth, toMonth }) => fromMonth <= month && month < toMonth);
    const amountFen = paid.reduce((sum, { monthlyFen }) => sum + monthlyFen, 0);
    controlTotals.push({ month, persons: paid.length, amountFen });
  }
  return { rows, controlTotals };
}

function orderedSegments(plan: YuhuanPlan, personNo: number): OpeningRow[] {
  const rows: OpeningRow[] = [];
  if (plan.role === 'never-ordered') return rows;
  for (let month = FIRST_MONTH; month < END_MONTH; month += 1) {
    const monthlyFen = orderedFen(plan, month);
    const last = rows.at(-1);
    if (last && last.toMonth === month && last.monthlyFen === monthlyFen) last.toMonth = month + 1;
    else if (monthlyFen > 0) rows.push({ personNo, fromMonth: month, toMonth: month + 1, monthlyFen });
  }
  return rows;
}

/** The month of a birthday counts, the month of death is the last, the month of a move is the new county's. */
function orderedFen({ bornMonth, deathDay, move }: YuhuanPlan, month: MonthNo): number {
  if (deathDay && month > monthOf(deathDay)) return 0;
  if (move?.direction === 'in' && month < monthOf(move.day)) return 0;
  if (move?.direction === 'out' && month >= monthOf(move.day)) return 0;
  const age = Math.floor((month - bornMonth) / 12);
  return RATES.find(({ fromAge }) => age >= fromAge)?.fen ?? 0;
}

function monthOf(day: string): MonthNo {
  return monthOfDay(dayNo(day));
}
