import { type AnyDb, own } from '#platform/db/own.ts';
import { oldestAlive } from '../session.ts';
import type { CitizenSessionShown } from './citizen-contract.ts';

/** 公民会话 of one citizen that are in use, the last used first. `mine`: the hash of the asker's own token. */
export async function readCitizenSessions(
  db: AnyDb,
  citizenNo: number,
  mine: Buffer | undefined,
  now: Date,
): Promise<CitizenSessionShown[]> {
  const { createdAfter, usedAfter } = oldestAlive(now);
  const rows = await own('identity')(db)
    .selectFrom('identity.citizen_session')
    .select(['session_no', 'source', 'created_at', 'last_seen_at', 'token_hash'])
    .where('citizen_no', '=', citizenNo)
    .where('ended_at', 'is', null)
    .where('created_at', '>', createdAfter)
    .where('last_seen_at', '>', usedAfter)
    .orderBy('last_seen_at', 'desc')
    .orderBy('session_no', 'desc')
    .execute();
  return rows.map((row) => ({
    sessionNo: row.session_no,
    source: row.source,
    createdAt: row.created_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    isThis: mine?.equals(row.token_hash) ?? false,
  }));
}
