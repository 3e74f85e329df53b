import type { FastifyInstance } from 'fastify';
import { type Edge, serve, servePrepared, serveStream } from '#platform/http/serve.ts';
import { nameOf } from './actor-words.ts';
import * as changes from './directory-changes.ts';
import * as routes from './directory-sync.ts';
import { refuse } from './refuse.ts';
import { exportChanges, lastRuns, readChanges } from './sync/change.list.ts';
import { countConflicts, exportConflicts, readConflicts } from './sync/conflict.list.ts';
import type { Counts } from './sync/counts.ts';
import { decideConflict } from './sync/decide-conflict.ts';
import { lastCursor, lastSync } from './sync/sync.store.ts';
import { applyDirectory, type DirectoryDeps, readDirectory } from './sync/sync-directory.ts';
import { findTrouble } from './sync/trouble.store.ts';

/** 最近的同步 one can look into from the page. */
const RUNS_SHOWN = 20;

/** The office directory: syncing by hand, and the desk. `directory` is left out where none is connected. */
export function registerSyncRoutes(app: FastifyInstance, edge: Edge, directory: DirectoryDeps | undefined): void {
  serve(app, edge, routes.showDirectory, async ({ db }) => {
    const last = await lastSync(db);
    const trouble = await findTrouble(db);
    return {
      trouble: trouble
        ? {
            since: trouble.since.toISOString(),
            lastAt: trouble.last_at.toISOString(),
            times: trouble.times,
            reason: trouble.reason,
          }
        : null,
      isConnected: directory !== undefined,
      runs: await lastRuns(db, RUNS_SHOWN),
      canDelta: (await lastCursor(db)) !== undefined,
      open: await countConflicts(db, { state: 'open' }),
      last: last
        ? {
            kind: last.kind as 'full' | 'delta',
            endedAt: last.ended_at?.toISOString() ?? '',
            byWhom: last.by_whom,
            counts: last.counts as unknown as Counts | null,
          }
        : null,
    };
  });
  servePrepared(app, edge, routes.syncDirectory, async ({ body }, _request, user) => {
    const deps = directory ?? refuse('identity.directory-none');
    const sync = await readDirectory(edge.db, deps, body.kind, await nameOf(edge.db, user), edge.now);
    return async (ctx, _input, { subject, about }) => {
      const { synced, list } = await applyDirectory(ctx, deps, sync, body);
      about({ list });
      subject(`${synced.kind}${synced.isDry ? ' 试算' : ''} 停用${synced.counts.end} 新增${synced.counts.make}`);
      return synced;
    };
  });
  serve(app, edge, changes.listDirectoryChanges, (ctx, { query }) => readChanges(ctx.db, query.syncNo, query.page));
  serveStream(
    app,
    edge,
    changes.exportDirectoryChanges,
    ({ query }) => `第${query.syncNo}次通讯录同步.csv`,
    (ctx, { query }) => exportChanges(ctx.db, query.syncNo),
  );
  serve(app, edge, routes.listConflicts, (ctx, { query: { page, ...filter } }) => readConflicts(ctx.db, filter, page));
  serveStream(
    app,
    edge,
    routes.exportConflicts,
    () => '通讯录待决定事项.csv',
    (ctx, { query }) => exportConflicts(ctx.db, query),
  );
  serve(app, edge, routes.decideConflict, async (ctx, { body }, { subject, about }) => {
    const { told, list } = await decideConflict(ctx, body, directory);
    subject(told);
    about({ list });
    return { done: true as const };
  });
}
