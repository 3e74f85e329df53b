import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  accessSync,
  constants,
  createReadStream,
  createWriteStream,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliCompress } from 'node:zlib';
import { Refusal } from '#platform/refusal/refusal.ts';
import { ROOT } from './config.ts';

const CONFIG = join('apps', 'vite.config.ts');
export const APPS_DIST = join(ROOT, 'apps', 'dist');
const STAMP = 'sources.sha256';
/** All that may end up in a screen. Hashing it takes some milliseconds, so no build is ever stale or in vain. */
const SOURCES = ['apps', 'modules', 'platform', 'package-lock.json'];

/** Builds the screens when apps/dist was not made from exactly these sources; two starts at once do not disturb each other. */
export async function buildApps(report: (line: string) => void, stopped: AbortSignal): Promise<void> {
  if (!existsSync(join(ROOT, CONFIG))) return;
  const sources = hashSources();
  if (stampOf(APPS_DIST) === sources) return;
  refuseReadOnly();
  report('正在生成网页……');
  const unfinished = `${APPS_DIST}.${process.pid}`;
  try {
    await runVite(unfinished, stopped);
    await compressAll(unfinished);
    writeFileSync(join(unfinished, STAMP), sources);
    putInPlace(unfinished, sources);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

async function runVite(target: string, stopped: AbortSignal): Promise<void> {
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  const args = [vite, 'build', '--config', CONFIG, '--outDir', target, '--emptyOutDir', '--logLevel', 'warn'];
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
    signal: stopped,
    // Whatever the caller runs as, people get the production build.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const [code] = await once(child, 'exit').catch((error: Error) => {
    stopped.throwIfAborted();
    throw error;
  });
  if (code !== 0) throw new Refusal('build', 409, '网页没有生成成功，原因见上面的输出。', {});
}

/** Every text file also as .br, so that a page costs the network a third and the server nothing. */
async function compressAll(folder: string): Promise<void> {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(js|css|html|svg)$/.test(name)) continue;
    const file = join(folder, name);
    await pipeline(createReadStream(file), createBrotliCompress(), createWriteStream(`${file}.br`));
  }
}

/** Another start may have put the same build there meanwhile; then that one stays. */
function putInPlace(unfinished: string, sources: string): void {
  const old = `${unfinished}.old`;
  if (existsSync(APPS_DIST)) renameSync(APPS_DIST, old);
  try {
    renameSync(unfinished, APPS_DIST);
  } catch (error) {
    if (stampOf(APPS_DIST) !== sources) throw error;
  } finally {
    rmSync(old, { recursive: true, force: true });
  }
}

function stampOf(folder: string): string | undefined {
  const file = join(folder, STAMP);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function refuseReadOnly(): void {
  try {
    accessSync(join(ROOT, 'apps'), constants.W_OK);
  } catch {
    throw new Refusal(
      'build.read-only',
      409,
      `当前用户不能写入 ${ROOT}，无法生成网页。请用拥有该文件夹的用户先启动一次。`,
      {},
    );
  }
}

function hashSources(): string {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap(filesOf)) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(ROOT, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesOf(path: string): string[] {
  if (path.endsWith('.json')) return [path];
  return readdirSync(join(ROOT, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(test\.tsx?|md)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1))
    .filter((file) => !file.startsWith(`apps${sep}dist`))
    .sort();
}
