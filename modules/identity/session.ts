import { createHash, randomBytes } from 'node:crypto';

const TOKEN_BYTES = 32;
const MINUTE_MS = 60_000;
const IDLE_MS = 30 * 60_000;
const ABSOLUTE_MS = 8 * 3_600_000;
/** Writing the last use at every request would cost more than the request. */
const NOTE_USE_AFTER_MS = 60_000;

export type SessionTimes = { created_at: Date; last_seen_at: Date; ended_at: Date | null };

export function makeToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** The token is random, so a plain hash keeps it as well as a slow one. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** 会话有效: not ended, used within 30 minutes, begun within 8 hours (GB/T 22239-2019 8.1.4.1 b). */
export function isAlive(session: SessionTimes, now: Date): boolean {
  return (
    session.ended_at === null &&
    now.getTime() - session.last_seen_at.getTime() < IDLE_MS &&
    now.getTime() - session.created_at.getTime() < ABSOLUTE_MS
  );
}

/** A session can be in use only if it began, and was used, after these. */
export function oldestAlive(now: Date): { createdAfter: Date; usedAfter: Date } {
  return { createdAfter: new Date(now.getTime() - ABSOLUTE_MS), usedAfter: new Date(now.getTime() - IDLE_MS) };
}

/** 停用: ninety days without signing in (C-04). */
const DORMANT_MS = 90 * 86_400_000;

export function isDormant(
  { created_at, signed_in_at }: { created_at: Date; signed_in_at: Date | null },
  now: Date,
): boolean {
  return now.getTime() - (signed_in_at ?? created_at).getTime() >= DORMANT_MS;
}

/** 刚核对过: no longer ago than so many minutes (identity.prove_again_limit). */
export function isFresh(provedAt: Date | null, minutes: number, now: Date): boolean {
  return provedAt !== null && now.getTime() - provedAt.getTime() < minutes * MINUTE_MS;
}

export function mustNoteUse(session: SessionTimes, now: Date): boolean {
  return now.getTime() - session.last_seen_at.getTime() >= NOTE_USE_AFTER_MS;
}
