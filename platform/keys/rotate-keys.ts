import { setImmediate } from 'node:timers/promises';
import type pg from 'pg';
import { writeAudit } from '../audit/audit.ts';
import type { Ring } from '../crypto/keys.ts';
import { type SealedPlace, sealBytes, unsealBytes } from '../crypto/seal.ts';
import type { Database } from '../db/connect.ts';
import { queryableOf } from '../db/queryable.ts';
import { withClient } from '../db/with-client.ts';
import { type Ctx, SYSTEM_USER } from '../session/ctx.ts';
import { lockKeys, retireUnusedKeys } from './data-key.store.ts';
import { makeDataKey, type RingDeps } from './ring.ts';
import * as store from './rotation.store.ts';
import { findSealedColumns, type SealedColumn } from './sealed-columns.ts';

export type RotationDeps = RingDeps & { db: Database; log: (line: string) => void };
export type Rotated = { rotationNo: number; keyId: number; rows: number; retired: number[] };

/** Few enough that the event loop and the rows' readers wait for milliseconds only. */
const BATCH_ROWS = 500;
const BATCHES_BETWEEN_LINES = 40;

/** 发起轮换: who asked for it is on record; `continueRotation` does the work. An open one is joined. */
export async function askRotation({ db, now, user }: Ctx): Promise<{ rotationNo: number; joined: boolean }> {
  const client = queryableOf(db);
  const made = await store.insertRotation(client, user.name, now);
  if (made !== undefined) return { rotationNo: made, joined: false };
  const open = await store.selectOpenRotation(client);
  if (!open) throw new Error('a rotation ended while another was asked for; ask again');
  return { rotationNo: open.rotationNo, joined: true };
}

/**
 * 轮换数据密钥: makes a new key, seals every row anew with it, batch by batch, and retires the keys that no row uses any more. Killed
 * at any moment and called again it goes on behind the last finished batch. One process works at it; another waits. Undefined:
 * none was open.
 */
export async function continueRotation(deps: RotationDeps): Promise<Rotated | undefined> {
  return withClient(deps.pool, async (client) => {
    // A policy that would hide rows is an error here: nobody's row is left behind under a key that is then retired.
    await client.query('set row_security = off');
    await client.query("select pg_advisory_lock(hashtext('platform.key_rotation'))");
    try {
      const open = await store.selectOpenRotation(client);
      if (!open) return undefined;
      const keyId = open.keyId ?? (await takeNewKey(client, deps, open.rotationNo));
      await deps.keys.ring.reload();
      const columns = await findSealedColumns(client);
      await resume(client, deps, open.rotationNo, keyId, columns);
      // A row that somebody had sealed before the key was made may have been written behind us.
      while (await countAgain(client, deps, open.rotationNo, keyId, columns)) {
        await resume(client, deps, open.rotationNo, keyId, columns);
      }
      return await finish(client, deps, open.rotationNo, keyId);
    } finally {
      await client.query("select pg_advisory_unlock(hashtext('platform.key_rotation'))").catch(() => undefined);
    }
  });
}

async function takeNewKey(client: pg.ClientBase, deps: RotationDeps, rotationNo: number): Promise<number> {
  await client.query('begin');
  await lockKeys(client);
  const keyId = await makeDataKey(client, deps);
  await store.setRotationKey(client, rotationNo, keyId);
  await client.query('commit');
  return keyId;
}

/** Every column from where it stopped; one that is not begun yet begins with a count of what there is to do. */
async function resume(
  client: pg.ClientBase,
  deps: RotationDeps,
  rotationNo: number,
  keyId: number,
  columns: readonly SealedColumn[],
): Promise<void> {
  for (const column of columns) {
    const isBegun = (await progressOf(client, rotationNo, column)) !== undefined;
    if (!isBegun) await beginColumn(client, deps, rotationNo, keyId, column);
    for (let batches = 1; await rotateBatch(client, deps, rotationNo, keyId, column); batches += 1) {
      if (batches % BATCHES_BETWEEN_LINES === 0) await tellProgress(client, deps, rotationNo, column);
      await setImmediate();
    }
  }
}

async function progressOf(client: pg.ClientBase, rotationNo: number, { table, column }: SealedColumn) {
  const known = await store.selectRotationColumns(client, rotationNo);
  return known.find((one) => one.table === table && one.column === column);
}

async function tellProgress(
  client: pg.ClientBase,
  { log }: RotationDeps,
  rotationNo: number,
  column: SealedColumn,
): Promise<void> {
  const progress = await progressOf(client, rotationNo, column);
  if (progress) log(`正在轮换密钥：${column.table} ${progress.done}/${progress.total} 行。`);
}

async function beginColumn(
  client: pg.ClientBase,
  { now }: RotationDeps,
  rotationNo: number,
  keyId: number,
  column: SealedColumn,
): Promise<number> {
  await client.query('begin');
  const counts = await store.countUse(client, column, now());
  const left = [...counts].reduce((sum, [id, count]) => (id === keyId ? sum : sum + count), 0);
  await store.beginColumn(client, rotationNo, column, left);
  await client.query('commit');
  return left;
}

/** Counts all columns once more; those with rows left begin again. */
async function countAgain(
  client: pg.ClientBase,
  deps: RotationDeps,
  rotationNo: number,
  keyId: number,
  columns: readonly SealedColumn[],
): Promise<boolean> {
  let left = 0;
  for (const column of columns) left += await beginColumn(client, deps, rotationNo, keyId, column);
  return left > 0;
}

/** The next rows, in one transaction with the note how far it got. False: there are none. */
async function rotateBatch(
  client: pg.ClientBase,
  { keys }: RotationDeps,
  rotationNo: number,
  keyId: number,
  column: SealedColumn,
): Promise<boolean> {
  const { ring } = keys;
  const key = ring.find(keyId);
  if (!key) throw new Error(`data key ${keyId} is not in the ring`);
  const after = (await progressOf(client, rotationNo, column))?.doneUpTo ?? null;
  const rows = await store.selectRowsBehind(client, column, { after, keyId, limit: BATCH_ROWS });
  const last = rows.at(-1);
  if (!last) return false;
  const to = rows.map(({ row, sealed }) => {
    const place = { table: column.table, column: column.column, row };
    return sealBytes(key, place, opened(ring, place, sealed));
  });
  await client.query('begin');
  await store.replaceSealed(client, column, {
    rows: rows.map(({ row }) => row),
    from: rows.map((one) => one.sealed),
    to,
  });
  await store.noteBatch(client, rotationNo, column, { doneUpTo: last.row, rows: rows.length });
  await client.query('commit');
  return true;
}

/** A row that does not open stops the rotation: somebody has to look at it before its key goes. */
function opened(ring: Ring, place: SealedPlace, sealed: Buffer): Buffer {
  try {
    return unsealBytes(ring, place, sealed);
  } catch (error) {
    throw new Error(`${place.table} 第 ${place.row} 行的 ${place.column} 打不开，轮换停在这里`, { cause: error });
  }
}

async function finish(
  client: pg.ClientBase,
  { db, now }: RotationDeps,
  rotationNo: number,
  keyId: number,
): Promise<Rotated> {
  const columns = await store.selectRotationColumns(client, rotationNo);
  const rows = columns.reduce((sum, { done }) => sum + done, 0);
  await client.query('begin');
  await lockKeys(client);
  const retired = await retireUnusedKeys(client, now());
  await client.query('commit');
  // Its end and the line in the audit together; killed before it, the next call finds nothing left to seal and comes here again.
  await db.transaction().execute(async (transaction) => {
    const ctx: Ctx = { db: transaction, now: now(), user: SYSTEM_USER, request: { id: `key-rotation-${rotationNo}` } };
    await store.finishRotation(queryableOf(transaction), rotationNo, ctx.now);
    const subject = `第 ${rotationNo} 次轮换：换成密钥 ${keyId}，${rows} 行；停用 ${retired.join('、') || '无'}`;
    await writeAudit(ctx, { action: 'platform.keys-rotated', title: '密钥轮换完成', subject, outcome: 'done' });
  });
  return { rotationNo, keyId, rows, retired };
}
