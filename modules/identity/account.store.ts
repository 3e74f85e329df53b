import type { Selectable } from 'kysely';
import { type AnyDb, own } from '#platform/db/own.ts';
import type { IdentityAccount } from '#platform/db/schema.generated.ts';
import type { Role } from './contract.ts';

export type AccountRow = Omit<Selectable<IdentityAccount>, 'role'> & { role: Role };
export type NewAccountRow = Omit<AccountRow, 'account_no'>;

/** The column's check allows no other roles. */
function withRole<T extends { role: string }>(row: T) {
  return { ...row, role: row.role as Role };
}

export async function selectAccountByName(db: AnyDb, name: string): Promise<AccountRow | undefined> {
  const row = await own('identity')(db)
    .selectFrom('identity.account')
    .selectAll()
    .where('name', '=', name)
    .executeTakeFirst();
  return row && withRole(row);
}

export async function selectAccount(db: AnyDb, accountNo: number): Promise<AccountRow> {
  const query = own('identity')(db).selectFrom('identity.account').selectAll().where('account_no', '=', accountNo);
  return withRole(await query.executeTakeFirstOrThrow());
}

export async function anyAccountExists(db: AnyDb): Promise<boolean> {
  const query = own('identity')(db).selectFrom('identity.account').select('account_no').limit(1);
  return (await query.executeTakeFirst()) !== undefined;
}

export async function insertAccount(db: AnyDb, row: NewAccountRow): Promise<AccountRow> {
  const query = own('identity')(db).insertInto('identity.account').values(row).returningAll();
  return withRole(await query.executeTakeFirstOrThrow());
}

export async function insertSetupCode(db: AnyDb, codeHash: Buffer, now: Date): Promise<void> {
  await own('identity')(db).insertInto('identity.setup_code').values({ code_hash: codeHash, made_at: now }).execute();
}

/** The code that counts. Locked until the transaction ends: of two who use it at once, the second finds it ended. */
export async function selectSetupCode(db: AnyDb, lock?: 'lock'): Promise<Buffer | undefined> {
  const query = own('identity')(db)
    .selectFrom('identity.setup_code')
    .select('code_hash')
    .where('ended_at', 'is', null)
    .orderBy('made_at', 'desc');
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  return row?.code_hash;
}

export async function endSetupCodes(db: AnyDb, now: Date): Promise<void> {
  await own('identity')(db)
    .updateTable('identity.setup_code')
    .set({ ended_at: now })
    .where('ended_at', 'is', null)
    .execute();
}
