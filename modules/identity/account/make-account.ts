import type { Input } from '#platform/contract/route.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { type AccountRow, insertAccount } from '../account.store.ts';
import type { makeAccount as route } from '../directory.ts';
import { NOBODYS_HASH } from '../password.ts';
import { refuse } from '../refuse.ts';
import { changeEmployeeCode } from './change-employee-code.ts';
import { oneTimeUntil } from './one-time-password.ts';

/** His own; one that an administrator gives out (`by`); or none, for who signs in elsewhere. */
export type FirstPassword =
  | { kind: 'own'; hash: string }
  | { kind: 'one-time'; hash: string; by: number | null }
  | { kind: 'none' };
export type NewAccount = {
  name: string;
  displayName: string;
  /** 工号; null: the directory does not know him. */
  employeeCode: string | null;
  password: FirstPassword;
};

/**
 * 建立账号, the only way: by hand, by the directory, the first one. Without a post it may do nothing. Undefined when somebody has the
 * name, also one who has ended; refuses an employee code that another account in use has.
 */
export async function makeAccount(
  ctx: Ctx,
  { name, displayName, employeeCode, password }: NewAccount,
): Promise<AccountRow | undefined> {
  const account = await insertAccount(ctx.db, {
    ...{ name, display_name: displayName, created_at: ctx.now },
    ...passwordColumns(password, ctx.now),
  });
  if (account && employeeCode !== null) await changeEmployeeCode(ctx, account, employeeCode);
  return account;
}

/** 手工建立账号, with a one-time password. Refuses a name that somebody has. */
export async function makeAccountByHand(
  ctx: Ctx,
  { name, displayName }: Input<typeof route>['body'],
  hash: string,
): Promise<AccountRow> {
  const password = { kind: 'one-time', hash, by: ctx.user.accountNo } as const;
  return (
    (await makeAccount(ctx, { name, displayName, employeeCode: null, password })) ??
    refuse('identity.name-taken', { name })
  );
}

function passwordColumns(password: FirstPassword, now: Date) {
  if (password.kind === 'own') return { password_hash: password.hash };
  // A one-time password that is over before it began: he has none.
  if (password.kind === 'none') return { password_hash: NOBODYS_HASH, one_time_until: now };
  return { password_hash: password.hash, one_time_until: oneTimeUntil(now), one_time_by: password.by };
}
