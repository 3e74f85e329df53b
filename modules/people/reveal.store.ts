import { sql } from 'kysely';
import { type AnyDb, own } from '#platform/db/own.ts';
import type { RevealField, RevealPurpose } from './reveal.ts';

/** One account's reveals wait for each other until the transaction ends: else twenty-one at once would all be the twentieth. */
export async function lockReveals(db: AnyDb, accountNo: number | null): Promise<void> {
  await own('people')(db)
    .selectNoFrom((e) =>
      e.fn('pg_advisory_xact_lock', [e.fn('hashtext', [e.val(`people.reveal/${accountNo}`)])]).as('locked'),
    )
    .execute();
}

/** Of the hour before `now`. */
export async function countReveals(db: AnyDb, accountNo: number | null, now: Date): Promise<number> {
  const { count } = await own('people')(db)
    .selectFrom('people.reveal')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('account_no', accountNo === null ? 'is' : '=', accountNo)
    .where('revealed_at', '>', sql<Date>`${now}::timestamptz - interval '1 hour'`)
    .executeTakeFirstOrThrow();
  return Number(count);
}

export type NewReveal = {
  accountNo: number | null;
  personNo: number;
  field: RevealField;
  purpose: RevealPurpose;
  revealedAt: Date;
};

export async function insertReveal(db: AnyDb, reveal: NewReveal): Promise<void> {
  await own('people')(db)
    .insertInto('people.reveal')
    .values({
      account_no: reveal.accountNo,
      person_no: reveal.personNo,
      field: reveal.field,
      purpose: reveal.purpose,
      revealed_at: reveal.revealedAt,
    })
    .execute();
}
