import type { FastifyRequest } from 'fastify';
import type { Database } from '#platform/db/connect.ts';
import type { Ctx, User } from '#platform/session/ctx.ts';
import { anyAccountExists, selectAccount } from './account.store.ts';
import type { Account } from './contract.ts';
import { accountOf, userOf } from './role.ts';
import { noteUse, selectSession } from './session.store.ts';
import { hashToken, isAlive, mustNoteUse } from './session.ts';
import { readToken } from './session-cookie.ts';

/** 当前用户, for the edge at every request: whose live session the cookie names. `https` as in the edge. */
export async function whoIs(
  request: FastifyRequest,
  db: Database,
  now: Date,
  https = false,
): Promise<User | undefined> {
  const token = readToken(request, https);
  if (token === undefined) return undefined;
  const tokenHash = hashToken(token);
  const session = await selectSession(db, tokenHash);
  if (!session || !isAlive(session, now)) return undefined;

  if (mustNoteUse(session, now)) await noteUse(db, tokenHash, now);
  return userOf(session);
}

/** 当前登录人: account null when nobody is signed in; `setupNeeded` while there is no account at all. */
export async function whoAmI(ctx: Ctx): Promise<{ account: Account | null; setupNeeded: boolean }> {
  const { accountNo } = ctx.user;
  if (accountNo === null) return { account: null, setupNeeded: !(await anyAccountExists(ctx.db)) };
  return { account: accountOf(await selectAccount(ctx.db, accountNo)), setupNeeded: false };
}
