import { type AnyDb, own } from '#platform/db/own.ts';
import { versionOf } from '#platform/http/row-version.ts';
import type { Role } from '../role.ts';

export type StandInRow = {
  stand_in_no: number;
  post_no: number;
  account_no: number;
  from_day: string;
  until_day: string;
  stands_in: string;
};

/** 代岗版本: who for which post, and its days. */
export function standInVersion({ post_no, account_no, from_day, until_day }: StandInRow): string {
  return versionOf({ post_no, account_no, from_day, until_day });
}

function standIns(db: AnyDb) {
  return own('identity')(db)
    .selectFrom('identity.stand_in as stand_in')
    .innerJoin('identity.account as account', 'account.account_no', 'stand_in.account_no')
    .select(['stand_in.stand_in_no', 'stand_in.post_no', 'stand_in.account_no', 'stand_in.from_day'])
    .select(['stand_in.until_day', 'account.display_name as stands_in']);
}

export async function findStandIn(db: AnyDb, standInNo: number): Promise<StandInRow | undefined> {
  return standIns(db).where('stand_in.stand_in_no', '=', standInNo).executeTakeFirst();
}

/** Who stood in for an account, and for whom it did. */
export async function standInsAround(db: AnyDb, accountNo: number): Promise<StandInRow[]> {
  return standIns(db)
    .innerJoin('identity.post as post', 'post.post_no', 'stand_in.post_no')
    .where((e) => e.or([e('stand_in.account_no', '=', accountNo), e('post.account_no', '=', accountNo)]))
    .orderBy('stand_in.stand_in_no')
    .execute();
}

/** Who stands in for these posts on a day: accounts in use. */
export async function standingIn(db: AnyDb, postNos: readonly number[], day: string): Promise<number[]> {
  if (postNos.length === 0) return [];
  const rows = await standIns(db)
    .where('stand_in.post_no', 'in', postNos)
    .where('stand_in.from_day', '<=', day)
    .where('stand_in.until_day', '>', day)
    .where((e) => e.or([e('account.ended_on', 'is', null), e('account.ended_on', '>', day)]))
    .execute();
  return rows.map(({ account_no }) => account_no);
}

export type NewStandIn = { postNo: number; accountNo: number; fromDay: string; untilDay: string };

export async function insertStandIn(db: AnyDb, { postNo, accountNo, fromDay, untilDay }: NewStandIn): Promise<number> {
  const row = await own('identity')(db)
    .insertInto('identity.stand_in')
    .values({ post_no: postNo, account_no: accountNo, from_day: fromDay, until_day: untilDay })
    .returning('stand_in_no')
    .executeTakeFirstOrThrow();
  return row.stand_in_no;
}

export async function setStandInEnd(db: AnyDb, standInNo: number, untilDay: string): Promise<void> {
  await own('identity')(db)
    .updateTable('identity.stand_in')
    .set({ until_day: untilDay })
    .where('stand_in_no', '=', standInNo)
    .execute();
}

/** All by this account that go on beyond a day. */
export async function endStandInsOf(db: AnyDb, accountNo: number, day: string): Promise<void> {
  await own('identity')(db)
    .updateTable('identity.stand_in')
    .set((e) => ({ until_day: e.fn<string>('greatest', ['from_day', e.val(day)]) }))
    .where('account_no', '=', accountNo)
    .where('until_day', '>', day)
    .execute();
}

/** What somebody may act as, by a post of his own or standing in, and when. */
export type Held = { role: Role; organisationNo: number; isOwn: boolean; fromDay: string; untilDay: string | null };

/** 任职: all posts and stand-ins of an account, past ones and those to come too. */
export async function heldBy(db: AnyDb, accountNo: number): Promise<Held[]> {
  const identity = own('identity')(db);
  const ownPosts = await identity
    .selectFrom('identity.post')
    .select(['role', 'organisation_no', 'from_day', 'until_day'])
    .where('account_no', '=', accountNo)
    .execute();
  const others = await identity
    .selectFrom('identity.stand_in as stand_in')
    .innerJoin('identity.post as post', 'post.post_no', 'stand_in.post_no')
    .select(['post.role', 'post.organisation_no', 'stand_in.from_day', 'stand_in.until_day'])
    .where('stand_in.account_no', '=', accountNo)
    .execute();
  const held = (isOwn: boolean) => (row: (typeof ownPosts)[number]) => ({
    role: row.role as Role,
    organisationNo: row.organisation_no,
    isOwn,
    fromDay: row.from_day,
    untilDay: row.until_day,
  });
  return [...ownPosts.map(held(true)), ...others.map(held(false))];
}
