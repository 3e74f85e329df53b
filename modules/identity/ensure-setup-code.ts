import { writeAudit } from '#platform/audit/audit.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { anyAccountExists } from './account.store.ts';
import { endSetupCodes, insertSetupCode } from './setup-code.store.ts';
import { hashCode, makeCode } from './setup-code.ts';

/**
 * 启动码: for every start until the first administrator exists; returns the code to print, null when it is not needed any more.
 * A code printed earlier is void from now on.
 */
export async function ensureSetupCode(ctx: Ctx): Promise<string | null> {
  if (await anyAccountExists(ctx.db)) return null;

  const code = makeCode();
  await endSetupCodes(ctx.db, ctx.now);
  await insertSetupCode(ctx.db, hashCode(code), ctx.now);
  await writeAudit(ctx, { action: 'identity.setup-code', title: '生成启动码', outcome: 'done' });
  return code;
}
