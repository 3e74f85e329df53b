import type { KeyObject } from 'node:crypto';
import type { PublicKey } from '../crypto/sm2.ts';
import { hmacSm3 } from '../crypto/sm3.ts';
import type { Queryable } from '../db/queryable.ts';
import { type ReadBlock, readBlocks, readEntries } from './audit.store.ts';
import { blockHash } from './block.ts';
import { leafOf, macOf, type StoredEntry } from './entry.ts';
import { readHeadReaching } from './head.store.ts';
import { isSignedBy, readLine } from './head.ts';
import { merklePath, rootByPath } from './merkle.ts';

/** `publicKey` undefined: this server signs nothing. */
export type ProofKeys = { key: KeyObject; publicKey: PublicKey | undefined };
export type ProofStep = { ok: boolean; sentence: string };
export type Proof = {
  ok: boolean;
  steps: ProofStep[];
  leaf: string | null;
  path: { side: 'left' | 'right'; hash: string }[];
  root: string | null;
  ms: number;
};

/** More blocks than a minute has between a row's block and the head above it: the head says less the further it is. */
const MOST_BETWEEN = 200;

/**
 * 核对一行 (I-15): the row's code, its leaf, the way to the block's root, the block's hash, the blocks from there to the first head
 * that reaches it, the head's signature. Undefined: there is no such row. `audit verify` looks at everything else.
 */
export async function proveEntry(client: Queryable, keys: ProofKeys, auditNo: string): Promise<Proof | undefined> {
  const start = performance.now();
  const entry = (await readEntries(client, [auditNo])).get(auditNo);
  if (!entry) return undefined;
  const isGenuine = macOf(keys.key, entry).toString('hex') === entry.mac;
  const steps: ProofStep[] = [
    {
      ok: isGenuine,
      sentence: isGenuine
        ? '鉴别码相符：这一行是本系统写的，没有改过。'
        : '鉴别码不对：这一行被改动过，或不是本系统写的。',
    },
  ];
  const proof: Proof = { ok: false, steps, leaf: leafOf(entry).toString('hex'), path: [], root: null, ms: 0 };
  const blockNo = await findBlockOf(client, entry);
  if (blockNo === undefined) steps.push({ ok: true, sentence: '尚未封存：写下不久，几秒之内进块。过一会儿再核对。' });
  else await proveSealed(client, keys, entry, blockNo, proof);
  proof.ok = steps.every(({ ok }) => ok);
  proof.ms = Math.round((performance.now() - start) * 10) / 10;
  return proof;
}

async function findBlockOf(client: Queryable, { auditNo, at }: StoredEntry): Promise<number | undefined> {
  const { rows } = await client.query<{ blockNo: string }>(
    `select block_no::text as "blockNo" from platform.audit_block
     where last_at >= $2::timestamptz and first_at <= $2::timestamptz and $1::bigint = any(audit_nos) order by last_at limit 1`,
    [auditNo, at],
  );
  return rows[0] && Number(rows[0].blockNo);
}

async function proveSealed(
  client: Queryable,
  keys: ProofKeys,
  entry: StoredEntry,
  blockNo: number,
  proof: Proof,
): Promise<void> {
  const { steps } = proof;
  const [block] = await readBlocks(client, String(blockNo - 1), 1);
  const index = block?.auditNos.indexOf(entry.auditNo) ?? -1;
  if (!block || index < 0) return void steps.push({ ok: false, sentence: `第 ${blockNo} 块不在了。` });
  const leaf = leafOf(entry);
  const path = merklePath(block.leaves, index);
  proof.path = path.map(({ side, hash }) => ({ side, hash: hash.toString('hex') }));
  proof.root = block.root.toString('hex');
  const reaches = block.leaves[index]?.equals(leaf) === true && rootByPath(leaf, path).equals(block.root);
  const position = block.firstPosition + index;
  steps.push({
    ok: reaches,
    sentence: reaches
      ? `在第 ${blockNo} 块第 ${index + 1} 行（全部审计的第 ${position + 1} 行），经 ${path.length} 步算到块的 Merkle 根，相符。`
      : `第 ${blockNo} 块里记的杂凑与这一行不符：这一行被改动过。`,
  });
  steps.push(await proveChain(client, keys, block));
}

/** From the block to the first head that reaches it: each block's own hash and the one before, then the signature. */
async function proveChain(client: Queryable, { key, publicKey }: ProofKeys, block: ReadBlock): Promise<ProofStep> {
  const head = await readHeadReaching(client, block.blockNo);
  const last = head?.blockNo ?? block.blockNo;
  if (last - block.blockNo > MOST_BETWEEN)
    return { ok: true, sentence: `离最近的签名头有 ${last - block.blockNo} 块，请用 ./kangyang audit verify 核对。` };
  const between = await readBlocks(client, String(block.blockNo - 1), last - block.blockNo + 1, 'block_no <= $3', [
    last,
  ]);
  let previous: Buffer | undefined;
  for (const one of between) {
    const isOwn = blockHash(one).equals(one.hash) && hmacSm3(key, one.hash).equals(one.mac);
    if (!isOwn || (previous && !one.previous.equals(previous)))
      return { ok: false, sentence: `第 ${one.blockNo} 块被改动过，或与前一块接不上。` };
    previous = one.hash;
  }
  if (!head) return { ok: true, sentence: `第 ${block.blockNo} 块完好；还没有签名，一分钟之内会签。` };
  const line = readLine(head.line);
  const fits = line?.block === head.blockNo && line.hash === previous?.toString('hex');
  const isSigned = publicKey !== undefined && isSignedOnce(publicKey, head.line);
  if (fits && isSigned) return { ok: true, sentence: `块链完好，由第 ${head.headNo} 个签名头（SM2）签过，签名有效。` };
  return {
    ok: false,
    sentence: fits ? `第 ${head.headNo} 个签名头的签名不是本系统签名密钥的。` : `第 ${head.headNo} 个签名头与块不符。`,
  };
}

const SIGNATURES_KEPT = 1_000;
const signatures = new Map<string, boolean>();

/** A signature costs twenty times the rest, and stays what it is: the same line is verified once. */
function isSignedOnce(key: PublicKey, line: string): boolean {
  const known = signatures.get(`${key.fingerprint} ${line}`);
  if (known !== undefined) return known;
  if (signatures.size >= SIGNATURES_KEPT) signatures.clear();
  const isGood = isSignedBy(key, line);
  signatures.set(`${key.fingerprint} ${line}`, isGood);
  return isGood;
}
