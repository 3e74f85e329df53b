import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { frozenPath } from '#platform/backup/frozen-files.ts';
import { ROOT } from '#server/config.ts';

export type Ended = { code: number | null; stdout: string; stderr: string };
export type Running = { url: string; process: ChildProcess; output: () => Ended; ended: Promise<Ended> };
export type Where = { program?: string; env?: NodeJS.ProcessEnv; uid?: number };

/** The command as a user types it, in a process of its own. */
export function kangyang(args: string[], where: Where = {}): Promise<Ended> {
  return kangyangProcess(args, where).ended;
}

/** `start` with a free port; returns when it shows its address, fails when it ends before. */
export async function startServer(args: string[], where: Where = {}): Promise<Running> {
  const opened = kangyangProcess(['start', '--port', '0', ...args], where);
  onTestFinished(async () => {
    opened.process.kill('SIGTERM');
    await opened.ended;
  });
  for (;;) {
    const url = /地址 (http\S+)/.exec(opened.output().stdout)?.[1];
    if (url) return { ...opened, url };
    const { stdout } = opened.process;
    const more = await Promise.race([opened.ended, stdout ? once(stdout, 'data') : opened.ended]);
    if (!Array.isArray(more)) throw new Error(`start ended with ${more.code}: ${more.stderr}`);
  }
}

/** A data folder that is gone after the test. */
export function aDataFolder(): string {
  const parent = mkdtempSync(join(tmpdir(), 'kangyang-runtime-'));
  chmodSync(parent, 0o755); // As root the database's account must pass through.
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  return join(parent, 'data');
}

/** A frozen input as a run leaves it; to a backup its content means nothing. Returns its hash. */
export function aFrozenFile(frozen: string, content: string): string {
  const sha256 = createHash('sha256').update(content).digest('hex');
  const file = join(frozen, frozenPath(sha256));
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, content, { mode: 0o600 });
  return sha256;
}

/** `kangyang`, while it runs. */
export function kangyangProcess(
  args: string[],
  { program = join(ROOT, 'kangyang'), env = {}, uid }: Where = {},
): Omit<Running, 'url'> {
  const { DATABASE_URL: _, DATABASE_APP_URL: __, KANGYANG_DATA: ___, ...inherited } = process.env;
  const child = spawn(program, args, {
    cwd: '/',
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const output = () => ({ code: child.exitCode, stdout, stderr });
  return { process: child, output, ended: once(child, 'close').then(output) };
}
