import { readFileSync, writeFileSync } from 'node:fs';
import type pg from 'pg';

/** Milliseconds of processor time (user and system) that this process spends on `act`; the least of `times` tries. */
export function leastCpuMs(times: number, act: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let index = 0; index < times; index += 1) {
    const before = process.cpuUsage();
    act();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return round(least);
}

export async function wallMs<T>(act: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const start = performance.now();
  const result = await act();
  return { ms: round(performance.now() - start), result };
}

/** Processor time of the database process behind a connection, from /proc; null where there is no /proc or it is remote. */
export async function backendCpuMs(client: pg.ClientBase): Promise<number | null> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  return cpuMsOf(rows[0]?.pid ?? 0);
}

/** Processor time of a process so far, from /proc; null where there is none. */
export function cpuMsOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    return (ticks * 1000) / TICKS_A_SECOND;
  } catch {
    return null;
  }
}

/** Forgets the highest memory so far, so that a phase can be measured by itself; does nothing where there is no /proc. */
export function forgetPeakRss(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // The peak then counts from the start of the process.
  }
}

/** USER_HZ: 100 on every Linux that Node runs on. */
const TICKS_A_SECOND = 100;

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}
