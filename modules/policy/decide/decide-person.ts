import type pg from 'pg';
import type { MonthNo } from '#platform/month/month.ts';
import { readPersonRows } from '../input/unit-input.ts';
import { decideMonths } from './decide.ts';
import type { MonthDecision } from './decision.ts';
import type { GoverningBook } from './governing-book.ts';
import { type Reason, reasonsOf } from './sentence.ts';

export type PersonMonth = MonthDecision & { reasons: Reason[] };

const NOT_NEAR: Reason = { ok: false, sentence: '尚未临近任何津贴的起始年龄，或户籍从未在本省登记。', clause: null };

/** 单人判定与理由: what one person is due in each month, as known now, and why or why not. */
export async function decidePerson(
  client: pg.ClientBase,
  book: GoverningBook,
  personNo: number,
  months: readonly MonthNo[],
): Promise<PersonMonth[]> {
  const rows = await readPersonRows(client, personNo);
  return decideMonths(rows, book, months).map((decision) => ({
    ...decision,
    reasons: rows.length === 0 ? [NOT_NEAR] : reasonsOf(decision, book.rulebook),
  }));
}
