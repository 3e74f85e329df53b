import { refuseStale } from '#platform/http/row-version.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { changeEmployeeCode } from '../account/change-employee-code.ts';
import { type AccountRow, accountVersion, lockAccount } from '../account.store.ts';
import { refuse } from '../refuse.ts';
import { endSessionsOf } from '../session.store.ts';
import { endBinding, insertBinding } from './external-identity.store.ts';

/** 登记工号. Refuses one's own: nobody lets himself in as another. */
export async function registerEmployeeCode(
  ctx: Ctx,
  { accountNo, version, employeeCode }: { accountNo: number; version: string; employeeCode: string | null },
): Promise<{ account: AccountRow; change: string }> {
  const account = await changeable(ctx, accountNo);
  refuseStale(version, accountVersion(account));

  return { account, change: await changeEmployeeCode(ctx, account, employeeCode) };
}

/** 绑定外部身份 by its number there. Refuses one's own, and an identity or account that is bound already. */
export async function bind(ctx: Ctx, accountNo: number, way: string, subject: string): Promise<AccountRow> {
  const account = await changeable(ctx, accountNo);

  const isBound = await insertBinding(ctx.db, { way, subject, accountNo, by: ctx.user.name }, ctx.now);
  if (!isBound) refuse('identity.bound-already');
  return account;
}

/** 解除外部身份: sessions end, since one of them may have come that way. */
export async function unbind(
  ctx: Ctx,
  { accountNo, ...bound }: { accountNo: number; way: string; subject: string },
): Promise<AccountRow> {
  const account = await changeable(ctx, accountNo);

  if (!(await endBinding(ctx.db, accountNo, bound, ctx.now))) refuse('identity.not-bound');
  await endSessionsOf(ctx.db, accountNo, ctx.now);
  return account;
}

async function changeable(ctx: Ctx, accountNo: number): Promise<AccountRow> {
  const account = await lockAccount(ctx.db, accountNo);
  if (!account) return refuse('identity.no-account');
  if (accountNo === ctx.user.accountNo) refuse('identity.own-post');
  if (account.ended_on !== null) refuse('identity.ended', { name: account.display_name, day: account.ended_on });
  return account;
}
