import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { nameOf } from '#modules/identity/index.ts';
import { makeSyntheticIdNumber } from '#modules/people/contract.ts';
import { importPersons } from '#modules/people/index.ts';
import { type AuditWish, writeAudit } from '#platform/audit/audit.ts';
import type { SealMemory } from '#platform/audit/seal-block.ts';
import { sealAll, signAll } from '#platform/audit/sealer.ts';
import { makeSigningKey, signingKeyFrom } from '#platform/crypto/sm2.ts';
import { createApp } from '#platform/http/app.ts';
import type { Edge } from '#platform/http/serve.ts';
import { SYSTEM_USER, type User } from '#platform/session/ctx.ts';
import { aCtx, cloneDatabase } from '#platform/testing/database.ts';
import { registerAuditSearch } from './index.ts';

export type Answer = { status: number; body: Record<string, unknown>; text: string };

/** A database of its own with the audit administrator's routes on it, a sealer and a signer that act when told, and a clock. */
export async function openStage() {
  const database = await cloneDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'kangyang-audit-'));
  const clock = { now: new Date('2023-08-07T01:00:00Z') };
  const signing = signingKeyFrom(makeSigningKey());
  const place = { signing, folder: join(folder, 'heads'), now: () => clock.now, log: () => undefined };
  const sealer = { ...place, pool: database.bulkPool, key: database.keys.audit };
  const app = await createApp({ log: () => undefined, requestsPerMinute: 1_000_000 });
  const reader = await anAccount(database.ownerPool, 'zhao.yun', '赵云');
  const user: User = { ...SYSTEM_USER, accountNo: reader, name: 'zhao.yun' };
  const edge: Edge = { db: database.db, now: () => clock.now, whoIs: async () => user, nameOf };
  const lists = new Map<number, string[]>();
  const proof = { key: database.keys.audit, publicKey: signing.publicKey };
  registerAuditSearch(app, edge, { keys: database.keys, proof, listsOf: async (_ctx, no) => lists.get(no) ?? [] });
  onTestFinished(async () => {
    await app.close();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  let memory: SealMemory | undefined;
  const rows = async <T extends object = Record<string, unknown>>(sql: string, values: unknown[] = []) =>
    (await database.ownerPool.query<T & Record<string, unknown>>(sql, values)).rows;
  const answerOf = async (sent: Promise<{ statusCode: number; body: string }>): Promise<Answer> => {
    const { statusCode: status, body: text } = await sent;
    return { status, text, body: text.startsWith('{') ? JSON.parse(text) : {} };
  };
  return {
    ...{ database, clock, rows, lists, reader },
    get: (path: string) => answerOf(app.inject({ method: 'GET', url: path })),
    post: (path: string, payload: object) => answerOf(app.inject({ method: 'POST', url: path, payload })),
    /** One act of somebody, some minutes after the last. */
    act: async (who: Pick<User, 'accountNo' | 'name'>, wish: Partial<AuditWish> = {}) => {
      clock.now = new Date(clock.now.getTime() + 60_000);
      const full = { action: '/api/test/act', title: '试一试', outcome: 'done' as const, ...wish };
      await database.db
        .transaction()
        .execute((db) => writeAudit(aCtx(db, { now: clock.now, user: { ...SYSTEM_USER, ...who } }), full));
    },
    account: (name: string, displayName: string) => anAccount(database.ownerPool, name, displayName),
    /** 合成 persons by order: number and ID number. */
    person: async (name: string, order: number) => {
      const born = '1943-03-15';
      const idNumber = makeSyntheticIdNumber(339_901, born, order);
      const reported = { name, sex: 2 as const, ethnicity: 1, born, idNumber, accountNumber: null, facts: [] };
      const options = { delivery: `合成-${order}`, recordedAt: '2023-01-01T09:00:00+08:00', maxLines: 1 };
      const client = await database.bulkPool.connect();
      const { firstPersonNo } = await importPersons(client, database.keys, [reported], options);
      client.release();
      return { personNo: firstPersonNo, idNumber };
    },
    seal: async () => {
      memory = await sealAll(sealer, memory);
    },
    sign: () => signAll(sealer),
  };
}

type OwnerPool = Awaited<ReturnType<typeof cloneDatabase>>['ownerPool'];

async function anAccount(owner: OwnerPool, name: string, displayName: string): Promise<number> {
  const { rows } = await owner.query<{ account_no: number }>(
    `insert into identity.account (name, display_name, password_hash, created_at) values ($1, $2, 'x', '2023-01-01')
     returning account_no`,
    [name, displayName],
  );
  return rows[0]?.account_no ?? 0;
}
