import { randomUUID } from 'node:crypto';
import type { Database } from '#platform/db/connect.ts';
import { type Ctx, SYSTEM_USER } from '#platform/session/ctx.ts';
import { nameOf } from '../actor-words.ts';
import {
  applyDirectory,
  auditSync,
  type DirectoryDeps,
  readDirectory,
  type Synced,
  type SyncWish,
} from './sync-directory.ts';

/** 通讯录同步 by the data folder's owner or the clock: read, applied and on record, or nothing at all. */
export async function syncByOwner(db: Database, deps: DirectoryDeps, wish: SyncWish, now: () => Date): Promise<Synced> {
  const sync = await readDirectory(db, deps, wish.kind, await nameOf(db, SYSTEM_USER), now);
  return db.transaction().execute(async (transaction) => {
    const ctx: Ctx = { db: transaction, now: now(), user: SYSTEM_USER, request: { id: randomUUID() } };
    const synced = await applyDirectory(ctx, deps, sync, wish);
    await auditSync(ctx, synced);
    return synced;
  });
}
