import type { AnyDb } from '#platform/db/own.ts';
import type { User } from '#platform/session/ctx.ts';
import { noText } from '../field.ts';
import { findLive } from './break-glass.store.ts';

/**
 * Who reads one person by number with a live opening for him: the transaction then sees this one person and may change nothing (the
 * role and the policies of the family), and each reading is on record with the reason. Anybody else stays who he is.
 */
export async function throughBreakGlass(
  db: AnyDb,
  user: User,
  { method, personNo }: { method: string; personNo: unknown },
  now: Date,
): Promise<User> {
  const { accountNo, post, scope } = user;
  // The address as it was written: the route's own check comes after it is known who asks.
  const { data: wished } = noText.safeParse(personNo);
  if (method !== 'GET' || wished === undefined || scope.type !== 'division' || !post || accountNo === null) return user;
  if (!user.permissions.has('identity.break-glass')) return user;
  const opening = await findLive(db, { accountNo, postNo: post.postNo, personNo: wished }, now);
  if (!opening) return user;
  const purpose = `紧急查看 ${opening.opening_no}：${opening.reason}`;
  return {
    ...user,
    audience: 'family',
    scope: { type: 'persons', personNos: [wished] },
    opened: { personNo: wished, purpose },
  };
}
