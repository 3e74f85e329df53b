import type pg from 'pg';
import { decidePerson, type GoverningBook } from '#modules/policy/index.ts';
import { formatMonth, type MonthNo } from '#platform/month/month.ts';
import { type Explanation, refuse } from './contract.ts';
import { EVERY_ORDER, readOrderBook } from './order-book.store.ts';
import { orderedMonths, spansOf } from './order-book.ts';

export type ExplainWish = { personNo: number; month: MonthNo; benefit: string; knowsPerson: boolean };

/** 说明理由: what a person is due for one month, by which rule versions, what was ordered, and why: yes and no. */
export async function explainMonth(
  client: pg.ClientBase,
  book: GoverningBook,
  wish: ExplainWish,
): Promise<Explanation> {
  const { personNo, month, benefit } = wish;
  if (!wish.knowsPerson) refuse('allowances.no-person');
  const [decision] = await decidePerson(client, book, personNo, [month]);
  const orderBook = await readOrderBook(client, benefit, EVERY_ORDER, Int32Array.of(personNo));
  const orders = orderedMonths(orderBook, spansOf(orderBook, personNo));
  return {
    person: personNo,
    month: formatMonth(month),
    amountFen: decision?.amountFen ?? 0,
    orderedFen: orders.get(month)?.fen ?? 0,
    parts: (decision?.parts ?? [])
      .filter((part) => !part.held)
      .map(({ benefit: name, layer, file, version, sha256, amountFen, fundedBy }) => ({
        benefit: name,
        layer,
        file,
        version,
        sha256,
        amountFen,
        fundedBy,
      })),
    reasons: decision?.reasons ?? [],
  };
}
