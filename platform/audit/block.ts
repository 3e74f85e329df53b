import type { KeyObject } from 'node:crypto';
import { hmacSm3, sm3 } from '../crypto/sm3.ts';
import { leafOf, type StoredEntry } from './entry.ts';
import { merkleRoot } from './merkle.ts';

/** 审计块: rows in the order in which they were sealed, chained to the block before. Instants as in an entry. */
export type Block = {
  blockNo: number;
  firstPosition: number;
  auditNos: readonly string[];
  leaves: readonly Buffer[];
  root: Buffer;
  firstAt: string;
  lastAt: string;
  sealedAt: string;
  previous: Buffer;
  hash: Buffer;
  mac: Buffer;
};

const FORMAT = 'kangyang/audit-block/1';
/** What stands before the first block. */
export const BEFORE_FIRST = Buffer.alloc(32);

export type BlockEnd = { blockNo: number; nextPosition: number; hash: Buffer };
export const NO_BLOCK: BlockEnd = { blockNo: 0, nextPosition: 0, hash: BEFORE_FIRST };

/** 封块: the rows behind the last block, at least one. */
export function makeBlock(key: KeyObject, last: BlockEnd, rows: readonly StoredEntry[], sealedAt: string): Block {
  const leaves = rows.map(leafOf);
  const instants = rows.map(({ at }) => at).sort();
  const content = {
    blockNo: last.blockNo + 1,
    firstPosition: last.nextPosition,
    auditNos: rows.map(({ auditNo }) => auditNo),
    leaves,
    root: merkleRoot(leaves),
    firstAt: instants[0]!,
    lastAt: instants.at(-1)!,
    sealedAt,
    previous: last.hash,
  };
  const hash = blockHash(content);
  return { ...content, hash, mac: hmacSm3(key, hash) };
}

/** SM3 of nine lines: format, number, first position, rows, first, last and sealing instant, root and previous hash in hexadecimal. */
export function blockHash(block: Omit<Block, 'hash' | 'mac'>): Buffer {
  const { blockNo, firstPosition, auditNos, root, firstAt, lastAt, sealedAt, previous } = block;
  const numbers = [blockNo, firstPosition, auditNos.length];
  const text = [FORMAT, ...numbers, firstAt, lastAt, sealedAt, root.toString('hex'), previous.toString('hex')];
  return sm3(text.join('\n'));
}
