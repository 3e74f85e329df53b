import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Keys } from '#platform/crypto/keys.ts';
import { type Edge, type Extras, serve, servePrepared } from '#platform/http/serve.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { newOutbound, type Way, type Ways } from '#platform/sign-in/ways.ts';
import { userOf } from './acting.ts';
import { bind, registerEmployeeCode, unbind } from './external/bind.ts';
import { staffOutbound } from './external/outbound-cookie.ts';
import { type Heard, hear, signInExternal } from './external/sign-in-external.ts';
import * as external from './external.ts';
import { refuse } from './refuse.ts';
import { readToken, setToken } from './session-cookie.ts';

const DONE = { done: true as const };
/** The page at which browsers come back. */
const BACK_PAGE = '/staff/sign-in/back';

type Room = { edge: Edge; keys: Keys; ways: Ways | undefined };

/** Signing in elsewhere, and which account an identity there opens. */
export function registerExternalRoutes(app: FastifyInstance, edge: Edge, deps: Omit<Room, 'edge'>): void {
  registerSigningIn(app, { edge, ...deps });
  registerBindings(app, { edge, ...deps });
}

function registerSigningIn(app: FastifyInstance, room: Room): void {
  const { edge, keys, ways } = room;
  const https = edge.https ?? false;
  const officials = ways?.officials ?? new Map<string, Way>();
  const wayOf = (name: string) => officials.get(name) ?? refuse('identity.no-way');
  const redirectUri = () => new URL(BACK_PAGE, ways?.publicUrl ?? 'http://localhost').href;

  serve(app, edge, external.listWays, async () => ({
    ways: [...officials.values()].map(({ name, title }) => ({ name, title })),
  }));

  servePrepared(app, edge, external.beginExternal, async ({ body: { way: name, back = '' } }) => {
    const way = wayOf(name);
    const outbound = newOutbound();
    const address = await way.loginAddress(outbound, redirectUri()).catch(() => undefined);
    return async (ctx, _input, { reply, subject }) => {
      subject(way.title);
      if (!address) return refuse('identity.external-unreachable', { way: way.title });
      staffOutbound.remember(reply, keys, { ...outbound, way: name, back }, ctx.now, https);
      return { address: address.href };
    };
  });

  servePrepared(app, edge, external.finishExternal, async ({ body }, request) => {
    const sent = staffOutbound.read(request, keys, edge.now()) ?? refuse('identity.external-late');
    const way = wayOf(sent.way);
    const back = new URL(redirectUri());
    back.search = body.search;
    const heard = await hear(way, () => way.identityOf(back, sent));
    return async (ctx, _input, extras) => {
      extras.subject(way.title);
      staffOutbound.forget(extras.reply, https);
      await enter(ctx, heard, extras, https);
      return { back: sent.back === '' ? null : sent.back };
    };
  });

  servePrepared(app, edge, external.enterFromApp, async ({ body }) => {
    const way = wayOf(body.way);
    const inApp = way.identityInApp ?? refuse('identity.no-way');
    const heard = await hear(way, () => inApp(body.code));
    return async (ctx, _input, extras) => {
      extras.subject(way.title);
      await enter(ctx, heard, extras, https);
      return DONE;
    };
  });
}

type Http = Pick<Extras, 'actor' | 'subject'> & { request: FastifyRequest; reply: FastifyReply };

async function enter(ctx: Ctx, heard: Heard, { request, reply, actor, subject }: Http, https: boolean): Promise<void> {
  const arrival = { source: request.ip, oldToken: readToken(request, https) };
  const { account, post, proof, token } = await signInExternal(ctx, heard, arrival);
  subject(`${account.name} ${proof.way}`);
  actor(userOf(account, post, proof));
  setToken(reply, token, https);
}

function registerBindings(app: FastifyInstance, { edge, ways }: Room): void {
  serve(app, edge, external.setEmployeeCode, async (ctx, { body }, { subject }) => {
    const { account, change } = await registerEmployeeCode(ctx, body);
    subject(`${account.name} ${change}`);
    return DONE;
  });
  serve(app, edge, external.bindExternal, async (ctx, { body: { accountNo, way, subject: number } }, { subject }) => {
    if (!ways?.officials.has(way)) refuse('identity.no-way');
    subject(`${(await bind(ctx, accountNo, way, number)).name} ${way}`);
    return DONE;
  });
  serve(app, edge, external.unbindExternal, async (ctx, { body }, { subject }) => {
    subject(`${(await unbind(ctx, body)).name} ${body.way}`);
    return DONE;
  });
}
