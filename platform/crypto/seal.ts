import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { Keys } from './keys.ts';

// One sealed value holds all level-3 and level-4 fields of one row:
// version 1 byte ‖ key id 2 bytes ‖ IV 12 ‖ tag 16 ‖ AES-256-GCM ciphertext of JSON. The row's address is associated data,
// so a value moved to another row or table does not open.
const VERSION = 1;
const HEAD = 3;
const IV = 12;
const TAG = 16;

export function seal(keys: Keys, address: string, fields: Record<string, string>): Buffer {
  const iv = freshIv();
  const cipher = createCipheriv('aes-256-gcm', keys.sealing, iv);
  cipher.setAAD(Buffer.from(`${address}|${keys.keyId}`));
  const body = Buffer.concat([cipher.update(JSON.stringify(fields), 'utf8'), cipher.final()]);
  const head = Buffer.alloc(HEAD);
  head.writeUInt8(VERSION, 0);
  head.writeUInt16BE(keys.keyId, 1);
  return Buffer.concat([head, iv, cipher.getAuthTag(), body]);
}

// Random bytes by the thousand: one call each costs more than the sealing. Never handed out twice.
const POOL_BYTES = IV * 4096;
let pool = Buffer.alloc(0);
let used = 0;

function freshIv(): Buffer {
  if (used + IV > pool.length) {
    pool = randomBytes(POOL_BYTES);
    used = 0;
  }
  used += IV;
  return pool.subarray(used - IV, used);
}

/** Opens a sealed value; throws when it was changed, cut or moved from another row. */
export function unseal(keys: Keys, address: string, sealed: Buffer): Record<string, string> {
  if (sealed.readUInt8(0) !== VERSION) throw new Error('sealed value of an unknown version');
  if (sealed.readUInt16BE(1) !== keys.keyId) throw new Error('sealed with a key that is not here');
  const decipher = createDecipheriv('aes-256-gcm', keys.sealing, sealed.subarray(HEAD, HEAD + IV));
  decipher.setAAD(Buffer.from(`${address}|${keys.keyId}`));
  decipher.setAuthTag(sealed.subarray(HEAD + IV, HEAD + IV + TAG));
  const body = Buffer.concat([decipher.update(sealed.subarray(HEAD + IV + TAG)), decipher.final()]);
  return JSON.parse(body.toString('utf8')) as Record<string, string>;
}

/** Blind index for equality: HMAC-SHA-256 under a key of its own per column, first 16 bytes. */
export function blindIndex(keys: Keys, column: string, value: string): Buffer {
  return createHmac('sha256', keys.blind(column)).update(value).digest().subarray(0, 16);
}
