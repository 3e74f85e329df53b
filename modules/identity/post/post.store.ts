import { type AnyDb, own } from '#platform/db/own.ts';
import { versionOf } from '#platform/http/row-version.ts';
import type { HeldPost, PostShown } from '../directory.ts';
import type { OrganisationKind, Role } from '../role.ts';

/** A post with its organisation and the name of who holds it. Days as in the table: until_day does not count any more. */
export type PostRow = {
  post_no: number;
  account_no: number;
  role: Role;
  from_day: string;
  until_day: string | null;
  organisation_no: number;
  organisation_name: string;
  organisation_kind: OrganisationKind;
  division: string;
  holder: string;
  holder_account: string;
};
/** One that counts today: its days, its organisation's and its holder's. */
export type LivePost = PostRow;

function posts(db: AnyDb) {
  return (
    own('identity')(db)
      .selectFrom('identity.post as post')
      .innerJoin('identity.organisation as organisation', 'organisation.organisation_no', 'post.organisation_no')
      .innerJoin('identity.account as holder', 'holder.account_no', 'post.account_no')
      .select(['post.post_no', 'post.account_no', 'post.role', 'post.from_day', 'post.until_day'])
      .select(['post.organisation_no', 'organisation.name as organisation_name', 'organisation.division'])
      .select([
        'organisation.kind as organisation_kind',
        'holder.display_name as holder',
        'holder.name as holder_account',
      ])
      // A role's name is checked when a post is made, a kind by the table.
      .$narrowType<{ role: Role; organisation_kind: OrganisationKind }>()
  );
}

function postsOn(db: AnyDb, day: string) {
  return posts(db)
    .where('post.from_day', '<=', day)
    .where((e) => e.or([e('post.until_day', 'is', null), e('post.until_day', '>', day)]))
    .where((e) => e.or([e('organisation.from_day', 'is', null), e('organisation.from_day', '<=', day)]))
    .where((e) => e.or([e('organisation.until_day', 'is', null), e('organisation.until_day', '>', day)]))
    .where((e) => e.or([e('holder.ended_on', 'is', null), e('holder.ended_on', '>', day)]));
}

/** 可用岗位: under which somebody may act on a day, his own before those he stands in for; with `postNo` only that one. */
export async function livePosts(db: AnyDb, accountNo: number, day: string, postNo?: number): Promise<LivePost[]> {
  let query = postsOn(db, day).where('post.post_no', 'in', (e) =>
    e
      .selectFrom('identity.post')
      .select('post_no')
      .where('account_no', '=', accountNo)
      .union(
        e
          .selectFrom('identity.stand_in')
          .select('post_no')
          .where('account_no', '=', accountNo)
          .where('from_day', '<=', day)
          .where('until_day', '>', day),
      ),
  );
  if (postNo !== undefined) query = query.where('post.post_no', '=', postNo);
  const rows = await query.orderBy('post.post_no').execute();
  const isOwn = ({ account_no }: LivePost) => account_no === accountNo;
  return [...rows.filter(isOwn), ...rows.filter((row) => !isOwn(row))];
}

/** Everybody's of these roles on a day. */
export async function postsOfRoles(db: AnyDb, roles: readonly Role[], day: string): Promise<PostRow[]> {
  return roles.length === 0 ? [] : postsOn(db, day).where('post.role', 'in', roles).execute();
}

/** Of several accounts: those of a day, or all that ever were. */
export async function postsOfAccounts(db: AnyDb, accountNos: readonly number[], day?: string): Promise<PostRow[]> {
  if (accountNos.length === 0) return [];
  const query = day === undefined ? posts(db) : postsOn(db, day);
  return query.where('post.account_no', 'in', accountNos).orderBy('post.post_no').execute();
}

export async function selectPosts(db: AnyDb, postNos: readonly number[]): Promise<PostRow[]> {
  return postNos.length === 0 ? [] : posts(db).where('post.post_no', 'in', postNos).execute();
}

export async function findPost(db: AnyDb, postNo: number): Promise<PostRow | undefined> {
  return posts(db).where('post.post_no', '=', postNo).executeTakeFirst();
}

export type NewPost = {
  accountNo: number;
  organisationNo: number;
  role: Role;
  fromDay: string;
  untilDay: string | null;
  /** Given by the office directory, which takes it away again; left out: made by hand. */
  directoryKey?: string;
};

export async function insertPost(db: AnyDb, post: NewPost): Promise<number> {
  const row = await own('identity')(db)
    .insertInto('identity.post')
    .values({
      account_no: post.accountNo,
      organisation_no: post.organisationNo,
      role: post.role,
      from_day: post.fromDay,
      until_day: post.untilDay,
      directory_key: post.directoryKey ?? null,
    })
    .returning('post_no')
    .executeTakeFirstOrThrow();
  return row.post_no;
}

export async function setPostEnd(db: AnyDb, postNo: number, untilDay: string): Promise<void> {
  await own('identity')(db)
    .updateTable('identity.post')
    .set({ until_day: untilDay })
    .where('post_no', '=', postNo)
    .execute();
}

/** All that go on beyond a day, those to come included: one that has not begun ends where it would have begun. */
export async function endPostsOf(db: AnyDb, accountNo: number, day: string): Promise<void> {
  await own('identity')(db)
    .updateTable('identity.post')
    .set((e) => ({ until_day: e.fn<string>('greatest', ['from_day', e.val(day)]) }))
    .where('account_no', '=', accountNo)
    .where((e) => e.or([e('until_day', 'is', null), e('until_day', '>', day)]))
    .execute();
}

/** 岗位版本: its role, organisation and days. */
export function postVersion({ account_no, role, organisation_no, from_day, until_day }: PostRow): string {
  return versionOf({ account_no, role, organisation_no, from_day, until_day });
}

export function heldPostShown(post: PostRow): HeldPost {
  return { ...postShown(post), version: postVersion(post) };
}

export function postShown(post: PostRow): PostShown {
  return {
    postNo: post.post_no,
    role: post.role,
    organisationNo: post.organisation_no,
    organisationName: post.organisation_name,
    organisationKind: post.organisation_kind,
    division: post.division,
    fromDay: post.from_day,
    untilDay: post.until_day,
  };
}
