import { createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import type { PublicKey } from '../crypto/sm2.ts';
import { withClient } from '../db/with-client.ts';
import { Refusal } from '../refusal/refusal.ts';
import { BEFORE_ALL, type ReadBlock, readBlocks, readEntries } from './audit.store.ts';
import { readHeadsOver } from './head.store.ts';
import { merklePath } from './merkle.ts';

export type ExportWish = {
  pool: pg.Pool;
  publicKey: PublicKey;
  /** Must be new or empty. */
  folder: string;
  /** First and last day, as in Shanghai: 2026-11-01. */
  from: string;
  to: string;
  /** Puts the export on record, before the first row leaves. */
  onRecord: () => Promise<void>;
};
export type Exported = { folder: string; entries: number; blocks: number; heads: number };

const BLOCKS_AT_ONCE = 50;
/** A block touches the days when its earliest row is not after them and its latest not before. */
const START_OF = (day: string) => `(${day}::date)::timestamp at time zone 'Asia/Shanghai'`;
const END_OF = (day: string) => `(${day}::date + 1)::timestamp at time zone 'Asia/Shanghai'`;

type Span = { first: number; last: number };

/**
 * 导出审计: the rows of a span of days with what proves them, for an auditor who has neither the database nor its keys: each row
 * with its path to the block's root, the blocks from the first touched to the head that signs the last, these heads, the public
 * key. Rows not sealed yet are not in it. docs/guides/audit.md says how to check.
 */
export async function exportAudit({ pool, publicKey, folder, from, to, onRecord }: ExportWish): Promise<Exported> {
  await openEmptyFolder(folder);
  await onRecord();
  return withClient(pool, async (client) => {
    await client.query('begin isolation level repeatable read read only');
    const span: Span = { first: 0, last: 0 };
    const entries = await writeLines(join(folder, 'entries.jsonl'), entryLines(client, from, to, span));
    const kept = span.last === 0 ? [] : await readHeadsOver(client, span.first, span.last);
    const last = Math.max(span.last, ...kept.map(({ blockNo }) => blockNo));
    const blocks = await writeLines(join(folder, 'blocks.jsonl'), blockLines(client, span.first, last));
    const heads = await writeLines(
      join(folder, 'heads.jsonl'),
      kept.map(({ line }) => line),
    );
    await writeFile(join(folder, 'audit-signing.pub.pem'), publicKey.pem, { mode: 0o600 });
    await client.query('commit');
    return { folder, entries, blocks, heads };
  });
}

async function openEmptyFolder(folder: string): Promise<void> {
  if (existsSync(folder) && (await readdir(folder)).length > 0) {
    throw new Refusal('audit.folder', 409, `文件夹 ${folder} 不是空的。请指定一个新的文件夹。`, {});
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
}

async function* entryLines(client: pg.ClientBase, from: string, to: string, span: Span): AsyncGenerator<string> {
  const touches = `last_at >= ${START_OF('$3')} and first_at < ${END_OF('$4')}`;
  const isWithin = `e.at >= ${START_OF('$2')} and e.at < ${END_OF('$3')}`;
  for (let after = BEFORE_ALL; ; ) {
    const blocks = await readBlocks(client, after, BLOCKS_AT_ONCE, touches, [from, to]);
    const end = blocks.at(-1);
    if (!end) return;
    for (const block of blocks) {
      const rows = await readEntries(client, block.auditNos, isWithin, [from, to]);
      if (rows.size === 0) continue;
      if (span.first === 0) span.first = block.blockNo;
      span.last = block.blockNo;
      for (const [index, auditNo] of block.auditNos.entries()) {
        const entry = rows.get(auditNo);
        if (entry) yield JSON.stringify({ ...placeOf(block, index), entry });
      }
    }
    after = end.key;
  }
}

function placeOf({ blockNo, firstPosition, leaves }: ReadBlock, index: number) {
  const path = merklePath(leaves, index).map(({ side, hash }) => ({ side, hash: hash.toString('hex') }));
  return { position: firstPosition + index, block: blockNo, leaf: leaves[index]?.toString('hex'), path };
}

async function* blockLines(client: pg.ClientBase, first: number, last: number): AsyncGenerator<string> {
  for (let after = String(first - 1); ; ) {
    const blocks = await readBlocks(client, after, BLOCKS_AT_ONCE, 'block_no <= $3', [last]);
    const end = blocks.at(-1);
    if (!end) return;
    for (const { blockNo, firstPosition, auditNos, firstAt, lastAt, sealedAt, root, previous, hash } of blocks) {
      yield JSON.stringify({
        block: blockNo,
        firstPosition,
        rows: auditNos.length,
        firstAt,
        lastAt,
        sealedAt,
        root: root.toString('hex'),
        previous: previous.toString('hex'),
        hash: hash.toString('hex'),
      });
    }
    after = end.key;
  }
}

async function writeLines(file: string, lines: AsyncIterable<string> | Iterable<string>): Promise<number> {
  let count = 0;
  async function* text(): AsyncGenerator<string> {
    for await (const line of lines) {
      count += 1;
      yield `${line}\n`;
    }
  }
  await pipeline(Readable.from(text()), createWriteStream(file, { mode: 0o600, flags: 'wx' }));
  return count;
}
