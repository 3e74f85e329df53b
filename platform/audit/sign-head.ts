import type pg from 'pg';
import type { SigningKey } from '../crypto/sm2.ts';
import { readLastBlock } from './audit.store.ts';
import { instant } from './entry.ts';
import { insertHead, type KeptHead, type NewHead, readBlockHash, readHeadsAfter, readLastHead } from './head.store.ts';
import { BEFORE_FIRST_HEAD, isSignedBy, lineHash, readLine, signLine } from './head.ts';
import { appendHead, openHeadsFolder, readLastLine } from './heads-file.ts';

export type HeadsPlace = { signing: SigningKey; folder: string };
export type SignDeps = HeadsPlace & { now: () => Date; log: (line: string) => void };

const HEADS_AT_ONCE = 5_000;

/**
 * 签头: signs the last block and writes the line first elsewhere, then into the database. Nothing new: no head. The caller
 * holds the sealer's lock. Throws, and signs nothing, when the file and the database contradict each other.
 */
export async function signHead(client: pg.ClientBase, deps: SignDeps): Promise<void> {
  const { signing, folder, now } = deps;
  await openHeadsFolder(folder, signing.publicKey);
  await client.query('begin');
  const last = await agree(client, deps);
  const end = await readLastBlock(client);
  if (end.blockNo > (last?.blockNo ?? 0)) {
    const headNo = (last?.headNo ?? 0) + 1;
    const line = signLine(signing, {
      head: headNo,
      block: end.blockNo,
      rows: end.nextPosition,
      hash: end.hash.toString('hex'),
      at: instant(now()),
      previous: last ? lineHash(last.line) : BEFORE_FIRST_HEAD,
    });
    await appendHead(folder, line);
    await insertHead(client, { headNo, blockNo: end.blockNo, line });
  }
  await client.query('commit');
}

/** The last head, once both places have it. Whichever is behind is brought up, if what it lacks is genuine. */
async function agree(client: pg.ClientBase, deps: SignDeps): Promise<NewHead | undefined> {
  const written = await readLastLine(deps.folder);
  const kept = await readLastHead(client);
  if (written === kept?.line) return kept;
  const head = written === undefined ? undefined : readLine(written);
  if (written !== undefined && head && head.head > (kept?.headNo ?? 0)) return takeUp(client, kept, written, deps);
  if (kept && (await catchUp(client, kept, head?.head ?? 0, written, deps))) return kept;
  throw contradiction(deps);
}

/** A head that only the file has: we were killed between the two. */
async function takeUp(
  client: pg.ClientBase,
  kept: KeptHead | undefined,
  written: string,
  deps: SignDeps,
): Promise<NewHead> {
  const head = readLine(written);
  const previous = kept ? lineHash(kept.line) : BEFORE_FIRST_HEAD;
  const follows = head?.head === (kept?.headNo ?? 0) + 1 && head.previous === previous;
  const isOurs = follows && isSignedBy(deps.signing.publicKey, written);
  if (!head || !isOurs || (await readBlockHash(client, head.block)) !== head.hash) throw contradiction(deps);
  const taken = { headNo: head.head, blockNo: head.block, line: written };
  await insertHead(client, taken);
  return taken;
}

/**
 * A new folder, or one that was not in use for a while, gets the heads it lacks from the database. Into a file that has heads only
 * what our key signed at its end; a new one may hold those of a former key. False when the file does not lead there.
 */
async function catchUp(
  client: pg.ClientBase,
  kept: KeptHead,
  from: number,
  written: string | undefined,
  { signing, folder, log }: SignDeps,
): Promise<boolean> {
  if (written !== undefined && !isSignedBy(signing.publicKey, kept.line)) return false;
  let previous = written;
  for (let after = String(from); ; ) {
    const missing = await readHeadsAfter(client, after, HEADS_AT_ONCE);
    for (const { line } of missing) {
      if (readLine(line)?.previous !== (previous === undefined ? BEFORE_FIRST_HEAD : lineHash(previous))) return false;
      previous = line;
    }
    const end = missing.at(-1);
    if (!end) break;
    await appendHead(folder, missing.map(({ line }) => line).join('\n'));
    after = end.key;
  }
  log(`审计签名头文件夹 ${folder} 缺少第 ${from + 1} 到第 ${kept.headNo} 个头，已由数据库补上。`);
  return true;
}

function contradiction({ folder }: HeadsPlace): Error {
  return new Error(
    `${folder} 里的审计签名头与数据库不符，没有再签。请执行 ./kangyang audit verify 查明；数据库若是恢复的或新建的，请把 KANGYANG_AUDIT_HEADS 指向一个新的文件夹，旧的留作证据。`,
  );
}
