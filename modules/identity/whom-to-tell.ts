import { type AnyDb, own } from '#platform/db/own.ts';
import { businessDay } from '#platform/month/month.ts';
import { postsOfRoles } from './post/post.store.ts';
import { standingIn } from './post/stand-in.store.ts';
import { permissionsOf, ROLES } from './role.ts';
import { covers, scopeOf } from './scope.ts';

/**
 * These accounts; or everybody who has the permission today by a post or standing in, `at`: only where that place is in his scope,
 * `without` one account.
 */
export type Whom =
  | { accountNos: readonly number[] }
  | { permission: string; at?: string | undefined; without?: number | null | undefined };
/** `employeeCode` undefined: the office directory does not know him. */
export type Told = { accountNo: number; employeeCode: string | undefined };

/** 告诉谁: accounts with their employee codes, for a to-do. */
export async function whomToTell(db: AnyDb, whom: Whom, now: Date): Promise<Told[]> {
  const accountNos = 'accountNos' in whom ? whom.accountNos : await withPermission(db, whom, now);
  if (accountNos.length === 0) return [];
  const rows = await own('identity')(db)
    .selectFrom('identity.account')
    .select(['account_no', 'employee_code'])
    .where('account_no', 'in', accountNos)
    .orderBy('account_no')
    .execute();
  return rows.map(({ account_no, employee_code }) => ({
    accountNo: account_no,
    employeeCode: employee_code ?? undefined,
  }));
}

type Permitted = Extract<Whom, { permission: string }>;

async function withPermission(db: AnyDb, { permission, at, without }: Permitted, now: Date): Promise<number[]> {
  const day = businessDay(now);
  const roles = ROLES.filter((role) => permissionsOf(role).some((one) => one === permission));
  const posts = (await postsOfRoles(db, roles, day)).filter(
    (post) => at === undefined || covers(scopeOf(post.organisation_kind, post.division, post.organisation_no), at),
  );
  const others = await standingIn(
    db,
    posts.map(({ post_no }) => post_no),
    day,
  );
  const all = new Set([...posts.map(({ account_no }) => account_no), ...others]);
  return [...all].filter((accountNo) => accountNo !== without);
}
