import type { MonthNo } from '#platform/month/month.ts';

/** 已发月段: months [fromMonth, toMonth) with what was ordered for each; '' where nobody paid, but only took back. */
export type OrderSpan = { fromMonth: MonthNo; toMonth: MonthNo; monthlyFen: number; county: string };

/**
 * Folds a person's released parts, in order of release, into his spans, which are in order of month and do not overlap:
 * a month's sums are added up, and the county that paid last stands. Months that are alike and follow each other are one.
 */
export function folded(spans: readonly OrderSpan[], parts: readonly OrderSpan[]): OrderSpan[] {
  return joined(parts.reduce<readonly OrderSpan[]>(withPart, spans));
}

function withPart(spans: readonly OrderSpan[], part: OrderSpan): OrderSpan[] {
  const county = part.monthlyFen > 0 ? part.county : '';
  const made: OrderSpan[] = [];
  let free = part.fromMonth;
  for (const span of spans) {
    const [from, to] = [Math.max(span.fromMonth, part.fromMonth), Math.min(span.toMonth, part.toMonth)];
    if (from >= to) {
      made.push(span);
      continue;
    }
    if (span.fromMonth < from) made.push({ ...span, toMonth: from });
    if (free < from) made.push({ ...part, county, fromMonth: free, toMonth: from });
    made.push({
      ...{ fromMonth: from, toMonth: to },
      monthlyFen: span.monthlyFen + part.monthlyFen,
      county: county === '' ? span.county : county,
    });
    if (to < span.toMonth) made.push({ ...span, fromMonth: to });
    free = to;
  }
  if (free < part.toMonth) made.push({ ...part, county, fromMonth: free, toMonth: part.toMonth });
  return made.sort((a, b) => a.fromMonth - b.fromMonth);
}

function joined(spans: readonly OrderSpan[]): OrderSpan[] {
  const made: OrderSpan[] = [];
  for (const span of spans) {
    const last = made.at(-1);
    const goesOn = last && last.toMonth === span.fromMonth && last.county === span.county;
    if (goesOn && last.monthlyFen === span.monthlyFen) last.toMonth = span.toMonth;
    else made.push({ ...span });
  }
  return made;
}
