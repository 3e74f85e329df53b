import type { FastifyInstance } from 'fastify';
import type { Portal } from '#modules/people/index.ts';
import { besideBulk } from '#platform/db/bulk.ts';
import * as contract from './contract.ts';
import { readOwnMonths } from './own-months.page.ts';
import type { RunDeps } from './run-month.ts';

/** The portal's routes. */
export function registerOwnMonthRoutes(app: FastifyInstance, { edge, serveForPerson }: Portal, deps: RunDeps): void {
  serveForPerson(app, edge, { route: contract.showOwnMonths, scope: 'view' }, (ctx, personNo) => {
    const wish = { personNo, benefit: contract.OLD_AGE_ALLOWANCE, now: ctx.now };
    return besideBulk(ctx, deps.pool, 'allowances.explain', `人员 ${personNo}`, (client) =>
      readOwnMonths(client, deps.book(), wish),
    );
  });
}
