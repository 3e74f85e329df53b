import type { FastifyInstance } from 'fastify';
import type { Portal } from '#modules/people/index.ts';
import { besideBulk } from '#platform/db/bulk.ts';
import type { Edge } from '#platform/http/serve.ts';
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

/** 住养老人当月津贴, for the institution where he lives today: this month alone, nothing of what was paid before. */
export function registerResidentMonth(
  app: FastifyInstance,
  edge: Edge,
  { serveForResident }: Portal,
  deps: RunDeps,
): void {
  serveForResident(app, edge, contract.showResidentMonth, async (ctx, { person_no: personNo }) => {
    const wish = { personNo, benefit: contract.OLD_AGE_ALLOWANCE, now: ctx.now };
    const { thisMonth, sentence, isDue } = await besideBulk(
      ...([ctx, deps.pool, 'allowances.explain', `人员 ${personNo}`] as const),
      (client) => readOwnMonths(client, deps.book(), wish),
    );
    return { thisMonth, sentence, isDue };
  });
}
