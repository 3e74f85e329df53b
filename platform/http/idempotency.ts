import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import type { AnyRoute } from '../contract/route.ts';
import type { AnyDb } from '../db/own.ts';
import { Refusal } from '../refusal/refusal.ts';
import type { User } from '../session/ctx.ts';
import { callerOf } from './caller.ts';

const TABLE = 'platform.idempotency_key';
/** 幂等键: at least 128 random bits, as `call` makes them; a UUID will do. */
const KEY = /^[A-Za-z0-9_-]{22,64}$/;
const CIPHER = 'aes-256-gcm';
const IV = 12;
const TAG = 16;

/** One act that may arrive more than once, by its caller, route and key. */
export type Repeatable = { keyHash: Buffer; requestHash: Buffer; secret: Buffer };
/** What the act was answered with: a reply, or a refusal that was itself a fact to keep. */
export type Answer = { reply: unknown } | { refusal: { code: string; status: Refusal['status']; sentence: string } };

/**
 * The act as named by the header `Idempotency-Key`; undefined without one, for reading, and for who is not signed in (his
 * reply may set a cookie, which must not be given out twice). Refuses a key that could be guessed.
 */
export function repeatableOf(request: FastifyRequest, route: AnyRoute, user: User, input: unknown) {
  const key = request.headers['idempotency-key'];
  const caller = callerOf(user);
  if (key === undefined || route.method === 'GET' || caller === undefined) return undefined;
  if (typeof key !== 'string' || !KEY.test(key)) {
    throw new Refusal('idempotency.key', 422, '请求编号的格式不对，没有办理。请刷新页面后再办。', {});
  }
  const keyHash = hash('key', caller, route.method, route.path, key);
  const content = Buffer.isBuffer(request.body) ? hash(request.body.toString('base64')).toString('hex') : '';
  return {
    keyHash,
    requestHash: hash(JSON.stringify(input), content),
    secret: hash('reply', key, keyHash.toString('hex')),
  };
}

/** Takes the key for the act that is about to be done, or gives the answer to the same act done before. Waits for one under way. */
export async function takeKey(db: AnyDb, one: Repeatable, now: Date): Promise<Answer | undefined> {
  const taken = await db
    .insertInto(TABLE)
    .values({ key_hash: one.keyHash, request_hash: one.requestHash, made_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('made_at')
    .executeTakeFirst();
  if (taken) return undefined;
  return (await readAnswer(db, one)) ?? { refusal: UNDER_WAY };
}

/** The answer to the same act done before. Refuses a key that named another act. */
export async function readAnswer(db: AnyDb, one: Repeatable): Promise<Answer | undefined> {
  const row = await db
    .selectFrom(TABLE)
    .select(['request_hash', 'locked_reply'])
    .where('key_hash', '=', one.keyHash)
    .executeTakeFirst();
  if (!row) return undefined;
  if (!row.request_hash.equals(one.requestHash)) {
    const sentence = '这个请求编号已经用于另一次办理，这次没有办理。请刷新页面，看清结果后再办。';
    throw new Refusal('idempotency.other-request', 422, sentence, {});
  }
  return row.locked_reply ? unlock(one, row.locked_reply) : undefined;
}

/** In the act's own transaction: both are kept or neither. */
export async function keepAnswer(db: AnyDb, one: Repeatable, answer: Answer): Promise<void> {
  await db
    .updateTable(TABLE)
    .set({ locked_reply: lock(one, answer) })
    .where('key_hash', '=', one.keyHash)
    .execute();
}

/** Removes keys older than a day. Returns how many. */
export async function sweepKeys(db: AnyDb, now: Date): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom(TABLE)
    .where('made_at', '<', sql<Date>`${now}::timestamptz - interval '24 hours'`)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

const UNDER_WAY = {
  code: 'idempotency.under-way',
  status: 409 as const,
  sentence: '同一件事正在办理，请稍候再看结果。',
};

const underWay = new Map<string, Promise<unknown>>();

/** In this process equal acts queue here and not inside transactions, where each would hold a connection that the first may need. */
export async function oneAfterAnother<T>(one: Repeatable | undefined, act: () => Promise<T>): Promise<T> {
  if (!one) return act();
  const name = one.keyHash.toString('hex');
  const before = underWay.get(name);
  const mine = (before ?? Promise.resolve()).catch(() => undefined).then(act);
  underWay.set(name, mine);
  try {
    return await mine;
  } finally {
    if (underWay.get(name) === mine) underWay.delete(name);
  }
}

function hash(...parts: string[]): Buffer {
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}

function lock({ secret, keyHash }: Repeatable, answer: Answer): Buffer {
  const iv = randomBytes(IV);
  const cipher = createCipheriv(CIPHER, secret, iv);
  cipher.setAAD(keyHash);
  const body = Buffer.concat([cipher.update(JSON.stringify(answer), 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

function unlock({ secret, keyHash }: Repeatable, locked: Buffer): Answer {
  const decipher = createDecipheriv(CIPHER, secret, locked.subarray(0, IV));
  decipher.setAAD(keyHash);
  decipher.setAuthTag(locked.subarray(IV, IV + TAG));
  const body = Buffer.concat([decipher.update(locked.subarray(IV + TAG)), decipher.final()]);
  return JSON.parse(body.toString('utf8')) as Answer;
}
