import { type AnyDb, own } from '#platform/db/own.ts';

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
