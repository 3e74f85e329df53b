import { randomUUID } from 'node:crypto';
import { type AuditWish, writeAudit } from '#platform/audit/audit.ts';
import type { Database } from '#platform/db/connect.ts';
import { SYSTEM_USER } from '#platform/session/ctx.ts';

/** An act of the data folder's owner that has no transaction of its own: a row by itself, or the act fails. */
export async function auditOwner({ db, now }: { db: Database; now: () => Date }, wish: AuditWish): Promise<void> {
  await db
    .transaction()
    .execute((transaction) =>
      writeAudit({ db: transaction, now: now(), user: SYSTEM_USER, request: { id: randomUUID() } }, wish),
    );
}
