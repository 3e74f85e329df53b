import type { FastifyInstance } from 'fastify';
import type { Portal } from '#modules/people/index.ts';
import { besideBulk } from '#platform/db/bulk.ts';
import { serve } from '#platform/http/serve.ts';
import * as contract from './contract.ts';
import { readOwnMonths } from './own-months.page.ts';
import type { RunDeps } from './run-month.ts';

/** The portal's routes. A holder's look is on record, the older person's own is his own affair. */
export function registerOwnMonthRoutes(app: FastifyInstance, { edge, mayActFor }: Portal, deps: RunDeps): void {
  serve(app, edge, contract.showOwnMonths, async (ctx, { params: { personNo } }, { about }) => {
    const ground = await mayActFor(ctx, personNo, 'view');
    if (ground.mandateNo !== null) about({ persons: [personNo], purpose: '受托人在门户查看津贴' });
    const wish = { personNo, benefit: contract.OLD_AGE_ALLOWANCE, now: ctx.now };
    return besideBulk(ctx, deps.pool, 'allowances.explain', `人员 ${personNo}`, (client) =>
      readOwnMonths(client, deps.book(), wish),
    );
  });
}
