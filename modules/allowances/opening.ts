import type pg from 'pg';
import { copyRows } from '#platform/db/copy.ts';
import type { MonthNo } from '#platform/month/month.ts';
import { OLD_AGE_ALLOWANCE } from './contract.ts';
import { noteSeveral } from './paid-by-several.store.ts';

/** What the former system paid one person: months [fromMonth, toMonth) at monthlyFen each. */
export type OpeningRow = { personNo: number; fromMonth: MonthNo; toMonth: MonthNo; monthlyFen: number };

export type OpeningWish = {
  county: string;
  firstMonth: MonthNo;
  lastMonth: MonthNo;
  rows: Iterable<OpeningRow>;
  /** What the handing-over office says the rows add up to. */
  control: { persons: number; amountFen: number };
  now: Date;
};

/**
 * 开账导入: takes over a county's former payments with control totals, all or nothing, unsigned. A county whose opening
 * with the same totals is there already is left as it is, so that a killed import can be repeated.
 * Throws when the rows do not add up to the control totals or lie outside the window.
 */
export async function importOpening(client: pg.ClientBase, wish: OpeningWish): Promise<void> {
  const { county, firstMonth, lastMonth, control, now } = wish;
  if (await isImported(client, wish)) return;
  await client.query('begin');
  try {
    await client.query(
      `insert into allowances.opening (benefit, county, first_month, last_month, persons, amount_fen, imported_at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [OLD_AGE_ALLOWANCE, county, firstMonth, lastMonth, control.persons, control.amountFen, now],
    );
    const columns = ['person_no', 'benefit', 'county', 'from_month', 'to_month', 'monthly_fen'];
    await copyRows(client, 'allowances.opening_span', columns, spanLines(wish));
    const { rows } = await client.query<{ persons: number; fen: number }>(
      `select count(distinct person_no)::int as persons, coalesce(sum(monthly_fen::bigint * (to_month - from_month)), 0)::bigint as fen
       from allowances.opening_span where benefit = $1 and county = $2`,
      [OLD_AGE_ALLOWANCE, county],
    );
    const got = rows[0];
    if (got?.persons !== control.persons || Number(got.fen) !== control.amountFen) {
      throw new Error(
        `opening of ${county}: ${got?.persons} persons, ${got?.fen} fen; control ${control.persons}, ${control.amountFen}`,
      );
    }
    await noteSeveral(client, OLD_AGE_ALLOWANCE, { county });
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

async function isImported(client: pg.ClientBase, { county, control }: OpeningWish): Promise<boolean> {
  const { rows } = await client.query<{ persons: number; fen: number }>(
    'select persons, amount_fen as fen from allowances.opening where benefit = $1 and county = $2',
    [OLD_AGE_ALLOWANCE, county],
  );
  const there = rows[0];
  if (!there) return false;
  if (there.persons === control.persons && Number(there.fen) === control.amountFen) return true;
  throw new Error(`${county} has another opening already: ${there.persons} persons, ${there.fen} fen`);
}

function* spanLines({ county, firstMonth, lastMonth, rows }: OpeningWish) {
  for (const { personNo, fromMonth, toMonth, monthlyFen } of rows) {
    if (fromMonth < firstMonth || toMonth > lastMonth + 1)
      throw new Error(`opening of person ${personNo} lies outside the window`);
    yield [personNo, OLD_AGE_ALLOWANCE, county, fromMonth, toMonth, monthlyFen] as const;
  }
}

/** 签认开账: from now on differences against it may be paid. */
export async function signOpening(client: pg.ClientBase, county: string, by: string, now: Date): Promise<void> {
  await client.query(
    'update allowances.opening set signed_by = $3, signed_at = $4 where benefit = $1 and county = $2 and signed_at is null',
    [OLD_AGE_ALLOWANCE, county, by, now],
  );
}
