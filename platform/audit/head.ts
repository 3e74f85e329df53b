import { z } from 'zod';
import type { PublicKey, SigningKey } from '../crypto/sm2.ts';
import { sm3 } from '../crypto/sm3.ts';

/** 签名头: the state of the whole audit at one moment, one line of JSON. */
const Head = z.strictObject({
  head: z.int().positive(),
  block: z.int().positive(),
  /** How many rows are sealed up to here. */
  rows: z.int().positive(),
  hash: z.string(),
  at: z.string(),
  /** SM3 of the head's line before this one: the last signature thus covers all of them. */
  previous: z.string(),
  /** Fingerprint of the signing key. */
  key: z.string(),
  signature: z.string(),
});
export type Head = z.infer<typeof Head>;

export const BEFORE_FIRST_HEAD = '0'.repeat(64);

/** The line, signed over its own text without `,"signature":"…"`. */
export function signLine(key: SigningKey, content: Omit<Head, 'signature' | 'key'>): string {
  const text = JSON.stringify({ ...content, key: key.publicKey.fingerprint });
  return `${text.slice(0, -1)},"signature":"${key.sign(text)}"}`;
}

/** Undefined when the line is no head, or not in exactly the form in which heads are written. */
export function readLine(line: string): Head | undefined {
  try {
    const parsed = Head.safeParse(JSON.parse(line));
    return parsed.success && JSON.stringify(parsed.data) === line ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

export function lineHash(line: string): string {
  return sm3(line).toString('hex');
}

/** Whether the line's signature is this key's. */
export function isSignedBy(key: PublicKey, line: string): boolean {
  const head = readLine(line);
  if (!head || head.key !== key.fingerprint) return false;
  const { signature, ...content } = head;
  return key.verifies(JSON.stringify(content), signature);
}
