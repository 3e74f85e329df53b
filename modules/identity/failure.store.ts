import { type AnyDb, own } from '#platform/db/own.ts';
import { FAILURES_UNTIL_LOCK, forgetAt } from './failure.ts';

/** Serialises the answers to one source and one name until the transaction ends. The source comes first: no deadlock. */
export async function lockFailures(db: AnyDb, keys: readonly Buffer[]): Promise<void> {
  for (const key of keys) {
    await own('identity')(db)
      .selectNoFrom((e) => e.fn('pg_advisory_xact_lock', [e.val(key.readBigInt64BE())]).as('locked'))
      .execute();
  }
}

/** Until when one of the keys is locked; undefined: none is. */
export async function selectLockedUntil(db: AnyDb, keys: readonly Buffer[], now: Date): Promise<Date | undefined> {
  const row = await own('identity')(db)
    .selectFrom('identity.sign_in_failure')
    .select('forget_at')
    .where('key_hash', 'in', keys)
    .where('failed_count', '>=', FAILURES_UNTIL_LOCK)
    .where('forget_at', '>', now)
    .orderBy('forget_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.forget_at;
}

/** One more wrong answer for each key; what is old enough is forgotten by the way. */
export async function countFailure(db: AnyDb, keys: readonly Buffer[], now: Date): Promise<void> {
  const identity = own('identity')(db);
  await identity
    .deleteFrom('identity.sign_in_failure')
    .where('key_hash', 'in', (e) =>
      e
        .selectFrom('identity.sign_in_failure')
        .select('key_hash')
        .where('forget_at', '<=', now)
        .forUpdate()
        .skipLocked(),
    )
    .execute();
  await identity
    .insertInto('identity.sign_in_failure')
    .values(keys.map((key) => ({ key_hash: key, failed_count: 1, forget_at: forgetAt(now) })))
    .onConflict((conflict) =>
      conflict.column('key_hash').doUpdateSet((e) => ({
        failed_count: e('identity.sign_in_failure.failed_count', '+', 1),
        forget_at: e.ref('excluded.forget_at'),
      })),
    )
    .execute();
}

export async function forgetFailures(db: AnyDb, key: Buffer): Promise<void> {
  await own('identity')(db).deleteFrom('identity.sign_in_failure').where('key_hash', '=', key).execute();
}
