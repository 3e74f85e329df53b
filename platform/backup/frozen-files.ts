import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Where the frozen files lie, in a data folder as in a backup. */
export const FROZEN = 'frozen';

const FILE = /^([0-9a-f]{2})\/(\1[0-9a-f]{62})\.input$/;

/** A frozen file's place below its folder: named by the SHA-256 of its content. */
export function frozenPath(sha256: string): string {
  return join(sha256.slice(0, 2), `${sha256}.input`);
}

/** All files below the folder, as paths from there; none when it does not exist. */
export async function filesBelow(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => join(relative(folder, parentPath), name));
}

export type Copied = { frozen: string[]; frozenMissing: string[] };

/**
 * Copies every finished frozen file. Called after the rows were read: a run has its file on disk before a row names it, so
 * all that the rows name lie here by now. Named ones that do not, and damaged ones, come back as missing.
 */
export async function copyAllFrozen(source: string, target: string, named: readonly string[]): Promise<Copied> {
  const finished = (await filesBelow(source)).flatMap((file) => FILE.exec(file)?.[2] ?? []);
  const copied: Copied = { frozen: [], frozenMissing: [] };
  for (const sha256 of [...new Set([...finished, ...named])].sort()) {
    const isCopied = await copyFrozen(source, target, sha256);
    (isCopied ? copied.frozen : copied.frozenMissing).push(sha256);
  }
  return copied;
}

/** One file, flushed, whole or not at all; false when it is not there or not what its name says. */
export async function copyFrozen(source: string, target: string, sha256: string): Promise<boolean> {
  const from = join(source, frozenPath(sha256));
  if (!existsSync(from)) return false;
  const to = join(target, frozenPath(sha256));
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  const unfinished = `${to}.part`;
  const hash = createHash('sha256');
  async function* hashed(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      hash.update(chunk);
      yield chunk;
    }
  }
  await pipeline(createReadStream(from), hashed, createWriteStream(unfinished, { mode: 0o600, flush: true }));
  const isWhole = hash.digest('hex') === sha256;
  if (isWhole) await rename(unfinished, to);
  else await rm(unfinished);
  return isWhole;
}
