import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { onTestFinished } from 'vitest';
import { type AuditWish, writeAudit } from '#platform/audit/audit.ts';
import { exportAudit } from '#platform/audit/export-audit.ts';
import type { SealMemory } from '#platform/audit/seal-block.ts';
import { type SealerDeps, sealAll, signAll } from '#platform/audit/sealer.ts';
import { verifyAudit } from '#platform/audit/verify-audit.ts';
import { makeSigningKey, signingKeyFrom } from '#platform/crypto/sm2.ts';
import { aCtx, cloneDatabase } from '#platform/testing/database.ts';

export type Stage = Awaited<ReturnType<typeof openStage>>;

export const WISH: AuditWish = { action: '/api/test/act', title: '试一试', outcome: 'done' };

/** A database of its own, a signing key, a folder for heads, and a clock. Blocks and heads are made when the test says so. */
export async function openStage() {
  const database = await cloneDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'kangyang-audit-'));
  onTestFinished(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const clock = { now: new Date('2023-08-07T01:00:00Z') };
  const log: string[] = [];
  const deps: SealerDeps = {
    pool: database.bulkPool,
    key: database.keys.audit,
    signing: signingKeyFrom(makeSigningKey()),
    folder: join(folder, 'heads'),
    now: () => clock.now,
    log: (line) => log.push(line),
  };
  let memory: SealMemory | undefined;
  const headsFile = join(deps.folder, 'heads.jsonl');
  const rows = async <T extends pg.QueryResultRow>(sql: string, values: unknown[] = []) =>
    (await database.ownerPool.query<T>(sql, values)).rows;
  const act = (wish: Partial<AuditWish> = {}) =>
    database.db.transaction().execute((db) => writeAudit(aCtx(db, clock), { ...WISH, ...wish }));
  return {
    ...{ database, deps, clock, log, folder, headsFile, rows, act },
    acts: async (count: number) => {
      for (let n = 0; n < count; n += 1)
        await act({ subject: `第 ${n} 件`, persons: n % 3 === 0 ? [n + 1, n + 2] : [] });
    },
    seal: async () => {
      memory = await sealAll(deps, memory);
    },
    sign: () => signAll(deps),
    verify: (copy?: string) =>
      verifyAudit({
        pool: database.bulkPool,
        key: deps.key,
        publicKey: deps.signing.publicKey,
        folder: deps.folder,
        copy,
      }),
    exportTo: (target: string, from: string, to: string) =>
      exportAudit({
        ...{ pool: database.bulkPool, publicKey: deps.signing.publicKey, folder: target, from, to },
        onRecord: () => act({ action: '/control/audit/export' }),
      }),
    sealed: async () =>
      (await rows<{ n: number }>('select unnest(audit_nos)::int as n from platform.audit_block order by block_no')).map(
        ({ n }) => n,
      ),
    readHeads: () => readFileSync(headsFile, 'utf8'),
    writeHeads: (text: string) => writeFileSync(headsFile, text),
  };
}
