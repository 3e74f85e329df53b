import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fingerprintOf } from '../crypto/master-key.ts';

/** Says which key sealed the data without saying anything about the key. Undefined when the file is not there. */
export async function keyFingerprint(file: string): Promise<string | undefined> {
  if (!existsSync(file)) return undefined;
  return fingerprintOf(Buffer.from((await readFile(file, 'utf8')).trim(), 'hex'));
}
