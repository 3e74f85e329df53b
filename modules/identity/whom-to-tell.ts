import { type AnyDb, own } from '#platform/db/own.ts';
import { businessDay } from '#platform/month/month.ts';
import { permissionsOf, ROLES } from './role.ts';

/** These accounts, or everybody who holds a post with the permission today. */
export type Whom = { accountNos: readonly number[] } | { permission: string };
/** `employeeCode` undefined: the office directory does not know him. */
export type Told = { accountNo: number; employeeCode: string | undefined };

/** 告诉谁: accounts with their employee codes, for a to-do. */
export async function whomToTell(db: AnyDb, whom: Whom, now: Date): Promise<Told[]> {
  const accountNos = 'accountNos' in whom ? whom.accountNos : await withPermission(db, whom.permission, now);
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

async function withPermission(db: AnyDb, permission: string, now: Date): Promise<number[]> {
  const day = businessDay(now);
  const roles = ROLES.filter((role) => permissionsOf(role).some((one) => one === permission));
  if (roles.length === 0) return [];
  const rows = await own('identity')(db)
    .selectFrom('identity.post as post')
    .innerJoin('identity.account as account', 'account.account_no', 'post.account_no')
    .select('post.account_no')
    .distinct()
    .where('post.role', 'in', roles)
    .where('post.from_day', '<=', day)
    .where((e) => e.or([e('post.until_day', 'is', null), e('post.until_day', '>', day)]))
    .where((e) => e.or([e('account.ended_on', 'is', null), e('account.ended_on', '>', day)]))
    .execute();
  return rows.map(({ account_no }) => account_no);
}
