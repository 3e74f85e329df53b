import { existsSync } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeSigningKey, type SigningKey, signingKeyFrom } from './sm2.ts';

/** 签名密钥: reads it (PKCS #8, PEM), or makes it at the first start. A file that others can read is refused. */
export async function openSigningKey(file: string): Promise<SigningKey> {
  if (!existsSync(file)) {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, makeSigningKey(), { mode: 0o600, flag: 'wx' });
  }
  const { mode } = await stat(file);
  if ((mode & 0o077) !== 0) throw new Error(`密钥文件 ${file} 可被他人读取。请执行 chmod 600 后再启动。`);
  return signingKeyFrom(await readFile(file, 'utf8'));
}
