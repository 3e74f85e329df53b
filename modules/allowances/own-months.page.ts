import type pg from 'pg';
import { decidePerson, type GoverningBook, type PersonMonth } from '#modules/policy/index.ts';
import { yuanFromFen } from '#platform/money/money.ts';
import { businessDay, formatMonth, type MonthNo, monthNo } from '#platform/month/month.ts';
import { EVERY_ORDER, readOrderBook } from './order-book.store.ts';
import { orderedMonths, spansOf } from './order-book.ts';

export type OwnMonthsWish = { personNo: number; benefit: string; now: Date };

const MONTHS_SHOWN = 12;

/** 我的津贴: what a person is due this month, whether it was ordered, and why, in one sentence each; then the months before. */
export async function readOwnMonths(client: pg.ClientBase, book: GoverningBook, wish: OwnMonthsWish) {
  const { personNo, benefit, now } = wish;
  const orderBook = await readOrderBook(client, benefit, EVERY_ORDER, Int32Array.of(personNo));
  const orders = orderedMonths(orderBook, spansOf(orderBook, personNo));
  const thisMonth = monthNo(businessDay(now).slice(0, 7));
  const months = monthsShown(thisMonth, [...orders.keys()]);
  const decided = await decidePerson(client, book, personNo, months);
  const shown = decided
    .map((decision) => ({
      month: formatMonth(decision.month),
      dueFen: decision.amountFen,
      orderedFen: orders.get(decision.month)?.fen ?? 0,
      sentence: sentenceOf(decision, orders.get(decision.month)?.fen ?? 0),
    }))
    .reverse();
  const current = decided.find(({ month }) => month === thisMonth);
  return {
    thisMonth: formatMonth(thisMonth),
    sentence: shown.find(({ month }) => month === formatMonth(thisMonth))?.sentence ?? '',
    isDue: (current?.amountFen ?? 0) > 0,
    reasons: current?.reasons ?? [],
    months: shown.filter(({ month }) => month !== formatMonth(thisMonth)),
  };
}

/** This month, the year before it, and the last year in which anything was ordered. */
function monthsShown(thisMonth: MonthNo, ordered: readonly MonthNo[]): MonthNo[] {
  const lastYear = Array.from({ length: MONTHS_SHOWN }, (_, index) => thisMonth - index);
  const lastOrdered = [...ordered].sort((a, b) => b - a).slice(0, MONTHS_SHOWN);
  return [...new Set([...lastYear, ...lastOrdered])].sort((a, b) => a - b);
}

/** 一句话: due, ordered or not, and what comes of the difference; when nothing is due, why not. */
export function sentenceOf({ month, amountFen, heldFen, reasons }: PersonMonth, orderedFen: number): string {
  const name = `${Math.floor(month / 12)}年${(month % 12) + 1}月`;
  const due = `${name}应领高龄津贴${yuanFromFen(amountFen)}元`;
  if (amountFen === 0 && orderedFen === 0) {
    if (heldFen > 0) return `${name}有${yuanFromFen(heldFen)}元暂停发放，请到村（社区）办理认证后补发。`;
    const whyNot = reasons.find(({ ok }) => !ok)?.sentence;
    return `${name}没有应领的高龄津贴${whyNot ? `：${withEnd(whyNot)}` : '。'}`;
  }
  if (orderedFen === amountFen) return `${due}，已列入发放名单，到账以银行为准。`;
  if (orderedFen === 0) return `${due}，还没有列入发放名单。`;
  const difference = yuanFromFen(Math.abs(amountFen - orderedFen));
  if (orderedFen < amountFen) return `${due}，已列入发放${yuanFromFen(orderedFen)}元，还差${difference}元，会补发。`;
  return `${due}，已列入发放${yuanFromFen(orderedFen)}元，多出的${difference}元会在以后扣回。`;
}

function withEnd(sentence: string): string {
  return /[。！？]$/.test(sentence) ? sentence : `${sentence}。`;
}
