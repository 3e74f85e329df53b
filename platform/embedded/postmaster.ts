import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Refusal } from '../refusal/refusal.ts';
import type { Account } from './account.ts';
import type { Settings } from './settings.ts';

export type Launch = {
  binaries: string;
  cluster: string;
  logFile: string;
  account: Account;
  settings: Settings;
  config: pg.ClientConfig;
  giveUp: AbortSignal;
};

const ORPHAN_WAIT_MS = 30_000;
const STOP_WAIT_MS = 30_000;
const LARGEST_LOG_BYTES = 10 * 1024 * 1024;
/** What the server says while processes of its killed predecessor still hold the cluster. */
const HELD = /lock file .* already exists|pre-existing shared memory block/;

/** Starts the server and returns when it answers; while orphans hold the cluster it waits and tries again. */
export async function launch(options: Launch): Promise<ChildProcess> {
  const deadline = Date.now() + ORPHAN_WAIT_MS;
  rotateLog(options.logFile);
  for (;;) {
    const logStart = existsSync(options.logFile) ? statSync(options.logFile).size : 0;
    const child = spawnServer(options);
    if (await answers(child, options)) return child;
    const said = readFileSync(options.logFile).subarray(logStart).toString('utf8').trim();
    if (!HELD.test(said) || Date.now() > deadline) {
      throw new Refusal(
        'embedded.start',
        409,
        `数据库没有启动。它的最后几行日志（${options.logFile}）：\n${lastLines(said)}`,
        {},
      );
    }
    await sleep(300);
  }
}

function spawnServer({ binaries, cluster, logFile, account, settings }: Launch): ChildProcess {
  const log = openSync(logFile, 'a', 0o600);
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  try {
    // Its own process group: Ctrl-C must reach only us, we then stop it in order.
    return spawn(join(binaries, 'bin', 'postgres'), ['-D', cluster, ...args], {
      ...(account ? { uid: account.uid, gid: account.gid } : {}),
      cwd: '/',
      env: { PATH: process.env.PATH ?? '', TZ: 'UTC' },
      detached: true,
      stdio: ['ignore', log, log],
    });
  } finally {
    closeSync(log);
  }
}

async function answers(child: ChildProcess, { config, giveUp }: Launch): Promise<boolean> {
  const failed = once(child, 'exit').then(
    () => true,
    () => true,
  );
  for (;;) {
    const state = await Promise.race([failed.then(() => 'exited' as const), tryConnect(config)]);
    if (state === 'ready') return true;
    if (state === 'exited') return false;
    if (state === 'password') {
      await stopProcess(child.pid ?? 0);
      throw new Refusal(
        'embedded.password',
        409,
        '数据库拒绝了密码文件里的密码。请恢复数据文件夹 secrets 里原来的文件，不要新建。',
        {},
      );
    }
    if (giveUp.aborted) {
      await stopProcess(child.pid ?? 0);
      throw new Refusal('embedded.stopped', 409, '已停止启动。', {});
    }
    await sleep(30);
  }
}

async function tryConnect(config: pg.ClientConfig): Promise<'ready' | 'not-yet' | 'password'> {
  const client = new pg.Client({ ...config, database: 'postgres', connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return 'ready';
  } catch (error) {
    return (error as { code?: string }).code === '28P01' ? 'password' : 'not-yet';
  }
}

/** Stops the server left over from a parent that was killed. Returns whether there was one. */
export async function stopLeftOver(cluster: string): Promise<boolean> {
  const pid = runningPid(cluster);
  if (pid === undefined) return false;
  await stopProcess(pid);
  return true;
}

function runningPid(cluster: string): number | undefined {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  return Number.isInteger(pid) && pid > 1 && worksOn(pid, cluster) ? pid : undefined;
}

/** The number in postmaster.pid may belong to another program by now. */
function worksOn(pid: number, cluster: string): boolean {
  if (!isAlive(pid)) return false;
  if (process.platform !== 'linux') return true;
  try {
    const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return args.includes(cluster) && (args[0] ?? '').endsWith('postgres');
  } catch {
    return false;
  }
}

/** Fast shutdown; after 30 s the immediate one (the next start then recovers from the log). */
export async function stopProcess(pid: number): Promise<void> {
  if (await signalAndWait(pid, 'SIGINT', STOP_WAIT_MS)) return;
  if (await signalAndWait(pid, 'SIGQUIT', STOP_WAIT_MS / 3)) return;
  await signalAndWait(pid, 'SIGKILL', STOP_WAIT_MS / 3);
}

async function signalAndWait(pid: number, signal: NodeJS.Signals, waitMs: number): Promise<boolean> {
  const deadline = Date.now() + waitMs;
  if (pid > 1 && isAlive(pid)) process.kill(pid, signal);
  while (pid > 1 && isAlive(pid)) {
    if (Date.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function rotateLog(file: string): void {
  if (existsSync(file) && statSync(file).size > LARGEST_LOG_BYTES) renameSync(file, `${file}.1`);
}

function lastLines(text: string): string {
  return text.split('\n').slice(-8).join('\n');
}
