import type { FastifyInstance } from 'fastify';
import { type Edge, serve } from '#platform/http/serve.ts';
import { covers } from '../scope.ts';
import { type NamesOf, readOpenings, readOwnOpenings } from './break-glass.list.ts';
import * as contract from './break-glass-contract.ts';
import { closeBreakGlass, type OpenDeps, openBreakGlass, reviewBreakGlass } from './open-break-glass.ts';

export type BreakGlassDeps = OpenDeps & { namesOf: NamesOf };
const DONE = { done: true as const };

/** 紧急查看: opening, one's own, and the review by somebody else. Each act names the person, so the family sees it. */
export function registerBreakGlass(app: FastifyInstance, edge: Edge, { namesOf, ...deps }: BreakGlassDeps): void {
  serve(app, edge, contract.openBreakGlass, async (ctx, { body }, { about, subject }) => {
    about({ purpose: `紧急查看：${body.reason}` });
    const opened = await openBreakGlass(ctx, deps, body);
    about({ persons: [opened.personNo] });
    subject(`紧急查看 ${opened.openingNo}，${body.hours} 小时`);
    const names = await namesOf(ctx, [opened.personNo]);
    return { ...opened, personName: names.get(opened.personNo) ?? '' };
  });
  serve(app, edge, contract.closeBreakGlass, async (ctx, { body }, { about, subject }) => {
    const { person_no } = await closeBreakGlass(ctx, body.openingNo);
    subject(`紧急查看 ${body.openingNo}`);
    about({ persons: [person_no], purpose: '结束紧急查看' });
    return DONE;
  });
  serve(app, edge, contract.listOwnOpenings, async (ctx, _input, { about }) => {
    const own = await readOwnOpenings(ctx, namesOf);
    about({ persons: own.openings.map(({ personNo }) => personNo), purpose: '看自己的紧急查看' });
    return own;
  });
  serve(app, edge, contract.listOpenings, async (ctx, { query }, { about }) => {
    const found = await readOpenings(ctx, namesOf, query);
    about({ persons: found.openings.map(({ personNo }) => personNo), purpose: '复核紧急查看' });
    return found;
  });
  serve(app, edge, contract.reviewBreakGlass, async (ctx, { body }, { about, subject }) => {
    const isMine = (division: string) => covers(ctx.user.scope, division);
    const { person_no } = await reviewBreakGlass(ctx, deps.toDos, isMine, body);
    subject(`紧急查看 ${body.openingNo} ${contract.OPENING_FINDING_NAMES[body.finding]}`);
    about({ persons: [person_no], purpose: '复核紧急查看' });
    return DONE;
  });
}
