import { createHash, createHmac, type KeyObject } from 'node:crypto';

/** SM3 (GB/T 32905-2016) of the parts, one after another; text counts as UTF-8. 32 bytes. */
export function sm3(...parts: readonly (string | Buffer)[]): Buffer {
  const hash = createHash('sm3');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** HMAC-SM3 (GB/T 15852.2): 32 bytes that only the key's holder can make. */
export function hmacSm3(key: KeyObject, content: string | Buffer): Buffer {
  return createHmac('sm3', key).update(content).digest();
}
