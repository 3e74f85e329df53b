import type { Transaction } from 'kysely';
import type { DB } from '../db/schema.generated.ts';

export type User = { accountNo: number | null; name: string; permissions: ReadonlySet<string> };

/** What a use case gets and nothing else: the open transaction, the instant, who asks, which request. */
export type Ctx = {
  db: Transaction<DB>;
  now: Date;
  user: User;
  request: { id: string };
};

/** The machine itself (start command, data folder owner's socket): all rights, named in the audit. */
export const SYSTEM_USER: User = { accountNo: null, name: 'system', permissions: new Set(['*']) };

export function mayDo(user: User, permission: string): boolean {
  return user.permissions.has('*') || user.permissions.has(permission);
}
