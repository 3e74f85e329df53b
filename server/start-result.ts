import type pg from 'pg';
import { OLD_AGE_ALLOWANCE } from '#modules/allowances/contract.ts';
import { readLatestMonth } from '#modules/allowances/index.ts';
import { yuanFromFen } from '#platform/money/money.ts';
import { formatMonth } from '#platform/month/month.ts';

/** The latest month's lists in a few lines: what a stranger sees first. */
export async function monthSummary(pool: pg.Pool): Promise<string[]> {
  const latest = await readLatestMonth(pool, OLD_AGE_ALLOWANCE);
  if (!latest) return ['还没有任何清册。登录后在“本月”里开始计算。'];
  const { payMonth, lists } = latest;
  const lines = [
    `高龄津贴 ${formatMonth(payMonth)}（已计算${lists.some((list) => list.released) ? '' : '，未发放'}）：`,
  ];
  for (const { name, totals, byTown } of lists.filter((list) => list.totals.persons > 1_000)) {
    lines.push(`  ${name}：${totals.persons} 人，${yuanFromFen(totals.amountFen)} 元`);
    for (const town of byTown) lines.push(`    ${town.name}：${town.persons} 人，${yuanFromFen(town.amountFen)} 元`);
    if (totals.backPayPersons > 0)
      lines.push(`  补发：${totals.backPayPersons} 人，${yuanFromFen(totals.backPayFen)} 元`);
  }
  return lines;
}
