import type { FastifyInstance } from 'fastify';
import type { Keys } from '#platform/crypto/keys.ts';
import { type Edge, serve, servePrepared } from '#platform/http/serve.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { newOutbound } from '#platform/sign-in/ways.ts';
import { citizenOutbound } from '../external/outbound-cookie.ts';
import { refuse } from '../refuse.ts';
import { hashToken } from '../session.ts';
import {
  endCitizenSession,
  endCitizenSessionByNo,
  endCitizenSessionsOf,
  selectCitizenByBlind,
} from './citizen.store.ts';
import * as contract from './citizen-contract.ts';
import { clearCitizenToken, readCitizenToken, setCitizenToken } from './citizen-cookie.ts';
import { citizenBlind } from './citizen-secrets.ts';
import { readCitizenSessions } from './citizen-session.list.ts';
import { type ProvenCitizen, signInCitizen } from './sign-in-citizen.ts';

export type CitizenSignIn = {
  /** Where the identity service signs people in and sends them back with a ticket and `state`; null: there is none here. */
  address: (state: string) => Promise<string | null>;
  /** Asks the identity service by a signed call whose ticket this is; refuses what it does not vouch for. */
  exchange: (ticket: string) => Promise<ProvenCitizen>;
};

/** `edge` is the portal's: its `whoIs` reads the portal's cookie alone. */
export function registerCitizenRoutes(app: FastifyInstance, edge: Edge, keys: Keys, service: CitizenSignIn): void {
  const https = edge.https ?? false;

  servePrepared(app, edge, contract.signInCitizen, async ({ body: { ticket, state, mine } }, request) => {
    const sent = citizenOutbound.read(request, keys, edge.now());
    if (!mine && (sent === undefined || sent.state !== state)) refuse('identity.citizen-not-sent');
    const proven = await service.exchange(ticket);
    return async (ctx, _input, { actor, reply }) => {
      const wish = { source: request.ip, oldToken: readCitizenToken(request, https) };
      const { citizenNo, name, token } = await signInCitizen(ctx, keys, proven, wish);
      actor({ ...ctx.user, name: citizenActor(citizenNo) });
      if (sent) citizenOutbound.forget(reply, https);
      setCitizenToken(reply, token, https);
      return { citizen: { name } };
    };
  });

  serve(app, edge, contract.whichCitizen, async (ctx, _input, { reply }) => {
    const { citizen } = ctx.user;
    const outbound = newOutbound();
    const signInUrl = await service.address(outbound.state);
    if (!citizen && signInUrl !== null) {
      citizenOutbound.remember(reply, keys, { ...outbound, way: 'citizen', back: '' }, ctx.now, https);
    }
    return { citizen: citizen ? { name: citizen.name } : null, signInUrl };
  });

  serve(app, edge, contract.signOutCitizen, async (ctx, _input, { request, reply }) => {
    const token = readCitizenToken(request, https);
    if (token !== undefined) await endCitizenSession(ctx.db, hashToken(token), ctx.now);
    clearCitizenToken(reply, https);
    return { done: true as const };
  });

  serve(app, edge, contract.listOwnCitizenSessions, async (ctx, _input, { request }) => {
    const token = readCitizenToken(request, https);
    const mine = token === undefined ? undefined : hashToken(token);
    return { sessions: await readCitizenSessions(ctx.db, citizenNoFrom(ctx), mine, ctx.now) };
  });
  serve(app, edge, contract.endOwnCitizenSession, async (ctx, { body }) => {
    if (!(await endCitizenSessionByNo(ctx.db, body.sessionNo, citizenNoFrom(ctx), ctx.now))) {
      refuse('identity.no-session');
    }
    return { done: true as const };
  });
}

/** The staff's: `edge` knows officials alone. */
export function registerCitizenSessionRoutes(app: FastifyInstance, edge: Edge, keys: Keys): void {
  serve(app, edge, contract.endCitizenSessions, async (ctx, { body }, { subject, about }) => {
    const citizen = await selectCitizenByBlind(ctx.db, citizenBlind(keys, body.idNumber));
    const ended = citizen ? await endCitizenSessionsOf(ctx.db, citizen.citizen_no, ctx.now) : 0;
    if (!citizen || ended === 0) return refuse('identity.no-citizen-session');
    subject(`公民用户 ${citizen.citizen_no}`);
    about({ purpose: body.reason });
    return { ended };
  });
}

function citizenNoFrom({ user }: Pick<Ctx, 'user'>): number {
  return user.citizen?.citizenNo ?? refuse('identity.no-session');
}

const ACTOR = /^citizen-(\d+)$/;

/** How the audit names a citizen. An account's name has no such form: accounts are numbered, citizens stand without a number. */
export function citizenActor(citizenNo: number): string {
  return `citizen-${citizenNo}`;
}

export function citizenNoOf(accountNo: number | null, actor: string): number | undefined {
  const digits = accountNo === null ? ACTOR.exec(actor)?.[1] : undefined;
  return digits === undefined ? undefined : Number(digits);
}
