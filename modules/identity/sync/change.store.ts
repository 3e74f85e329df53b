import { createHash } from 'node:crypto';
import { type AnyDb, own } from '#platform/db/own.ts';
import { queryableOf } from '#platform/db/queryable.ts';
import type { Change } from './change.ts';

/** Of which sync, and which decision at the desk it follows from. */
export type Cause = { syncNo: number; conflictNo: number | null };
/** What an audit entry says of a list. */
export type Recorded = { count: number; hash: string };

/** 记下改了什么, for good. Returns what the audit entry says of it. */
export async function insertChanges(
  db: AnyDb,
  { syncNo, conflictNo }: Cause,
  changes: readonly Change[],
  now: Date,
): Promise<Recorded> {
  if (changes.length > 0)
    await queryableOf(db).query(
      `insert into identity.directory_change (sync_no, conflict_no, account_no, what, detail, why, made_at)
       select $1, $2, "accountNo", what, detail, why, $3
       from rows from (jsonb_to_recordset($4::jsonb) as ("accountNo" integer, what text, detail text, why text))
         with ordinality as change("accountNo", what, detail, why, place)
       order by place`,
      [syncNo, conflictNo, now, JSON.stringify(changes)],
    );
  return { count: changes.length, hash: hashOfChanges(changes) };
}

/** The sync whose reading of the directory counts now. */
export async function lastAppliedSync(db: AnyDb): Promise<number | undefined> {
  const row = await own('identity')(db)
    .selectFrom('identity.directory_sync')
    .select('sync_no')
    .where('counts', 'is not', null)
    .orderBy('sync_no', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.sync_no;
}

/** 校验值 of what one act changed, in the order in which it was written: the same rows always give the same. */
export function hashOfChanges(changes: readonly Change[]): string {
  const hash = createHash('sha256');
  for (const { accountNo, what, detail, why } of changes)
    hash.update(`${JSON.stringify([accountNo, what, detail, why])}\n`);
  return hash.digest('hex');
}
