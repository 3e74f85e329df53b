import type { KeyObject } from 'node:crypto';
import type pg from 'pg';
import type { PublicKey } from '../crypto/sm2.ts';
import { publicKeyFrom } from '../crypto/sm2.ts';
import { withClient } from '../db/with-client.ts';
import { type Finding, noFindings } from './findings.ts';
import { readLines, readPublicKey, sizeOfHeads } from './heads-file.ts';
import { SEALER_LOCK } from './sealer.ts';
import { type RowCounts, verifyRows } from './verify.ts';
import { verifyHeads } from './verify-heads.ts';

export type VerifyWish = {
  pool: pg.Pool;
  key: KeyObject;
  publicKey: PublicKey;
  folder: string;
  /** A folder with a copy of the heads that somebody else keeps; it is then compared instead, with the public key in it. */
  copy?: string | undefined;
};
export type Verified = RowCounts & {
  ok: boolean;
  heads: number;
  problems: Finding[];
  problemCount: number;
  notes: string[];
  ms: number;
};

/** 核对审计: all rows, blocks and heads at one instant, while the server may go on working. */
export async function verifyAudit({ pool, key, publicKey, folder, copy }: VerifyWish): Promise<Verified> {
  const start = performance.now();
  const findings = noFindings();
  const place = copy ?? folder;
  const fileKey = await keyOf(copy, publicKey, findings.notes);
  return withClient(pool, async (client) => {
    const size = await snapshotBetweenRounds(pool, client, place);
    const rows = await verifyRows(client, key, findings);
    const lines = readLines(place, size);
    const heads = await verifyHeads(client, { lines, publicKey, fileKey, isCopy: copy !== undefined }, findings);
    await client.query('commit');
    const ms = Math.round(performance.now() - start);
    const { list, count, notes } = findings;
    return { ok: count === 0, ...rows, heads, problems: list, problemCount: count, notes, ms };
  });
}

/** Under the sealer's lock, so that heads file and database are of one moment. Returns how much of the file counts. */
async function snapshotBetweenRounds(pool: pg.Pool, client: pg.ClientBase, folder: string): Promise<number> {
  return withClient(pool, async (holder) => {
    await holder.query('select pg_advisory_lock($1)', [SEALER_LOCK]);
    await client.query('begin isolation level repeatable read read only');
    await client.query('select from platform.audit_block limit 1');
    const size = await sizeOfHeads(folder);
    await holder.query('select pg_advisory_unlock($1)', [SEALER_LOCK]);
    return size;
  });
}

/** The key that signed a copy lies beside it. */
async function keyOf(copy: string | undefined, own: PublicKey, notes: string[]): Promise<PublicKey> {
  const pem = copy === undefined ? undefined : await readPublicKey(copy);
  if (pem === undefined) return own;
  const beside = publicKeyFrom(pem);
  if (beside.fingerprint !== own.fingerprint) notes.push('这份副本是用另一把签名密钥签的，按副本文件夹里的公钥核对。');
  return beside;
}
