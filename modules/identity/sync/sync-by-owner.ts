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
import { noteTrouble } from './trouble.ts';

/** 通讯录同步 by the data folder's owner: read, applied and on record, or nothing at all. */
export async function syncByOwner(db: Database, deps: DirectoryDeps, wish: SyncWish, now: () => Date): Promise<Synced> {
  const sync = await readDirectory(db, deps, wish.kind, await nameOf(db, SYSTEM_USER), now);
  return asSystem(db, now, async (ctx) => {
    const applied = await applyDirectory(ctx, deps, sync, wish);
    await auditSync(ctx, applied);
    return applied.synced;
  });
}

/** 自动同步 by the clock: what changed. A failure is told to the administrators, and thrown for the log. */
export async function syncByClock(db: Database, deps: DirectoryDeps, now: () => Date): Promise<Synced> {
  return syncByOwner(db, deps, { kind: 'delta', isDry: false }, now).catch(async (error: unknown) => {
    await asSystem(db, now, (ctx) => noteTrouble(ctx, deps.toDos, error));
    throw error;
  });
}

function asSystem<T>(db: Database, now: () => Date, act: (ctx: Ctx) => Promise<T>): Promise<T> {
  return db
    .transaction()
    .execute((transaction) => act({ db: transaction, now: now(), user: SYSTEM_USER, request: { id: randomUUID() } }));
}
