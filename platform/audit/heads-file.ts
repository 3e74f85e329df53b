import { createReadStream, existsSync } from 'node:fs';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PublicKey } from '../crypto/sm2.ts';
import { readLine } from './head.ts';

const HEADS = 'heads.jsonl';
const PUBLIC_KEY = 'audit-signing.pub.pem';
/** More than any line is long. */
const TAIL_BYTES = 64 * 1024;

/** The public key lies beside the heads, so that whoever has the folder can check signatures with OpenSSL alone. */
export async function openHeadsFolder(folder: string, { pem }: PublicKey): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, PUBLIC_KEY);
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known !== pem) await writeFile(file, pem, { mode: 0o644 });
}

/** The public key beside a copy of the heads; undefined when there is none. */
export async function readPublicKey(folder: string): Promise<string | undefined> {
  return readFile(join(folder, PUBLIC_KEY), 'utf8').catch(() => undefined);
}

/** Adds a line (or several, with line feeds between) and waits until it is on disk. A line that a crash cut short is left behind as a line of its own. */
export async function appendHead(folder: string, line: string): Promise<void> {
  const handle = await open(join(folder, HEADS), 'a+', 0o600);
  try {
    const { size } = await handle.stat();
    const last = Buffer.alloc(1, '\n');
    if (size > 0) await handle.read(last, 0, 1, size - 1);
    await handle.appendFile(`${last.toString() === '\n' ? '' : '\n'}${line}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The last line that is a head; undefined when the file is not there or has none. */
export async function readLastLine(folder: string): Promise<string | undefined> {
  const file = join(folder, HEADS);
  if (!existsSync(file)) return undefined;
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
    await handle.read(tail, 0, tail.length, size - tail.length);
    return tail
      .toString()
      .split('\n')
      .findLast((line) => readLine(line) !== undefined);
  } finally {
    await handle.close();
  }
}

/** How long the file is; 0 when it is not there. */
export async function sizeOfHeads(folder: string): Promise<number> {
  const handle = await open(join(folder, HEADS), 'r').catch(() => undefined);
  if (!handle) return 0;
  const { size } = await handle.stat();
  await handle.close();
  return size;
}

/** All lines of the first `size` bytes, in order. */
export async function* readLines(folder: string, size: number): AsyncGenerator<string> {
  if (size === 0) return;
  let rest = '';
  for await (const chunk of createReadStream(join(folder, HEADS), { encoding: 'utf8', end: size - 1 })) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
