import type { FastifyInstance } from 'fastify';
import type { AnyRoute, Input, Reply } from '#platform/contract/route.ts';
import { type Edge, serve } from '#platform/http/serve.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { personNoOf } from '../portal/serve-portal.ts';
import { getResident, type Resident } from './resident.page.ts';

/** Why, as the older person reads it in 谁看过我的数据. */
export const RESIDENT_PURPOSE = '养老机构查看、办理住养老人的事';

export type ResidentHandler<R extends AnyRoute> = (ctx: Ctx, resident: Resident, input: Input<R>) => Promise<Reply<R>>;

/**
 * 住养老人接口: every route by which an institution looks at or acts for one resident is served by this, so that none can leave out to
 * ask whether he lives there today, or to name him in the audit. Refuses everybody else like a number that nobody has.
 */
export function serveForResident<R extends AnyRoute>(
  app: FastifyInstance,
  edge: Edge,
  route: R,
  handler: ResidentHandler<R>,
): void {
  serve(app, edge, route, async (ctx, input, { about }) => {
    const resident = await getResident(ctx, personNoOf(input));
    about({ persons: [resident.person_no], purpose: RESIDENT_PURPOSE });
    return handler(ctx, resident, input);
  });
}
