import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Keys } from '#platform/crypto/keys.ts';
import { type Edge, serve, servePrepared } from '#platform/http/serve.ts';
import { proveAgain } from './prove-again.ts';
import { refuse } from './refuse.ts';
import { beginSecondFactor, confirmSecondFactor } from './second-factor/enrol.ts';
import { proveSecondFactor } from './second-factor/prove.ts';
import { renewRecoveryCodes } from './second-factor/renew-recovery-codes.ts';
import { resetSecondFactor } from './second-factor/reset-second-factor.ts';
import { readOwnSecurity } from './second-factor/second-factor.page.ts';
import * as security from './security.ts';
import { readFreshMinutes } from './session.store.ts';
import { hashToken, isFresh } from './session.ts';
import { readToken } from './session-cookie.ts';
import { checkPassword } from './sign-in.ts';

const DONE = { done: true as const };

/** The second factor: one's own, and its reset by an administrator. */
export function registerSecurityRoutes(app: FastifyInstance, edge: Edge, keys: Keys): void {
  const typedIn = (request: FastifyRequest, code: string) => {
    const token = readToken(request, edge.https ?? false) ?? refuse('identity.no-session');
    return { code, source: request.ip, tokenHash: hashToken(token) };
  };

  serve(app, edge, security.showOwnSecurity, (ctx) => readOwnSecurity(ctx));
  serve(app, edge, security.beginSecondFactor, async (ctx) =>
    beginSecondFactor(ctx, keys, isFresh(ctx.user.provedAt ?? null, await readFreshMinutes(ctx.db), ctx.now)),
  );
  servePrepared(app, edge, security.proveAgain, async ({ body: { password, code } }, request, user) => {
    const checked = await checkPassword(edge.db, edge.now(), { name: user.name, password, source: request.ip });
    return async (ctx) => {
      await proveAgain(ctx, keys, checked, { ...typedIn(request, code ?? ''), code });
      return DONE;
    };
  });
  serve(app, edge, security.confirmSecondFactor, async (ctx, { body }, { request }) => ({
    recoveryCodes: await confirmSecondFactor(ctx, keys, typedIn(request, body.code)),
  }));
  serve(app, edge, security.proveSecondFactor, async (ctx, { body }, { request }) => {
    await proveSecondFactor(ctx, keys, typedIn(request, body.code));
    return DONE;
  });
  serve(app, edge, security.renewRecoveryCodes, async (ctx, { body }, { request }) => ({
    recoveryCodes: await renewRecoveryCodes(ctx, keys, typedIn(request, body.code)),
  }));
  serve(app, edge, security.resetSecondFactor, async (ctx, { body }, { subject }) => {
    subject((await resetSecondFactor(ctx, body)).name);
    return DONE;
  });
}
