import { type AnyDb, own } from '#platform/db/own.ts';
import type { Finding } from '../finding.ts';

function openings(db: AnyDb) {
  return own('identity')(db).selectFrom('identity.break_glass').selectAll().$narrowType<{ finding: Finding | null }>();
}
export type OpeningRow = NonNullable<Awaited<ReturnType<typeof lockOpening>>>;

export async function readLimits(db: AnyDb) {
  return own('identity')(db).selectFrom('identity.break_glass_limit').selectAll().executeTakeFirstOrThrow();
}

export async function lockOpening(db: AnyDb, openingNo: number) {
  return openings(db).where('opening_no', '=', openingNo).forUpdate().executeTakeFirst();
}

/** How many an account opened since an instant; the account is locked until the transaction ends, so two at once cannot both count. */
export async function countSince(db: AnyDb, accountNo: number, since: Date): Promise<number> {
  await own('identity')(db)
    .selectFrom('identity.account')
    .select('account_no')
    .where('account_no', '=', accountNo)
    .forNoKeyUpdate()
    .execute();
  const { n } = await own('identity')(db)
    .selectFrom('identity.break_glass')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('account_no', '=', accountNo)
    .where('opened_at', '>=', since)
    .executeTakeFirstOrThrow();
  return Number(n);
}

export type NewOpening = {
  account_no: number;
  post_no: number;
  division: string;
  person_no: number;
  reason: string;
  opened_at: Date;
  until_at: Date;
  due_day: string;
};

export async function insertOpening(db: AnyDb, opening: NewOpening): Promise<number> {
  const { opening_no } = await own('identity')(db)
    .insertInto('identity.break_glass')
    .values(opening)
    .returning('opening_no')
    .executeTakeFirstOrThrow();
  return opening_no;
}

/** One of the account's, under this post, that is open now for this person. */
export async function findLive(
  db: AnyDb,
  wish: { accountNo: number; postNo: number; personNo: number },
  now: Date,
): Promise<OpeningRow | undefined> {
  return openings(db)
    .where('account_no', '=', wish.accountNo)
    .where('post_no', '=', wish.postNo)
    .where('person_no', '=', wish.personNo)
    .where('until_at', '>', now)
    .where('closed_at', 'is', null)
    .orderBy('opening_no', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export async function openingsOf(db: AnyDb, accountNo: number, limit: number): Promise<OpeningRow[]> {
  return openings(db).where('account_no', '=', accountNo).orderBy('opening_no', 'desc').limit(limit).execute();
}

/** Of others: those that wait by their last day, or those reviewed, the latest first. */
export async function openingsToReview(db: AnyDb, notOf: number, isReviewed: boolean): Promise<OpeningRow[]> {
  const query = openings(db)
    .where('account_no', '<>', notOf)
    .where('finding', isReviewed ? 'is not' : 'is', null);
  return isReviewed
    ? query.orderBy('reviewed_at', 'desc').limit(1_000).execute()
    : query.orderBy('due_day').orderBy('opening_no').execute();
}

export async function setClosed(db: AnyDb, openingNo: number, now: Date): Promise<void> {
  await own('identity')(db)
    .updateTable('identity.break_glass')
    .set({ closed_at: now })
    .where('opening_no', '=', openingNo)
    .execute();
}

export async function setReviewed(
  db: AnyDb,
  openingNo: number,
  review: { finding: Finding; review_note: string; reviewed_by: number; reviewed_at: Date },
): Promise<void> {
  await own('identity')(db)
    .updateTable('identity.break_glass')
    .set(review)
    .where('opening_no', '=', openingNo)
    .execute();
}
