import type { Input } from '#platform/contract/route.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { type AccountRow, insertAccount } from '../account.store.ts';
import type { makeAccount as route } from '../directory.ts';
import { refuse } from '../refuse.ts';
import { oneTimeUntil } from './one-time-password.ts';

/** 建立账号: without a post it may do nothing. Refuses a name that somebody has, also one who has ended. */
export async function makeAccount(
  ctx: Ctx,
  { name, displayName }: Input<typeof route>['body'],
  passwordHash: string,
): Promise<AccountRow> {
  const account = await insertAccount(ctx.db, {
    name,
    display_name: displayName,
    password_hash: passwordHash,
    one_time_until: oneTimeUntil(ctx.now),
    one_time_by: ctx.user.accountNo,
    created_at: ctx.now,
  });
  return account ?? refuse('identity.name-taken', { name });
}
