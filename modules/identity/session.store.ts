import { type AnyDb, own } from '#platform/db/own.ts';
import type { Role } from './contract.ts';

/** The session of a token with the account as it stands now. */
export async function selectSession(db: AnyDb, tokenHash: Buffer) {
  const row = await own('identity')(db)
    .selectFrom('identity.session as session')
    .innerJoin('identity.account as account', 'account.account_no', 'session.account_no')
    .select(['session.created_at', 'session.last_seen_at', 'session.ended_at'])
    .select(['account.account_no', 'account.name', 'account.role'])
    .where('session.token_hash', '=', tokenHash)
    .executeTakeFirst();
  return row && { ...row, role: row.role as Role };
}

export async function insertSession(db: AnyDb, tokenHash: Buffer, accountNo: number, now: Date): Promise<void> {
  await own('identity')(db)
    .insertInto('identity.session')
    .values({ token_hash: tokenHash, account_no: accountNo, created_at: now, last_seen_at: now })
    .execute();
}

export async function noteUse(db: AnyDb, tokenHash: Buffer, now: Date): Promise<void> {
  await own('identity')(db)
    .updateTable('identity.session')
    .set({ last_seen_at: now })
    .where('token_hash', '=', tokenHash)
    .execute();
}

export async function endSession(db: AnyDb, tokenHash: Buffer, now: Date): Promise<void> {
  await own('identity')(db)
    .updateTable('identity.session')
    .set({ ended_at: now })
    .where('token_hash', '=', tokenHash)
    .where('ended_at', 'is', null)
    .execute();
}
