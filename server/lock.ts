import { execFileSync } from 'node:child_process';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { Refusal } from '#platform/refusal/refusal.ts';

/** Who works in the data folder: a server that answers on `socket`, or a short command (null). */
export type Holder = { pid: number; started: string; command: string; socket: string | null };
export type Lock = { release: () => void };

/** Takes the data folder for this process. Refused while another process that still lives holds it. */
export function takeLock(file: string, command: string, socket: string | null): Lock {
  const mine: Holder = { pid: process.pid, started: startOf(process.pid) ?? '', command, socket };
  const text = JSON.stringify(mine);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, text, { mode: 0o600 });
  try {
    for (;;) {
      if (tryLink(draft, file)) return { release: () => release(file, text) };
      const holder = readHolder(file);
      if (holder) throw inUse(holder);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** The living holder, if any. A lock whose process is gone (also when its number was given away since) is cleared. */
export function readHolder(file: string): Holder | undefined {
  const text = read(file);
  if (text === undefined) return undefined;
  const holder = JSON.parse(text) as Holder;
  if (startOf(holder.pid) === holder.started) return holder;
  clearStale(file, text);
  return undefined;
}

/** A link appears with its content or not at all, so nobody ever reads half a lock. */
function tryLink(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Two processes may find the same stale lock; the one that moves away a fresh one by mistake puts it back. */
function clearStale(file: string, staleText: string): void {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (read(aside) !== staleText) tryLink(aside, file);
  rmSync(aside, { force: true });
}

function release(file: string, text: string): void {
  if (read(file) === text) rmSync(file, { force: true });
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** When a process began, in the system's own words; undefined when there is none with that number. */
function startOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') {
      // Field 22, counted behind the command's name, which may itself hold spaces and brackets.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}

function inUse(holder: Holder): Refusal {
  const hint = holder.socket ? '先执行 ./kangyang stop 停止它' : '等它结束后再试';
  return new Refusal(
    'data-folder.in-use',
    409,
    `数据文件夹正被另一个进程使用（进程号 ${holder.pid}，命令 ${holder.command}）。请${hint}，或用 --data 指定另一个文件夹。`,
    { pid: holder.pid },
  );
}
