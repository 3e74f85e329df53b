import type { KeyObject } from 'node:crypto';
import type pg from 'pg';
import {
  BEFORE_ALL,
  insertBlock,
  readBehind,
  readEntries,
  readLastBlock,
  readNumbers,
  readUnsealed,
} from './audit.store.ts';
import { makeBlock } from './block.ts';
import { instant, type StoredEntry } from './entry.ts';

/**
 * What the sealer knows between two rounds. Numbers are given out before rows are committed: one that was passed over may still
 * come (a long transaction) or never (it was undone), and is asked for again for an hour.
 */
export type SealMemory = { blockNo: number; high: number; waiting: Map<number, number> };
export type Sealed = { memory: SealMemory | undefined; isMore: boolean };

const MOST_ROWS = 2_000;
const MOST_WAITING = 10_000;
const WAIT_MS = 3_600_000;

/**
 * 封块: what was committed since the last block, as one more block. Without a memory, or when another server sealed meanwhile,
 * all rows are compared with all blocks. The caller holds the sealer's lock. Nothing new: no block.
 */
export async function sealBlock(
  client: pg.ClientBase,
  key: KeyObject,
  now: Date,
  memory: SealMemory | undefined,
): Promise<Sealed> {
  // One snapshot for all reads: a row committed in between is neither sealed nor taken for absent.
  await client.query('begin isolation level repeatable read');
  const last = await readLastBlock(client);
  const known = memory?.blockNo === last.blockNo ? memory : undefined;
  const rows = known
    ? await readSince(client, known)
    : await readUnsealed(client, BEFORE_ALL, MOST_ROWS, { alsoForged: false });
  const block = rows.length > 0 ? makeBlock(key, last, rows, instant(now)) : undefined;
  if (block) await insertBlock(client, block);
  const blockNo = block?.blockNo ?? last.blockNo;
  const next = known ? remember(known, rows, blockNo) : await beginMemory(client, rows, blockNo);
  await client.query('commit');
  return { memory: next, isMore: rows.length >= MOST_ROWS };
}

/** Those of the numbers passed over that have come since, then what is behind the highest number seen. */
async function readSince(client: pg.ClientBase, { high, waiting }: SealMemory): Promise<StoredEntry[]> {
  const late = await readEntries(client, [...waiting.keys()].map(String));
  const inOrder = [...late.values()].sort((a, b) => Number(a.auditNo) - Number(b.auditNo));
  return [...inOrder, ...(await readBehind(client, high, MOST_ROWS))];
}

/** Only when everything is sealed: until then each round compares again. */
async function beginMemory(
  client: pg.ClientBase,
  rows: readonly StoredEntry[],
  blockNo: number,
): Promise<SealMemory | undefined> {
  if (rows.length === MOST_ROWS) return undefined;
  const { high, absent } = await readNumbers(client, MOST_WAITING);
  const now = performance.now();
  return { blockNo, high, waiting: new Map(absent.map((number) => [number, now])) };
}

function remember({ high, waiting }: SealMemory, rows: readonly StoredEntry[], blockNo: number): SealMemory {
  const now = performance.now();
  const found = new Set(rows.map(({ auditNo }) => Number(auditNo)));
  const highest = Math.max(high, ...found);
  const still = [...waiting].filter(([number, since]) => !found.has(number) && now - since < WAIT_MS);
  for (let number = Math.max(high + 1, highest - MOST_WAITING); number < highest; number += 1) {
    if (!found.has(number)) still.push([number, now]);
  }
  return { blockNo, high: highest, waiting: new Map(still.slice(-MOST_WAITING)) };
}
