import type { FastifyInstance } from 'fastify';
import type { Portal } from '#modules/people/index.ts';
import { findDivision } from '#modules/places/index.ts';
import type { AnyRoute, Input } from '#platform/contract/route.ts';
import { asBulk, besideBulk, note } from '#platform/db/bulk.ts';
import { queryableOf } from '#platform/db/queryable.ts';
import { type Edge, serve, serveStream } from '#platform/http/serve.ts';
import { monthNo } from '#platform/month/month.ts';
import type { Ctx, User } from '#platform/session/ctx.ts';
import * as contract from './contract.ts';
import { explainMonth } from './explain-month.ts';
import { foldingSoon } from './fold-orders.ts';
import { countiesIn, refuseUnseen } from './in-scope.ts';
import { exportLines, type LineFilter, readLines } from './line.list.ts';
import { countyResult, owingUnits, progressReply, readMonth, seesRun } from './month.page.ts';
import { nameList } from './named-list.ts';
import { registerOwnMonthRoutes, registerResidentMonth } from './own-months-routes.ts';
import { readPersonPage } from './person.page.ts';
import { releaseList } from './release-list.ts';
import * as store from './run.store.ts';
import { continueRun, progressOf, type RunDeps, startRun } from './run-month.ts';

/** Why staff look at persons and lists here; told to the person (谁看过我的数据). */
const PURPOSE = '办理高龄津贴';

/** The staff's routes. A run is started here and goes on in the background; `log` hears of one that failed. `portal`: also what a citizen or a care institution may see. */
export function registerAllowanceRoutes(
  app: FastifyInstance,
  edge: Edge,
  deps: RunDeps,
  log: (line: string) => void,
  portal?: Portal,
): void {
  const folding = foldingSoon(deps, log);
  app.addHook('onClose', folding.stop);
  if (portal) {
    registerOwnMonthRoutes(app, portal, deps);
    registerResidentMonth(app, edge, portal, deps);
  }
  serve(app, edge, contract.showMonth, async (ctx, { query }) =>
    readMonth(queryableOf(ctx.db), query.benefit, query.month ? monthNo(query.month) : undefined, ctx),
  );
  serve(app, edge, contract.showCountyMonth, showCountyMonth);
  serve(app, edge, contract.startRun, (ctx, input) => beginRun(deps, ctx, input, log));
  serve(app, edge, contract.showRun, async (ctx, { params }) => {
    const client = queryableOf(ctx.db);
    const run = await store.findRun(client, params.runNo);
    const progress = run && seesRun(ctx.user, run) ? await progressOf(client, run) : undefined;
    return progress ? progressReply(progress) : contract.refuse('allowances.no-run');
  });
  serve(app, edge, contract.releaseCounty, async (ctx, { body }, { subject, about }) => {
    subject(`${body.month} ${body.county} ${body.sha256}`);
    const payMonth = monthNo(body.month);
    const wish = { ...body, payMonth, by: ctx.user.name, now: ctx.now };
    // Whether somebody on the list was ordered elsewhere meanwhile only shows in all counties' orders.
    const releaseNo = await asBulk(ctx, 'allowances.release', `${body.month} ${body.county}`, async () => {
      const released = await releaseList(queryableOf(ctx.db), wish);
      const { benefit, county, sha256 } = body;
      about({ purpose: PURPOSE, list: await nameList(ctx.db, { benefit, payMonth, county }, ctx.now, sha256) });
      return released;
    });
    folding.soon();
    return { state: 'released' as const, releaseNo };
  });
  registerPeopleOfMonth(app, edge, deps);
}

/** Lists and persons: whoever stands on them is named in the audit. */
function registerPeopleOfMonth(app: FastifyInstance, edge: Edge, deps: RunDeps): void {
  serve(app, edge, contract.listLines, async (ctx, { params, query }, { about }) => {
    countyName(query.county);
    const { sort, direction, page, ...where } = query;
    const answer = await readLines(ctx, filterOf(ctx, where, params.month), { sort, direction, page });
    about({ purpose: PURPOSE, persons: answer.lines.map(({ personNo }) => personNo) });
    return answer;
  });
  serveStream(
    app,
    edge,
    contract.exportLines,
    exportName,
    async function* (ctx, { params, query }) {
      yield* exportLines(ctx, filterOf(ctx, query, params.month));
    },
    async (ctx, { params, query }) => ({
      purpose: PURPOSE,
      list: await nameList(ctx.db, filterOf(ctx, query, params.month), ctx.now),
    }),
  );
  serve(app, edge, contract.explainMonth, async (ctx, { params, query }, { about }) => {
    await refuseUnseen(ctx, params.personNo);
    about({ purpose: PURPOSE, persons: [params.personNo] });
    return besideBulk(ctx, deps.pool, 'allowances.explain', `人员 ${params.personNo}`, (client) =>
      explainMonth(client, deps.book(), {
        personNo: params.personNo,
        month: monthNo(params.month),
        benefit: query.benefit,
        knowsPerson: true,
      }),
    );
  });
  serve(app, edge, contract.showPerson, async (ctx, { params, query }, { about }) => {
    await refuseUnseen(ctx, params.personNo);
    about({ purpose: PURPOSE, persons: [params.personNo] });
    return besideBulk(ctx, deps.pool, 'allowances.explain', `人员 ${params.personNo}`, (client) =>
      readPersonPage(ctx, client, deps.book(), {
        personNo: params.personNo,
        benefit: query.benefit,
        month: query.month ? monthNo(query.month) : undefined,
      }),
    );
  });
}

type In<R extends AnyRoute> = Input<R>;

async function showCountyMonth({ db }: Ctx, { params, query }: In<typeof contract.showCountyMonth>) {
  const name = countyName(params.county);
  const payMonth = monthNo(params.month);
  const client = queryableOf(db);
  const list = await store.findUnitMonth(client, query.benefit, payMonth, params.county);
  const openings = await store.readOpenings(client, query.benefit);
  const owing = await owingUnits(client, query.benefit, payMonth, openings);
  return {
    name,
    state: list?.state ?? ('none' as const),
    openingSigned: openings.get(params.county)?.signed ?? false,
    lastMonthReleased: !owing.has(params.county),
    releasedBy: list?.releasedBy ?? null,
    releasedAt: list?.releasedAt?.toISOString() ?? null,
    result: list ? countyResult(list, payMonth) : null,
  };
}

async function beginRun(deps: RunDeps, ctx: Ctx, { body }: In<typeof contract.startRun>, log: (line: string) => void) {
  const wish = { benefit: body.benefit, payMonth: monthNo(body.month), county: body.county ?? null, by: ctx.user.name };
  const { run, joined } = await startRun(deps, wish);
  note(ctx, 'allowances.run', `${body.month} ${body.county ?? '全省'}`);
  continueRun(deps, run.runNo).catch((error: unknown) => log(`计算 ${run.runNo} 中断：${String(error)}`));
  return { ...progressReply(await progressOf(queryableOf(ctx.db), run)), joined };
}

/** Which lines: of the county wished, else of the counties that the caller covers. */
function filterOf(ctx: Ctx, where: In<typeof contract.exportLines>['query'], month: string): LineFilter {
  return { ...where, payMonth: monthNo(month), counties: where.county ? undefined : countiesIn(ctx.user.scope) };
}

function exportName({ params, query }: In<typeof contract.exportLines>, { scope }: User): string {
  const own = scope.type === 'division' ? (findDivision(scope.code)?.name ?? '') : '全省';
  const place = query.county ? countyName(query.county) : own;
  const kind = query.kind ? contract.LIST_KIND_NAMES[query.kind] : '全部';
  return `高龄津贴清册-${params.month}-${place}-${kind}.csv`;
}

function countyName(code: string): string {
  const division = findDivision(code);
  return division?.level === 3 ? division.name : contract.refuse('allowances.no-county', { county: code });
}
