import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Keys } from '#platform/crypto/keys.ts';
import { type Edge, serve, servePrepared } from '#platform/http/serve.ts';
import type { Ways } from '#platform/sign-in/ways.ts';
import { changePassword, checkChange } from './account/change-password.ts';
import { accountOf, postOf, userOf } from './acting.ts';
import { type BreakGlassDeps, registerBreakGlass } from './break-glass/break-glass-routes.ts';
import { registerCitizenSessionRoutes } from './citizen/citizen-routes.ts';
import * as contract from './contract.ts';
import { registerDirectoryRoutes } from './directory-routes.ts';
import { registerExternalRoutes } from './external-routes.ts';
import { checkSetup, makeFirstAdministrator } from './make-first-administrator.ts';
import { registerMatrixRoutes } from './matrix-routes.ts';
import { refuse } from './refuse.ts';
import { registerSecurityRoutes } from './security-routes.ts';
import { readSessions } from './session.list.ts';
import { endSession, endSessionByNo } from './session.store.ts';
import { hashToken } from './session.ts';
import { clearToken, readToken, setToken } from './session-cookie.ts';
import { checkPassword, signIn } from './sign-in.ts';
import { switchPost } from './switch-post.ts';
import type { DirectoryDeps } from './sync/sync-directory.ts';
import { registerSyncRoutes } from './sync-routes.ts';
import { ownAccount, whoAmI } from './who-is.ts';

/** What the audit says instead of a name nobody has: it may be a password typed into the wrong field. */
const UNKNOWN_NAME = '未登记的账号';

/**
 * `keys` seal second factors; `ways`: where else officials sign in, `directory`: the office's, each left out where there is none;
 * `breakGlass` finds persons outside a scope, left out: nobody is opened.
 */
export type IdentityDeps = {
  keys: Keys;
  ways?: Ways | undefined;
  directory?: DirectoryDeps | undefined;
  breakGlass?: BreakGlassDeps;
};

/** `province`: the six-digit code of the database's province. */
export function registerIdentityRoutes(
  app: FastifyInstance,
  edge: Edge,
  province: string,
  { keys, ways, directory, breakGlass }: IdentityDeps,
): void {
  registerSignIn(app, edge, province);
  registerOwnAccount(app, edge);
  registerSecurityRoutes(app, edge, keys);
  registerExternalRoutes(app, edge, { keys, ways });
  registerSessions(app, edge);
  registerCitizenSessionRoutes(app, edge, keys);
  registerDirectoryRoutes(app, edge, province);
  registerSyncRoutes(app, edge, directory);
  registerMatrixRoutes(app, edge);
  if (breakGlass) registerBreakGlass(app, edge, breakGlass);
}

function registerSignIn(app: FastifyInstance, edge: Edge, province: string): void {
  const https = edge.https ?? false;

  serve(app, edge, contract.whoAmI, (ctx, _input, { request }) => whoAmI(ctx, hashIn(request, https)));

  servePrepared(app, edge, contract.signIn, async ({ body }, request) => {
    const checked = await checkPassword(edge.db, edge.now(), { ...body, source: request.ip });
    return async (ctx, _input, { subject, actor, reply }) => {
      subject(checked.account?.name ?? UNKNOWN_NAME);
      const { account, posts, post, proof, token } = await signIn(ctx, checked, readToken(request, https));
      actor(userOf(account, post, proof));
      setToken(reply, token, https);
      return { account: accountOf(account, posts, post, proof) };
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
      const surroundings = { province, oldToken: readToken(request, https) };
      const { account, posts, post, proof, token } = await makeFirstAdministrator(ctx, wish, checked, surroundings);
      subject(account.name);
      actor(userOf(account, post, proof));
      setToken(reply, token, https);
      return { account: accountOf(account, posts, post, proof) };
    };
  });
}

function registerOwnAccount(app: FastifyInstance, edge: Edge): void {
  const https = edge.https ?? false;

  serve(app, edge, contract.switchPost, async (ctx, { body }, { request, subject, actor }) => {
    const token = readToken(request, https) ?? refuse('identity.no-own-post');
    const post = await switchPost(ctx, body.postNo, token);
    subject(`${post.organisation_name} ${contract.ROLE_NAMES[post.role]}`);
    const account = await ownAccount(ctx, ctx.user.accountNo ?? 0, hashToken(token));
    actor({ ...ctx.user, post: postOf(post) });
    return { account };
  });

  servePrepared(app, edge, contract.changePassword, async ({ body }, request, user) => {
    const checked = await checkChange(edge.db, edge.now(), { ...body, name: user.name, source: request.ip });
    return async (ctx) => {
      const hash = hashIn(request, https);
      const { account_no } = await changePassword(ctx, checked, hash);
      return { account: await ownAccount(ctx, account_no, hash) };
    };
  });
}

function registerSessions(app: FastifyInstance, edge: Edge): void {
  const mine = (request: FastifyRequest) => hashIn(request, edge.https ?? false);

  serve(app, edge, contract.listOwnSessions, async (ctx, _input, { request }) => {
    const accountNo = ctx.user.accountNo ?? refuse('identity.no-session');
    const { sessions } = await readSessions(ctx.db, { accountNo, mine: mine(request) }, ctx.now);
    return { sessions };
  });
  serve(app, edge, contract.endOwnSession, async (ctx, { body }) => {
    const accountNo = ctx.user.accountNo ?? refuse('identity.no-session');
    if (!(await endSessionByNo(ctx.db, body.sessionNo, ctx.now, accountNo))) refuse('identity.no-session');
    return { done: true as const };
  });
  serve(app, edge, contract.listSessions, (ctx, { query }, { request }) =>
    readSessions(ctx.db, { search: query.search, mine: mine(request) }, ctx.now, query.page),
  );
  serve(app, edge, contract.endSession, async (ctx, { body }, { subject }) => {
    subject((await endSessionByNo(ctx.db, body.sessionNo, ctx.now)) ?? refuse('identity.no-session'));
    return { done: true as const };
  });
}

function hashIn(request: FastifyRequest, https: boolean): Buffer | undefined {
  const token = readToken(request, https);
  return token === undefined ? undefined : hashToken(token);
}
