import { own } from '../db/own.ts';
import type { Ctx } from '../session/ctx.ts';

export type AuditWish = {
  action: string;
  title: string;
  subject?: string | undefined;
  outcome: 'done' | 'refused' | 'read';
};

/** 审计: one line in the caller's own transaction; if it cannot be written, the act does not happen. */
export async function writeAudit(ctx: Ctx, { action, title, subject, outcome }: AuditWish): Promise<void> {
  await own('platform')(ctx.db)
    .insertInto('platform.audit_entry')
    .values({
      at: ctx.now,
      account_no: ctx.user.accountNo,
      account_name: ctx.user.name,
      request_id: ctx.request.id,
      action,
      title,
      subject: subject ?? null,
      outcome,
    })
    .execute();
}
