import type { Transaction } from 'kysely';
import type { DB } from '../db/schema.generated.ts';

/** 岗位 under which somebody acts, his own or one he stands in for; `division` is where its organisation is. */
export type Post = { postNo: number; role: string; organisationNo: number; division: string };

/**
 * 管辖范围: the whole province; one division with all that lies in it; single persons (本人, and those who gave a mandate); what
 * belongs to one outside organisation; or nothing.
 */
export type Scope =
  | { type: 'whole' }
  | { type: 'division'; code: string }
  | { type: 'persons'; personNos: readonly number[] }
  | { type: 'organisation'; organisationNo: number }
  | { type: 'none' };

/** A user of the portal: his number, how mandates name him, his own record among the persons, and whether that says he has died. */
export type CitizenUser = {
  citizenNo: number;
  name: string;
  idBlind: Buffer;
  ownPersonNo: number | null;
  hasDied: boolean;
};

/** 对象: which database role the transactions of a user take on (platform/db/in-scope.ts). 'nobody' is not signed in. */
export type Audience = 'nobody' | 'official' | 'outside' | 'family';

/** Permissions and scope are those of the current post alone; without a post there are none. */
export type User = {
  audience: Audience;
  accountNo: number | null;
  name: string;
  permissions: ReadonlySet<string>;
  post: Post | null;
  scope: Scope;
  /** What signing in still lacks (second factor, own password): until then only what finishes it is open to him. */
  unfinished?: string | null;
  /** 紧急查看: one person outside his scope, whom this request alone may read, and why. */
  opened?: { personNo: number; purpose: string };
  /** When he last showed his second factor in this session. */
  provedAt?: Date | null;
  /** 批量作业 that it took to know who he is (jobsOf): each of his acts has them in its line of the audit. */
  jobs?: readonly string[];
  /** 刚核对过身份: lately enough for a dangerous act. */
  isProvedLately?: boolean;
  /** Signed in to the portal, not as staff. */
  citizen?: CitizenUser;
};

/** What a use case gets and nothing else: the open transaction, the instant, who asks, which request. */
export type Ctx = {
  db: Transaction<DB>;
  now: Date;
  user: User;
  /** `address`: where the call came from; left out where nothing came over a network. */
  request: { id: string; address?: string };
};

/** The machine itself (start command, data folder owner's socket): all rights, named in the audit. */
export const SYSTEM_USER: User = {
  audience: 'official',
  accountNo: null,
  name: 'system',
  permissions: new Set(['*']),
  post: null,
  scope: { type: 'whole' },
};

export function mayDo(user: User, permission: string): boolean {
  return user.permissions.has('*') || user.permissions.has(permission);
}
