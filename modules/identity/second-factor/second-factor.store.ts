import type { Selectable } from 'kysely';
import { type AnyDb, own } from '#platform/db/own.ts';
import type { IdentitySecondFactor } from '#platform/db/schema.generated.ts';

export type SecondFactorRow = Selectable<IdentitySecondFactor>;

/** The one in use; undefined when he has none. */
export async function findSecondFactor(db: AnyDb, accountNo: number): Promise<SecondFactorRow | undefined> {
  return own('identity')(db)
    .selectFrom('identity.second_factor')
    .selectAll()
    .where('account_no', '=', accountNo)
    .where('confirmed_at', 'is not', null)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
}

/** The newest that was begun and waits for its first code. */
export async function findBegun(db: AnyDb, accountNo: number): Promise<SecondFactorRow | undefined> {
  return own('identity')(db)
    .selectFrom('identity.second_factor')
    .selectAll()
    .where('account_no', '=', accountNo)
    .where('confirmed_at', 'is', null)
    .where('ended_at', 'is', null)
    .orderBy('made_at', 'desc')
    .executeTakeFirst();
}

/** Earlier ones that were never confirmed are void. */
export async function insertSecondFactor(
  db: AnyDb,
  { id, accountNo, sealed }: { id: string; accountNo: number; sealed: Buffer },
  now: Date,
): Promise<void> {
  await own('identity')(db)
    .updateTable('identity.second_factor')
    .set({ ended_at: now })
    .where('account_no', '=', accountNo)
    .where('confirmed_at', 'is', null)
    .where('ended_at', 'is', null)
    .execute();
  await own('identity')(db)
    .insertInto('identity.second_factor')
    .values({ second_factor_id: id, account_no: accountNo, sealed, made_at: now })
    .execute();
}

/** The one in use ends, and this one is in use. */
export async function setConfirmed(db: AnyDb, row: SecondFactorRow, step: number, now: Date): Promise<void> {
  await endSecondFactors(db, row.account_no, now, row.second_factor_id);
  await own('identity')(db)
    .updateTable('identity.second_factor')
    .set({ confirmed_at: now, last_step: step })
    .where('second_factor_id', '=', row.second_factor_id)
    .execute();
}

export async function endSecondFactors(db: AnyDb, accountNo: number, now: Date, keep?: string): Promise<void> {
  let query = own('identity')(db)
    .updateTable('identity.second_factor')
    .set({ ended_at: now })
    .where('account_no', '=', accountNo)
    .where('ended_at', 'is', null);
  if (keep !== undefined) query = query.where('second_factor_id', '!=', keep);
  await query.execute();
}

/** False when this step or a later one was taken before: a code works once, also of two that arrive together. */
export async function takeStep(db: AnyDb, secondFactorId: string, step: number): Promise<boolean> {
  const row = await own('identity')(db)
    .updateTable('identity.second_factor')
    .set({ last_step: step })
    .where('second_factor_id', '=', secondFactorId)
    .where('last_step', '<', step)
    .returning('second_factor_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** New codes; the old ones are void. */
export async function replaceRecoveryCodes(
  db: AnyDb,
  accountNo: number,
  hashes: readonly Buffer[],
  now: Date,
): Promise<void> {
  await endRecoveryCodes(db, accountNo, now);
  if (hashes.length === 0) return;
  await own('identity')(db)
    .insertInto('identity.recovery_code')
    .values(hashes.map((code_hash) => ({ code_hash, account_no: accountNo, made_at: now })))
    .execute();
}

export async function endRecoveryCodes(db: AnyDb, accountNo: number, now: Date): Promise<void> {
  await own('identity')(db)
    .updateTable('identity.recovery_code')
    .set({ ended_at: now })
    .where('account_no', '=', accountNo)
    .where('ended_at', 'is', null)
    .execute();
}

/** False when there is no such code, or it was used. */
export async function takeRecoveryCode(db: AnyDb, hash: Buffer, now: Date): Promise<boolean> {
  const row = await own('identity')(db)
    .updateTable('identity.recovery_code')
    .set({ ended_at: now })
    .where('code_hash', '=', hash)
    .where('ended_at', 'is', null)
    .returning('account_no')
    .executeTakeFirst();
  return row !== undefined;
}

export async function countRecoveryCodes(db: AnyDb, accountNo: number): Promise<number> {
  const { left } = await own('identity')(db)
    .selectFrom('identity.recovery_code')
    .select(({ fn }) => fn.countAll<number>().as('left'))
    .where('account_no', '=', accountNo)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(left);
}
