import { type AnyDb, own } from '#platform/db/own.ts';

/** Whose account an identity opens; undefined when it is bound to none. */
export async function findBound(db: AnyDb, way: string, subject: string): Promise<number | undefined> {
  const row = await own('identity')(db)
    .selectFrom('identity.external_identity')
    .select('account_no')
    .where('way', '=', way)
    .where('subject', '=', subject)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return row?.account_no;
}

/** The account in use with this employee code. */
export async function findByEmployeeCode(db: AnyDb, employeeCode: string): Promise<number | undefined> {
  const row = await own('identity')(db)
    .selectFrom('identity.account')
    .select('account_no')
    .where('employee_code', '=', employeeCode)
    .where('ended_on', 'is', null)
    .executeTakeFirst();
  return row?.account_no;
}

/** Who bound it, where the first sign-in did by the employee code. */
export const BY_CODE = '工号';

export type Binding = { way: string; subject: string; accountNo: number; by: string };

/** False when the identity or the account has another binding of this way already. */
export async function insertBinding(db: AnyDb, { way, subject, accountNo, by }: Binding, now: Date): Promise<boolean> {
  const row = await own('identity')(db)
    .insertInto('identity.external_identity')
    .values({ way, subject, account_no: accountNo, bound_at: now, bound_by: by })
    .onConflict((conflict) => conflict.doNothing())
    .returning('external_identity_no')
    .executeTakeFirst();
  return row !== undefined;
}

export async function endBinding(
  db: AnyDb,
  accountNo: number,
  { way, subject }: { way: string; subject: string },
  now: Date,
): Promise<boolean> {
  const row = await own('identity')(db)
    .updateTable('identity.external_identity')
    .set({ ended_at: now })
    .where('account_no', '=', accountNo)
    .where('way', '=', way)
    .where('subject', '=', subject)
    .where('ended_at', 'is', null)
    .returning('external_identity_no')
    .executeTakeFirst();
  return row !== undefined;
}

/** All of an account. Returns how many. */
export async function endBindingsOf(db: AnyDb, accountNo: number, now: Date): Promise<number> {
  const rows = await own('identity')(db)
    .updateTable('identity.external_identity')
    .set({ ended_at: now })
    .where('account_no', '=', accountNo)
    .where('ended_at', 'is', null)
    .returning('external_identity_no')
    .execute();
  return rows.length;
}

export async function bindingsOf(db: AnyDb, accountNo: number) {
  return own('identity')(db)
    .selectFrom('identity.external_identity')
    .select(['way', 'subject', 'bound_at', 'bound_by'])
    .where('account_no', '=', accountNo)
    .where('ended_at', 'is', null)
    .orderBy('way')
    .execute();
}
