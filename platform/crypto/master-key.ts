import { createHmac, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

export const MASTER_KEY_BYTES = 32;
/** A random key of 32 bytes has about 30 different ones; a typed or sample one has few. */
const LEAST_DIFFERENT_BYTES = 16;

/** Where the master key 主密钥 is: a file of the data folder, or the environment, never the database. */
export type MasterKeyPlace = { file: string; fromEnvironment?: string | undefined };

/** Undefined when there is none. Refuses one that others can read, that is cut short, or that nobody drew at random. */
export async function readMasterKey({ file, fromEnvironment }: MasterKeyPlace): Promise<Buffer | undefined> {
  if (fromEnvironment !== undefined) return checked(fromEnvironment, '环境变量 KANGYANG_MASTER_KEY');
  if (!existsSync(file)) return undefined;
  const { mode } = await stat(file);
  if ((mode & 0o077) !== 0) throw new Error(`密钥文件 ${file} 可被他人读取。请执行 chmod 600 后再启动。`);
  return checked(await readFile(file, 'utf8'), `密钥文件 ${file}`);
}

/** Reads the master key, or makes it in its file at the first start. */
export async function openMasterKey(place: MasterKeyPlace): Promise<Buffer> {
  const known = await readMasterKey(place);
  if (known) return known;
  await mkdir(dirname(place.file), { recursive: true, mode: 0o700 });
  const key = randomBytes(MASTER_KEY_BYTES);
  await writeFile(place.file, `${key.toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  await chmod(place.file, 0o600);
  return key;
}

/** Says which key it is without saying anything about the key. */
export function fingerprintOf(master: Buffer): string {
  return createHmac('sha256', master).update('kangyang/key-fingerprint').digest('hex').slice(0, 32);
}

function checked(text: string, where: string): Buffer {
  const hex = text.trim();
  const key = Buffer.from(hex, 'hex');
  if (key.length !== MASTER_KEY_BYTES || hex.length !== 2 * MASTER_KEY_BYTES) {
    throw new Error(`${where} 内容不完整（应为 64 个十六进制数字），请从备份恢复，不要新建。`);
  }
  if (new Set(key).size < LEAST_DIFFERENT_BYTES || isStaircase(key)) {
    throw new Error(`${where} 不是随机产生的。请换成真正的密钥（新库可用 openssl rand -hex 32 产生）。`);
  }
  return key;
}

/** 00 01 02 03 …, as in documentation. */
function isStaircase(key: Buffer): boolean {
  const step = key.readUInt8(1) - key.readUInt8(0);
  return key.every((byte, index) => index === 0 || byte - key.readUInt8(index - 1) === step);
}
