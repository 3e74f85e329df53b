import type { FastifyInstance } from 'fastify';
import { type Edge, serve, servePrepared, serveStream } from '#platform/http/serve.ts';
import { nameOf } from './actor-words.ts';
import * as routes from './directory-sync.ts';
import { refuse } from './refuse.ts';
import { countConflicts, exportConflicts, readConflicts } from './sync/conflict.list.ts';
import type { Counts } from './sync/counts.ts';
import { decideConflict } from './sync/decide-conflict.ts';
import { lastCursor, lastSync } from './sync/sync.store.ts';
import { applyDirectory, type DirectoryDeps, readDirectory } from './sync/sync-directory.ts';
import { findTrouble } from './sync/trouble.store.ts';

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
    return async (ctx, _input, { subject }) => {
      const synced = await applyDirectory(ctx, deps, sync, body);
      subject(`${synced.kind}${synced.isDry ? ' 试算' : ''} 停用${synced.counts.end} 新增${synced.counts.make}`);
      return synced;
    };
  });
  serve(app, edge, routes.listConflicts, (ctx, { query: { page, ...filter } }) => readConflicts(ctx.db, filter, page));
  serveStream(
    app,
    edge,
    routes.exportConflicts,
    () => '通讯录待决定事项.csv',
    (ctx, { query }) => exportConflicts(ctx.db, query),
  );
  serve(app, edge, routes.decideConflict, async (ctx, { body }, { subject }) => {
    subject(await decideConflict(ctx, body, directory));
    return { done: true as const };
  });
}
