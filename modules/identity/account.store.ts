import type { Selectable } from 'kysely';
import { type AnyDb, own } from '#platform/db/own.ts';
import type { IdentityAccount } from '#platform/db/schema.generated.ts';
import { versionOf } from '#platform/http/row-version.ts';

export type AccountRow = Selectable<IdentityAccount>;
export type NewAccountRow = Pick<AccountRow, 'name' | 'display_name' | 'password_hash' | 'created_at'> &
  Partial<Pick<AccountRow, 'one_time_until' | 'one_time_by'>>;

export async function selectAccountByName(db: AnyDb, name: string): Promise<AccountRow | undefined> {
  const query = own('identity')(db).selectFrom('identity.account').selectAll().where('name', '=', name);
  return query.executeTakeFirst();
}

export async function findAccount(db: AnyDb, accountNo: number): Promise<AccountRow | undefined> {
  const query = own('identity')(db).selectFrom('identity.account').selectAll().where('account_no', '=', accountNo);
  return query.executeTakeFirst();
}

export async function selectAccount(db: AnyDb, accountNo: number): Promise<AccountRow> {
  const account = await findAccount(db, accountNo);
  if (!account) throw new Error(`no account ${accountNo}`);
  return account;
}

/** 账号版本: what the administrators' screens show of it. */
export function accountVersion({ name, display_name, ended_on, one_time_until, ...row }: AccountRow): string {
  const oneTimeUntil = one_time_until?.toISOString() ?? null;
  const { employee_code, factor_reset_by } = row;
  return versionOf({ name, display_name, ended_on, oneTimeUntil, employee_code, factor_reset_by });
}

/** As it stands, and nobody else changes it until the transaction ends: what was checked before may have been overtaken. */
export async function lockAccount(db: AnyDb, accountNo: number): Promise<AccountRow | undefined> {
  return own('identity')(db)
    .selectFrom('identity.account')
    .selectAll()
    .where('account_no', '=', accountNo)
    .forUpdate()
    .executeTakeFirst();
}

export async function anyAccountExists(db: AnyDb): Promise<boolean> {
  const query = own('identity')(db).selectFrom('identity.account').select('account_no').limit(1);
  return (await query.executeTakeFirst()) !== undefined;
}

/** Undefined when somebody has the name already, also if he took it at this very moment. */
export async function insertAccount(db: AnyDb, row: NewAccountRow): Promise<AccountRow | undefined> {
  return own('identity')(db)
    .insertInto('identity.account')
    .values(row)
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returningAll()
    .executeTakeFirst();
}

/** `oneTime` null: a password of his own; else until when it works and who gave it out. */
export async function setPassword(
  db: AnyDb,
  accountNo: number,
  passwordHash: string,
  oneTime: { until: Date; by: number | null } | null,
): Promise<void> {
  await own('identity')(db)
    .updateTable('identity.account')
    .set({ password_hash: passwordHash, one_time_until: oneTime?.until ?? null, one_time_by: oneTime?.by ?? null })
    .where('account_no', '=', accountNo)
    .execute();
}

/** `day` null: in use again. */
export async function setAccountEnd(db: AnyDb, accountNo: number, day: string | null): Promise<void> {
  await own('identity')(db)
    .updateTable('identity.account')
    .set({ ended_on: day })
    .where('account_no', '=', accountNo)
    .execute();
}

/** Who took the second factor away, until there is a new one. */
export async function setFactorResetBy(db: AnyDb, accountNo: number, by: number | null): Promise<void> {
  await own('identity')(db)
    .updateTable('identity.account')
    .set({ factor_reset_by: by })
    .where('account_no', '=', accountNo)
    .execute();
}

/** Signed in, or taken up again by an administrator: from here on the days without use are counted. */
export async function setSignedIn(db: AnyDb, accountNo: number, now: Date): Promise<void> {
  await own('identity')(db)
    .updateTable('identity.account')
    .set({ signed_in_at: now })
    .where('account_no', '=', accountNo)
    .execute();
}

export async function setEmployeeCode(db: AnyDb, accountNo: number, employeeCode: string | null): Promise<void> {
  await own('identity')(db)
    .updateTable('identity.account')
    .set({ employee_code: employeeCode })
    .where('account_no', '=', accountNo)
    .execute();
}

export async function setDisplayName(db: AnyDb, accountNo: number, displayName: string): Promise<void> {
  await own('identity')(db)
    .updateTable('identity.account')
    .set({ display_name: displayName })
    .where('account_no', '=', accountNo)
    .execute();
}
