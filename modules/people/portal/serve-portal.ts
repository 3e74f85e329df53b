import type { FastifyInstance } from 'fastify';
import type { AnyRoute, Input, Reply } from '#platform/contract/route.ts';
import { type Edge, type Extras, serve } from '#platform/http/serve.ts';
import type { CitizenUser, Ctx } from '#platform/session/ctx.ts';
import type { MandateScope } from '../mandate/mandate.ts';
import { citizenOf, mayActFor } from './may-act-for.ts';

/** The answer, and every older person whom it tells of. */
export type Told<R extends AnyRoute> = { reply: Reply<R>; persons: readonly number[] };
export type PortalExtras = Pick<Extras, 'subject'> & { citizen: CitizenUser };
export type PortalHandler<R extends AnyRoute> = (ctx: Ctx, input: Input<R>, extras: PortalExtras) => Promise<Told<R>>;

/**
 * 门户接口: every route of the portal that tells of older persons is served by this or by `serveForPerson`, so that none can leave out
 * in the audit whom it told of. An older person's look at himself is his own affair; what he does is on record.
 */
export function servePortal<R extends AnyRoute>(
  app: FastifyInstance,
  edge: Edge,
  route: R,
  handler: PortalHandler<R>,
): void {
  serve(app, edge, route, async (ctx, input, { about, subject }) => {
    const citizen = citizenOf(ctx);
    const told = await handler(ctx, input, { citizen, subject });
    const isOthers = (personNo: number) => personNo !== citizen.ownPersonNo;
    const persons = route.method === 'GET' ? told.persons.filter(isOthers) : told.persons;
    const purpose = persons.some(isOthers) ? '受托人在门户查看、办理' : '本人在门户办理';
    if (persons.length > 0) about({ persons, purpose });
    return told.reply;
  });
}

export type ForPersonHandler<R extends AnyRoute> = (
  ctx: Ctx,
  personNo: number,
  more: { input: Input<R>; citizen: CitizenUser; isSelf: boolean },
) => Promise<Reply<R>>;

/** The same for a look at one older person whom the input names, by himself or by whom a mandate lets do this now. Refuses all others. */
export function serveForPerson<R extends AnyRoute>(
  app: FastifyInstance,
  edge: Edge,
  { route, scope }: { route: R; scope: MandateScope },
  handler: ForPersonHandler<R>,
): void {
  servePortal(app, edge, route, async (ctx, input, { citizen }) => {
    const personNo = personNoOf(input);
    const isSelf = (await mayActFor(ctx, personNo, scope)).mandateNo === null;
    const reply = await handler(ctx, personNo, { input, citizen, isSelf });
    return { reply, persons: isSelf ? [] : [personNo] };
  });
}

/** Whom a route about one person is about. */
export function personNoOf({ params, body }: Input<AnyRoute>): number {
  const personNo: unknown = params.personNo ?? body.personNo;
  if (typeof personNo !== 'number') throw new Error('the route names no person');
  return personNo;
}
