import type { KeyObject } from 'node:crypto';
import { hmacSm3 } from '../crypto/sm3.ts';
import type { Queryable } from '../db/queryable.ts';
import { BEFORE_ALL, readBlocks, readCopies, readEntries, readOrphans, readUnsealed } from './audit.store.ts';
import { type Block, type BlockEnd, blockHash, NO_BLOCK } from './block.ts';
import { leafOf, macOf, type StoredEntry } from './entry.ts';
import { type Findings, found } from './findings.ts';
import { merkleRoot } from './merkle.ts';

const BLOCKS_AT_ONCE = 20;
const ROWS_AT_ONCE = 5_000;

export type RowCounts = { blocks: number; sealed: number; unsealed: number };

/**
 * 核对行和块: recomputes every code, leaf, root, hash and the chain over one snapshot, and notes what does not agree. Rows of
 * the last seconds are in no block yet: their own code is checked, and they are counted as unsealed.
 */
export async function verifyRows(client: Queryable, key: KeyObject, findings: Findings): Promise<RowCounts> {
  const counts: RowCounts = { blocks: 0, sealed: 0, unsealed: 0 };
  let last = NO_BLOCK;
  for (let after = BEFORE_ALL; ; ) {
    const blocks = await readBlocks(client, after, BLOCKS_AT_ONCE);
    const end = blocks.at(-1);
    if (!end) break;
    const rows = await readEntries(client, [...new Set(blocks.flatMap(({ auditNos }) => auditNos))]);
    for (const block of blocks) {
      checkBlock(block, last, key, findings);
      checkSealedRows(block, rows, key, findings);
      last = { blockNo: block.blockNo, nextPosition: block.firstPosition + block.auditNos.length, hash: block.hash };
      counts.blocks += 1;
      counts.sealed += block.auditNos.length;
    }
    after = end.key;
  }
  counts.unsealed = await checkUnsealed(client, key, findings);
  for (const numbers of await readCopies(client))
    found(findings, { kind: 'row-inserted', sentence: `第 ${numbers} 行的行标识相同：有人复制过行。` });
  for (const row of await readOrphans(client))
    found(findings, { kind: 'row-removed', row, sentence: `第 ${row} 行不在了，它涉及的人还在。` });
  return counts;
}

function checkBlock(block: Block, last: BlockEnd, key: KeyObject, findings: Findings): void {
  const { blockNo } = block;
  if (blockNo !== last.blockNo + 1) {
    const sentence =
      blockNo > last.blockNo + 1
        ? `缺少第 ${last.blockNo + 1} 到第 ${blockNo - 1} 块：被删除了。`
        : `第 ${blockNo} 块不该在这里：块号应从 1 起连续。`;
    found(findings, { kind: 'block-removed', block: last.blockNo + 1, sentence });
  }
  const wrong = [
    ...(block.firstPosition === last.nextPosition ? [] : ['首行位置']),
    ...(block.previous.equals(last.hash) ? [] : ['上一块杂凑']),
    ...(block.leaves.length === block.auditNos.length ? [] : ['行数']),
    ...(merkleRoot(block.leaves).equals(block.root) ? [] : ['Merkle 根']),
    ...(blockHash(block).equals(block.hash) ? [] : ['块杂凑']),
    ...(hmacSm3(key, block.hash).equals(block.mac) ? [] : ['鉴别码']),
  ];
  if (wrong.length === 0) return;
  const sentence = `第 ${blockNo} 块被改动过（${wrong.join('、')}不符）。`;
  found(findings, { kind: 'block-changed', block: blockNo, sentence });
}

function checkSealedRows(
  { blockNo, auditNos, leaves }: Block,
  rows: ReadonlyMap<string, StoredEntry>,
  key: KeyObject,
  findings: Findings,
): void {
  for (const [index, auditNo] of auditNos.entries()) {
    const entry = rows.get(auditNo);
    const at = { block: blockNo, row: auditNo };
    if (!entry)
      found(findings, { kind: 'row-removed', ...at, sentence: `第 ${auditNo} 行（第 ${blockNo} 块）不在了：被删除。` });
    else if (!leaves[index]?.equals(leafOf(entry)))
      found(findings, { kind: 'row-changed', ...at, sentence: `第 ${auditNo} 行（第 ${blockNo} 块）被改动过。` });
    else if (!isGenuine(entry, key))
      found(findings, {
        kind: 'row-inserted',
        ...at,
        sentence: `第 ${auditNo} 行（第 ${blockNo} 块）不是本系统写的：鉴别码不对。`,
      });
  }
}

async function checkUnsealed(client: Queryable, key: KeyObject, findings: Findings): Promise<number> {
  let count = 0;
  for (let after = BEFORE_ALL; ; ) {
    const rows = await readUnsealed(client, after, ROWS_AT_ONCE, { alsoForged: true });
    for (const entry of rows) {
      if (isGenuine(entry, key)) continue;
      const sentence = `第 ${entry.auditNo} 行（尚未封存）不是本系统写的，或被改动过：鉴别码不对。`;
      found(findings, { kind: 'row-inserted', row: entry.auditNo, sentence });
    }
    count += rows.length;
    const end = rows.at(-1);
    if (!end || rows.length < ROWS_AT_ONCE) return count;
    after = end.auditNo;
  }
}

function isGenuine(entry: StoredEntry, key: KeyObject): boolean {
  return macOf(key, entry).toString('hex') === entry.mac;
}
