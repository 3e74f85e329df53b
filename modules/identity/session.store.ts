import { type AnyDb, own } from '#platform/db/own.ts';

/** The session of a token with the account as it stands now. */
export async function selectSession(db: AnyDb, tokenHash: Buffer) {
  return own('identity')(db)
    .selectFrom('identity.session as session')
    .innerJoin('identity.account as account', 'account.account_no', 'session.account_no')
    .select(['session.session_no', 'session.created_at', 'session.last_seen_at', 'session.ended_at', 'session.post_no'])
    .select(['account.account_no', 'account.name', 'account.one_time_until', 'account.ended_on'])
    .select(['session.proved_at', 'session.way', 'session.last_proof_at'])
    .select(({ selectFrom }) => selectFrom('identity.prove_again_limit').select('minutes').as('fresh_minutes'))
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom('identity.second_factor')
          .select('second_factor_id')
          .whereRef('account_no', '=', 'account.account_no')
          .where('confirmed_at', 'is not', null)
          .where('ended_at', 'is', null),
      ).as('is_enrolled'),
    )
    .where('session.token_hash', '=', tokenHash)
    .executeTakeFirst();
}

/** `way`: by which external sign-in, undefined for his own password; `provedAt`: when it vouched for two factors. */
export type NewSession = {
  accountNo: number;
  postNo: number | null;
  source: string;
  way: string | null;
  provedAt: Date | null;
};

export async function insertSession(
  db: AnyDb,
  tokenHash: Buffer,
  { accountNo, postNo, source, way, provedAt }: NewSession,
  now: Date,
): Promise<void> {
  await own('identity')(db)
    .insertInto('identity.session')
    .values({
      token_hash: tokenHash,
      account_no: accountNo,
      post_no: postNo,
      source,
      way,
      proved_at: provedAt,
      created_at: now,
      last_seen_at: now,
      last_proof_at: now,
    })
    .execute();
}

/** The post of the account's last used session that had one. */
export async function selectLastPostNo(db: AnyDb, accountNo: number): Promise<number | null> {
  const row = await own('identity')(db)
    .selectFrom('identity.session')
    .select('post_no')
    .where('account_no', '=', accountNo)
    .where('post_no', 'is not', null)
    .orderBy('last_seen_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.post_no ?? null;
}

export async function noteUse(db: AnyDb, tokenHash: Buffer, now: Date): Promise<void> {
  await own('identity')(db)
    .updateTable('identity.session')
    .set({ last_seen_at: now })
    .where('token_hash', '=', tokenHash)
    .execute();
}

/** 再次核对: how long it counts. */
export async function readFreshMinutes(db: AnyDb): Promise<number> {
  const { minutes } = await own('identity')(db)
    .selectFrom('identity.prove_again_limit')
    .select('minutes')
    .executeTakeFirstOrThrow();
  return minutes;
}

/** 再次核对身份: all of it, just now; with his second factor where he has one. */
export async function setProvedAgain(
  db: AnyDb,
  tokenHash: Buffer,
  { withFactor }: { withFactor: boolean },
  now: Date,
): Promise<void> {
  await own('identity')(db)
    .updateTable('identity.session')
    .set({ last_proof_at: now, last_seen_at: now, ...(withFactor ? { proved_at: now } : {}) })
    .where('token_hash', '=', tokenHash)
    .execute();
}

/** He showed his second factor in this session just now. */
export async function setProved(db: AnyDb, tokenHash: Buffer, now: Date): Promise<void> {
  await own('identity')(db)
    .updateTable('identity.session')
    .set({ proved_at: now, last_seen_at: now })
    .where('token_hash', '=', tokenHash)
    .execute();
}

export async function setPost(db: AnyDb, tokenHash: Buffer, postNo: number, now: Date): Promise<void> {
  await own('identity')(db)
    .updateTable('identity.session')
    .set({ post_no: postNo, last_seen_at: now })
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

/** All of an account, but the one with the hash to keep. */
export async function endSessionsOf(db: AnyDb, accountNo: number, now: Date, keep?: Buffer): Promise<void> {
  let query = own('identity')(db)
    .updateTable('identity.session')
    .set({ ended_at: now })
    .where('account_no', '=', accountNo)
    .where('ended_at', 'is', null);
  if (keep) query = query.where('token_hash', '!=', keep);
  await query.execute();
}

/** By its number, of this account only when one is given. Returns whose it was; undefined when there is none that goes on. */
export async function endSessionByNo(
  db: AnyDb,
  sessionNo: number,
  now: Date,
  accountNo?: number,
): Promise<string | undefined> {
  let query = own('identity')(db)
    .updateTable('identity.session as session')
    .from('identity.account as account')
    .set({ ended_at: now })
    .whereRef('account.account_no', '=', 'session.account_no')
    .where('session.session_no', '=', sessionNo)
    .where('session.ended_at', 'is', null);
  if (accountNo !== undefined) query = query.where('session.account_no', '=', accountNo);
  const row = await query.returning('account.name').executeTakeFirst();
  return row?.name;
}
