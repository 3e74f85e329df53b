import type { PublicKey } from '../crypto/sm2.ts';
import type { Queryable } from '../db/queryable.ts';
import { BEFORE_ALL } from './audit.store.ts';
import { type Findings, found } from './findings.ts';
import { type KeptHead, readBlockHash, readHeadsAfter } from './head.store.ts';
import { BEFORE_FIRST_HEAD, type Head, isSignedBy, lineHash, readLine } from './head.ts';

export type HeadsToVerify = {
  /** The heads file's lines, in order. */
  lines: AsyncIterable<string> | Iterable<string>;
  /** Of the key that signs now: the database's last head must be its. */
  publicKey: PublicKey;
  /** Of the key that signed the file; another one only for a copy from before a change of keys. */
  fileKey: PublicKey;
  /** A copy that somebody else keeps: it may end earlier than the database. */
  isCopy: boolean;
};

const HEADS_AT_ONCE = 5_000;

/**
 * 核对签名头: the heads in the database are chained, the last is signed, each fits its block; the file elsewhere has the same
 * lines. So a database cut short lacks heads that the file has, and one written anew has other hashes. Returns the number.
 */
export async function verifyHeads(client: Queryable, wish: HeadsToVerify, findings: Findings): Promise<number> {
  const file = fileReader(wish, findings);
  let count = 0;
  let previous: KeptHead | undefined;
  for (let after = BEFORE_ALL; ; ) {
    const kept = await readHeadsAfter(client, after, HEADS_AT_ONCE);
    for (const head of kept) {
      checkKept(head, previous, findings);
      await file.compare(head);
      previous = head;
      count += 1;
    }
    const end = kept.at(-1);
    if (!end) break;
    after = end.key;
  }
  if (previous)
    checkSignature(wish.publicKey, previous.line, `数据库里最后一个签名头（第 ${previous.headNo} 个）`, findings);
  await file.finish(client, previous);
  return count;
}

function checkKept(kept: KeptHead, previous: KeptHead | undefined, findings: Findings): void {
  const { headNo, blockNo, line, blockHash } = kept;
  const at = { head: headNo, block: blockNo };
  const expected = (previous?.headNo ?? 0) + 1;
  if (headNo !== expected)
    found(findings, { kind: 'head-removed', head: expected, sentence: `数据库里缺少第 ${expected} 个签名头。` });
  const head = readLine(line);
  const fits = head?.head === headNo && head.block === blockNo;
  const isChained = head?.previous === (previous ? lineHash(previous.line) : BEFORE_FIRST_HEAD);
  if (!fits || !isChained)
    found(findings, {
      kind: 'head-changed',
      ...at,
      sentence: `数据库里第 ${headNo} 个签名头被改动过，或它前面的被改动过。`,
    });
  else if (blockHash === null)
    found(findings, { kind: 'truncated', ...at, sentence: `第 ${headNo} 个签名头签过的第 ${blockNo} 块不在了。` });
  else if (blockHash !== head.hash)
    found(findings, {
      kind: 'rewritten',
      ...at,
      sentence: `第 ${blockNo} 块与第 ${headNo} 个签名头不符：块被重写过。`,
    });
}

function checkSignature(key: PublicKey, line: string, name: string, findings: Findings): void {
  if (isSignedBy(key, line)) return;
  found(findings, { kind: 'head-changed', sentence: `${name}的签名不对：不是本系统的签名密钥签的，或被改动过。` });
}

/** Goes along the file beside the database. */
function fileReader({ lines, fileKey, isCopy }: HeadsToVerify, findings: Findings) {
  const heads = headsOf(lines, findings);
  let next: IteratorResult<ReadHead> | undefined;
  let last: ReadHead | undefined;
  let missing = 0;

  async function compare({ headNo, line }: KeptHead): Promise<void> {
    next ??= await heads.next();
    while (!next.done && next.value.head.head < headNo) {
      const { head } = next.value.head;
      found(findings, { kind: 'head-changed', head, sentence: `签名头文件里第 ${head} 个头不该在这里。` });
      next = await heads.next();
    }
    if (next.done || next.value.head.head > headNo) {
      missing += 1;
      if (missing === 1 && !(next.done && isCopy))
        found(findings, { kind: 'head-removed', head: headNo, sentence: `签名头文件里缺少第 ${headNo} 个头。` });
      return;
    }
    if (next.value.line !== line)
      found(findings, {
        kind: 'head-changed',
        head: headNo,
        sentence: `签名头文件里第 ${headNo} 个头与数据库里的不同。`,
      });
    last = next.value;
    next = await heads.next();
  }

  async function finish(client: Queryable, kept: KeptHead | undefined): Promise<void> {
    next ??= await heads.next();
    if (!next.done) {
      const { head, block, rows } = next.value.head;
      const isThere = (await readBlockHash(client, block)) === next.value.head.hash;
      const sentence = isThere
        ? `数据库里缺少第 ${head} 个及以后的签名头，签名头文件里有。`
        : `数据库被截短：签名头文件里第 ${head} 个头签过第 ${block} 块（共 ${rows} 行），数据库里没有。`;
      found(findings, { kind: isThere ? 'head-removed' : 'truncated', head, block, sentence });
    }
    for (; !next.done; next = await heads.next()) last = next.value;
    if (last && last.line !== kept?.line)
      checkSignature(fileKey, last.line, `签名头文件里最后一个头（第 ${last.head.head} 个）`, findings);
    if (isCopy && missing > 0) findings.notes.push(`这份副本比数据库少 ${missing} 个签名头。`);
  }

  return { compare, finish };
}

type ReadHead = { head: Head; line: string };

/** Heads of the lines. A line cut short by a crash stands before the line that was then written in its place. */
async function* headsOf(lines: HeadsToVerify['lines'], findings: Findings): AsyncGenerator<ReadHead> {
  let broken: string | undefined;
  let number = 0;
  for await (const line of lines) {
    number += 1;
    const head = readLine(line);
    if (broken !== undefined && !(head && broken.startsWith(`{"head":${head.head},`)))
      found(findings, { kind: 'head-changed', sentence: `签名头文件第 ${number - 1} 行不是签名头。` });
    broken = head ? undefined : line;
    if (head) yield { head, line };
  }
  if (broken !== undefined)
    found(findings, { kind: 'head-changed', sentence: `签名头文件最后一行（第 ${number} 行）不是签名头。` });
}
