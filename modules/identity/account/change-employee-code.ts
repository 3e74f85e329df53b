import type { Ctx } from '#platform/session/ctx.ts';
import { type AccountRow, setEmployeeCode } from '../account.store.ts';
import { endBindingsOf, findByEmployeeCode } from '../external/external-identity.store.ts';
import { refuse } from '../refuse.ts';
import { endSessionsOf } from '../session.store.ts';

/**
 * 换工号, the only way: by hand, at the desk and by the directory. Whom the old code let in is let in no more: external identities and
 * sessions of the account end. Refuses a code that another account in use has. Call with the account locked; returns what was
 * done, for the audit.
 */
export async function changeEmployeeCode(
  ctx: Ctx,
  { account_no, employee_code: old }: Pick<AccountRow, 'account_no' | 'employee_code'>,
  code: string | null,
): Promise<string> {
  const holder = code === null ? undefined : await findByEmployeeCode(ctx.db, code);
  if (holder !== undefined && holder !== account_no) refuse('identity.employee-code-taken', { code: code ?? '' });
  if (old === code) return `工号 ${code ?? '无'}`;

  await setEmployeeCode(ctx.db, account_no, code);
  const change = `工号 ${old ?? '无'}→${code ?? '无'}`;
  if (old === null) return change;
  const ended = await endBindingsOf(ctx.db, account_no, ctx.now);
  await endSessionsOf(ctx.db, account_no, ctx.now);
  return `${change}，解除外部身份 ${ended}，退出登录`;
}
