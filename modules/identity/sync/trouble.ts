import { writeAudit } from '#platform/audit/audit.ts';
import { Refusal } from '#platform/refusal/refusal.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import type { ToDos } from './to-dos.ts';
import { findTrouble, setTroubleEnd, upsertTrouble } from './trouble.store.ts';

const OUR_FAULT = '系统自己出错了。请系统运维人员查看服务器日志。';
const NO_TROUBLE = 'identity.directory-again';

/**
 * 自动同步没有做成: the administrators get one to-do, and the page says why, until one is applied again. On record when it begins and
 * when the reason changes. That another one was quicker is no trouble.
 */
export async function noteTrouble(ctx: Ctx, toDos: ToDos, error: unknown): Promise<void> {
  if (error instanceof Refusal && error.code === NO_TROUBLE) return;
  // What a driver's message quotes is not for a page.
  const reason = error instanceof Refusal ? error.message : OUR_FAULT;
  const before = await findTrouble(ctx.db);
  const troubleNo = await upsertTrouble(ctx.db, reason, ctx.now);
  await toDos.open(ctx, troubleKey(troubleNo), '通讯录自动同步没有做成，请看原因', '/staff/directory');
  if (before?.reason === reason) return;
  const action = 'identity.directory-sync';
  await writeAudit(ctx, { action, title: '通讯录同步', subject: `没有做成：${reason}`, outcome: 'refused' });
}

/** A sync was applied. */
export async function endTrouble(ctx: Ctx, toDos: ToDos): Promise<void> {
  for (const troubleNo of await setTroubleEnd(ctx.db, ctx.now)) await toDos.close(ctx, troubleKey(troubleNo));
}

function troubleKey(troubleNo: number): string {
  return `identity.directory-trouble/${troubleNo}`;
}
