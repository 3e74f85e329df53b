import type { FastifyInstance } from 'fastify';
import { type Edge, serve, servePrepared } from '#platform/http/serve.ts';
import * as contract from './contract.ts';
import { checkSetup, makeFirstAdministrator } from './make-first-administrator.ts';
import { accountOf, userOf } from './role.ts';
import { endSession } from './session.store.ts';
import { hashToken } from './session.ts';
import { clearToken, readToken, setToken } from './session-cookie.ts';
import { checkPassword, signIn } from './sign-in.ts';
import { whoAmI } from './who-is.ts';

/** What the audit says instead of a name nobody has: it may be a password typed into the wrong field. */
const UNKNOWN_NAME = '未登记的账号';

export function registerIdentityRoutes(app: FastifyInstance, edge: Edge): void {
  const https = edge.https ?? false;

  serve(app, edge, contract.whoAmI, (ctx) => whoAmI(ctx));

  servePrepared(app, edge, contract.signIn, async ({ body }, request) => {
    const checked = await checkPassword(edge.db, edge.now(), { ...body, source: request.ip });
    return async (ctx, _input, { subject, actor, reply }) => {
      subject(checked.account?.name ?? UNKNOWN_NAME);
      const { account, token } = await signIn(ctx, checked, readToken(request, https));
      actor(userOf(account));
      setToken(reply, token, https);
      return { account: accountOf(account) };
    };
  });

  serve(app, edge, contract.signOut, async (ctx, _input, { request, reply }) => {
    const token = readToken(request, https);
    if (token !== undefined) await endSession(ctx.db, hashToken(token), ctx.now);
    clearToken(reply, https);
    return { done: true as const };
  });

  servePrepared(app, edge, contract.makeFirstAdministrator, async ({ body }, request) => {
    const wish = { ...body, source: request.ip };
    const checked = await checkSetup(edge.db, edge.now(), wish);
    return async (ctx, _input, { subject, actor, reply }) => {
      const { account, token } = await makeFirstAdministrator(ctx, wish, checked, readToken(request, https));
      subject(account.name);
      actor(userOf(account));
      setToken(reply, token, https);
      return { account: accountOf(account) };
    };
  });
}
