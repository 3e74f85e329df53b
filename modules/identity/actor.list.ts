import { type AnyDb, own } from '#platform/db/own.ts';
import { selectCitizens } from './citizen/citizen.store.ts';
import { citizenNoOf } from './citizen/citizen-routes.ts';
import { selectPosts } from './post/post.store.ts';
import { ROLE_NAMES } from './role.ts';

/** As an audit entry names who acted. */
export type NamedActor = { accountNo: number | null; accountName: string; postNo: number | null };

/** 经办人: an official with role and organisation, a citizen by number and name, or the system itself. Names are not masked. */
export type Actor =
  | { kind: 'official'; name: string; role: string; organisation: string }
  | { kind: 'citizen'; citizenNo: number; name: string }
  | { kind: 'system' };

/** Who stood behind entries of the audit, in their order; two queries for all of them. */
export async function actorsOf(db: AnyDb, named: readonly NamedActor[]): Promise<Actor[]> {
  const postNos = [...new Set(named.flatMap(({ postNo }) => (postNo === null ? [] : [postNo])))];
  const accountNos = [...new Set(named.flatMap(({ accountNo }) => (accountNo === null ? [] : [accountNo])))];
  const citizenNos = named.flatMap(({ accountNo, accountName }) => citizenNoOf(accountNo, accountName) ?? []);
  const posts = new Map((await selectPosts(db, postNos)).map((post) => [post.post_no, post]));
  const names = new Map((await selectNames(db, accountNos)).map((row) => [row.account_no, row.display_name]));
  const citizens = new Map(
    (await selectCitizens(db, [...new Set(citizenNos)])).map((row) => [row.citizen_no, row.name]),
  );
  return named.map(({ accountNo, accountName, postNo }): Actor => {
    const citizenNo = citizenNoOf(accountNo, accountName);
    if (citizenNo !== undefined) return { kind: 'citizen', citizenNo, name: citizens.get(citizenNo) ?? '' };
    if (accountNo === null) return { kind: 'system' };
    const post = postNo === null ? undefined : posts.get(postNo);
    return {
      kind: 'official',
      name: names.get(accountNo) ?? '',
      role: post ? ROLE_NAMES[post.role] : '',
      organisation: post?.organisation_name ?? '',
    };
  });
}

async function selectNames(db: AnyDb, accountNos: readonly number[]) {
  if (accountNos.length === 0) return [];
  return own('identity')(db)
    .selectFrom('identity.account')
    .select(['account_no', 'display_name'])
    .where('account_no', 'in', accountNos)
    .execute();
}
