import type pg from 'pg';
import { COLUMN_NAMES, type InputColumns, NOTHING } from '#modules/policy/input/columns.ts';
import { compileRules } from '#modules/policy/kernel/compile.ts';
import { runKernel } from '#modules/policy/kernel/kernel.ts';
import type { Rulebook } from '#modules/policy/rule.ts';
import { copyIntColumns } from '#platform/db/copy-int-columns.ts';
import type { MonthNo } from '#platform/month/month.ts';
import { leastCpuMs } from './measure.ts';

export type KernelFigures = { kernelMonthCpuMs: number; bareReadCpuMs: number; kernel25CpuMs: number };

const TRIES = 8;

/** One month for all, the bare read of the same columns, and 25 months: processor time, the least of eight tries each. */
export function kernelFigures(columns: InputColumns, law: Rulebook, province: string, month: MonthNo): KernelFigures {
  const one = compileRules(law, province, month, month);
  const many = compileRules(law, province, month - 24, month);
  return {
    kernelMonthCpuMs: leastCpuMs(TRIES, () => void runKernel(columns, one)),
    bareReadCpuMs: leastCpuMs(TRIES, () => void bareRead(columns)),
    kernel25CpuMs: leastCpuMs(TRIES, () => void runKernel(columns, many)),
  };
}

/** Every value of every column once, and nothing else. */
function bareRead(columns: InputColumns): number {
  let sum = 0;
  for (const name of COLUMN_NAMES) {
    const column = columns[name];
    for (let index = 0; index < column.length; index += 1) sum = (sum + column[index]!) | 0;
  }
  return sum;
}

export async function readColumns(pool: pg.Pool): Promise<InputColumns> {
  const client = await pool.connect();
  try {
    // By unit, as a run works: one county's rules stay in the cache.
    const query = `select ${COLUMN_NAMES.join(', ')} from policy.input order by unit, person_no, from_day`;
    const { length, columns } = await copyIntColumns(client, query, COLUMN_NAMES.length, NOTHING);
    const named = { length } as InputColumns;
    COLUMN_NAMES.forEach((name, index) => {
      named[name] = columns[index] ?? new Int32Array(0);
    });
    return named;
  } finally {
    client.release();
  }
}
