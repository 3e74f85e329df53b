import { randomUUID } from 'node:crypto';
import { type AuditWish, writeAudit } from '#platform/audit/audit.ts';
import type { Database } from '#platform/db/connect.ts';
import { type Ctx, SYSTEM_USER } from '#platform/session/ctx.ts';

type OwnerDeps = { db: Database; now: () => Date };

/** An act of the data folder's owner that has no transaction of its own: a row by itself, or the act fails. */
export async function auditOwner(deps: OwnerDeps, wish: AuditWish): Promise<void> {
  await ownerAct(deps, wish, async () => undefined);
}

/** An act of the owner and its row, in one transaction. */
export async function ownerAct<T>({ db, now }: OwnerDeps, wish: AuditWish, act: (ctx: Ctx) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (transaction) => {
    const ctx: Ctx = { db: transaction, now: now(), user: SYSTEM_USER, request: { id: randomUUID() } };
    const result = await act(ctx);
    await writeAudit(ctx, wish);
    return result;
  });
}
