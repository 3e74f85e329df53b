import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { keepAudit } from '../audit/keeping.ts';
import { type Keys, keysFrom } from '../crypto/keys.ts';
import { connect, type Database } from '../db/connect.ts';
import { inScope, takeOn } from '../db/in-scope.ts';
import { openRing } from '../keys/ring.ts';
import type { Ctx, User } from '../session/ctx.ts';
import { SYSTEM_USER } from '../session/ctx.ts';
import { TEMPLATE } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: pg.PoolConfig;
  }
}

export type TestDatabase = {
  config: pg.PoolConfig;
  db: Database;
  /** The application's role, which sees no person. */
  pool: pg.Pool;
  /** The role of jobs: loads and runs. */
  bulkPool: pg.Pool;
  ownerPool: pg.Pool;
  keys: Keys;
};
export type ClonedDatabase = TestDatabase & { close: () => Promise<void> };

const TEST_KEYS = keysFrom(Buffer.alloc(32, 7));
const TEST_NOW = new Date('2023-08-05T02:00:00Z');
let ofThisWorker: Promise<ClonedDatabase> | undefined;

/** This worker's database with all migrations and no rows but theirs. Tests undo what they write. */
export function testDatabase(): Promise<TestDatabase> {
  ofThisWorker ??= cloneDatabase();
  return ofThisWorker;
}

/** A fresh database for tests that commit. */
export async function cloneDatabase(): Promise<ClonedDatabase> {
  const server = inject('postgres');
  const database = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
  await onServer(server, `create database ${database} template ${TEMPLATE} strategy file_copy`);
  const config = { ...server, database, allowExitOnIdle: true };
  const owner = connect({ config, max: 4 });
  const app = connect({ config, role: 'kangyang_app', max: 4 });
  const keys = await openRing({ pool: owner.pool, keys: TEST_KEYS, now: () => TEST_NOW });
  const bulk = connect({ config, role: 'kangyang_bulk', max: 4 });
  keepAudit(app.db, { key: TEST_KEYS.audit, kindOf: () => 'business' });
  const close = async () => {
    await app.pool.end();
    await bulk.pool.end();
    await owner.pool.end();
    await onServer(server, `drop database ${database} with (force)`);
  };
  return { config, db: app.db, pool: app.pool, bulkPool: bulk.pool, ownerPool: owner.pool, keys, close };
}

/** Runs with a `ctx` on an open transaction of the worker's database, in the user's role and scope, then undoes everything. */
export async function inTransaction<T>(act: (ctx: Ctx) => Promise<T>, wish: CtxWish = {}): Promise<T> {
  const { db } = await testDatabase();
  const transaction = await db.startTransaction().execute();
  const ctx = aCtx(transaction, wish);
  try {
    await takeOn(transaction, ctx.user);
    return await act(ctx);
  } finally {
    await transaction.rollback().execute();
  }
}

/** Commits what `act` does, in the user's role and scope; by default the machine itself, which sees the whole province. */
export async function committing<T>(db: Database, act: (ctx: Ctx) => Promise<T>, wish: CtxWish = {}): Promise<T> {
  return inScope(db, wish.user ?? SYSTEM_USER, undefined, (transaction) => act(aCtx(transaction, wish)));
}

export type CtxWish = { now?: Date; user?: User };

/** A `ctx` as the edge makes it; by default the machine itself on 2023-08-05 10:00 in Shanghai. */
export function aCtx(db: Ctx['db'], { now = TEST_NOW, user = SYSTEM_USER }: CtxWish = {}): Ctx {
  return { db, now, user, request: { id: 'test' } };
}

async function onServer(config: pg.PoolConfig, statement: string): Promise<void> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
