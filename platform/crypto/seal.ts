import { createHmac, randomBytes } from 'node:crypto';
import { CIPHERS, type DataKey } from './cipher.ts';
import type { Keys, Ring } from './keys.ts';

// One sealed value holds all level-3 and level-4 fields of one row:
// version 1 byte ‖ number of the data key 2 bytes ‖ IV ‖ tag ‖ ciphertext of JSON. Lengths follow from the key's algorithm.
// Associated data is table, column, row and key: a value moved to another place does not open.
const VERSION = 2;
const HEAD = 3;

/** Where a sealed value lies; `row` is its primary key as text. */
export type SealedPlace = { table: string; column: string; row: number | string };

export type SealedFields = Record<string, string>;

/** The value was sealed with a key that this process does not have (yet). */
export class UnknownDataKey extends Error {}

/** 封存: seals with the active key. */
export function seal(keys: Pick<Keys, 'ring'>, place: SealedPlace, fields: SealedFields): Buffer {
  return sealBytes(keys.ring.active(), place, Buffer.from(JSON.stringify(fields), 'utf8'));
}

/** Opens a sealed value; throws when it was changed, cut or moved from another row, column or table. */
export function unseal(keys: Pick<Keys, 'ring'>, place: SealedPlace, sealed: Buffer): SealedFields {
  return JSON.parse(unsealBytes(keys.ring, place, sealed).toString('utf8')) as SealedFields;
}

/** The same, reading the ring again once when the value's key was made elsewhere in the meantime. */
export async function openSealed(keys: Pick<Keys, 'ring'>, place: SealedPlace, sealed: Buffer): Promise<SealedFields> {
  if (!keys.ring.find(keyIdOf(sealed))) await keys.ring.reload();
  return unseal(keys, place, sealed);
}

export function sealBytes(key: DataKey, place: SealedPlace, text: Buffer): Buffer {
  const cipher = CIPHERS[key.algorithm];
  const iv = freshIv(cipher.ivBytes);
  const { tag, body } = cipher.close(key, associated(place, key.keyId), iv, text);
  const sealed = Buffer.allocUnsafe(HEAD + iv.length + tag.length + body.length);
  sealed.writeUInt8(VERSION, 0);
  sealed.writeUInt16BE(key.keyId, 1);
  iv.copy(sealed, HEAD);
  tag.copy(sealed, HEAD + iv.length);
  body.copy(sealed, HEAD + iv.length + tag.length);
  return sealed;
}

export function unsealBytes(ring: Pick<Ring, 'find'>, place: SealedPlace, sealed: Buffer): Buffer {
  const keyId = keyIdOf(sealed);
  const key = ring.find(keyId);
  if (!key) throw new UnknownDataKey(`sealed with key ${keyId}, which is not here`);
  const { ivBytes, tagBytes, open } = CIPHERS[key.algorithm];
  const [tagAt, bodyAt] = [HEAD + ivBytes, HEAD + ivBytes + tagBytes];
  if (sealed.length < bodyAt) throw new Error('sealed value was cut');
  return open(key, associated(place, keyId), {
    iv: sealed.subarray(HEAD, tagAt),
    tag: sealed.subarray(tagAt, bodyAt),
    body: sealed.subarray(bodyAt),
  });
}

/** The number of the key that sealed it. */
export function keyIdOf(sealed: Buffer): number {
  if (sealed.length < HEAD || sealed.readUInt8(0) !== VERSION) throw new Error('sealed value of an unknown version');
  return sealed.readUInt16BE(1);
}

/** NUL stands in no name and in no text of PostgreSQL: the parts cannot run into each other. */
function associated({ table, column, row }: SealedPlace, keyId: number): Buffer {
  return Buffer.from(`${table}\0${column}\0${row}\0${keyId}`, 'utf8');
}

// Random bytes by the thousand: one call each costs more than the sealing. Never handed out twice.
const POOL_BYTES = 65_536;
let pool = Buffer.alloc(0);
let used = 0;

export function freshIv(length: number): Buffer {
  if (used + length > pool.length) {
    pool = randomBytes(POOL_BYTES);
    used = 0;
  }
  used += length;
  return pool.subarray(used - length, used);
}

/** 盲索引 for equality: HMAC-SHA-256 under a key of its own per column, first 16 bytes. */
export function blindIndex(keys: Pick<Keys, 'blind'>, column: string, value: string): Buffer {
  return createHmac('sha256', keys.blind(column)).update(value).digest().subarray(0, 16);
}

/** 截短盲索引: `bits` (1 to 15) of the same, so few that many rows share each: it narrows a search and names nobody. */
export function blindBucket(keys: Pick<Keys, 'blind'>, column: string, value: string, bits: number): number {
  return createHmac('sha256', keys.blind(column)).update(value).digest().readUInt16BE(0) >> (16 - bits);
}
