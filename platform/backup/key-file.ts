import { createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** Says which key sealed the data without saying anything about the key. Undefined when the file is not there. */
export async function keyFingerprint(file: string): Promise<string | undefined> {
  if (!existsSync(file)) return undefined;
  const master = Buffer.from((await readFile(file, 'utf8')).trim(), 'hex');
  return createHmac('sha256', master).update('kangyang/key-fingerprint').digest('hex').slice(0, 32);
}
