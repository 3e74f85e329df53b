import type { InputColumns } from '#modules/policy/input/columns.ts';
import { compileRules } from '#modules/policy/kernel/compile.ts';
import { runKernel } from '#modules/policy/kernel/kernel.ts';
import type { Rulebook } from '#modules/policy/rule.ts';
import type { MonthNo } from '#platform/month/month.ts';
import { type CountyMonth, countyTally, tallySegments } from '../tests/oracle/county-month.ts';
import { loadLaw, oracleMonths } from '../tests/oracle/oracle.ts';
import { backendCpuMs, round } from './measure.ts';
import type { Scratch } from './scratch.ts';

export type OracleFigures = { equal: boolean; counties: number; sqlMonthCpuMs: number | null };

/** The same month by set-based SQL: equal count, sum and checksum per county, and the database process's time for it. */
export async function oracleFigures(
  { owner }: Scratch,
  columns: InputColumns,
  law: Rulebook,
  province: string,
  month: MonthNo,
): Promise<OracleFigures> {
  const client = await owner.pool.connect();
  try {
    // One process, so that its clock is the whole cost.
    await client.query("set max_parallel_workers_per_gather = 0; set work_mem = '256MB'");
    await loadLaw(client, law, province);
    const before = await backendCpuMs(client);
    const bySql = await oracleMonths(client, month, month);
    const after = await backendCpuMs(client);
    const byKernel = kernelMonths(columns, law, province, month);
    return {
      equal: JSON.stringify(bySql) === JSON.stringify(byKernel),
      counties: byKernel.length,
      sqlMonthCpuMs: before === null || after === null ? null : round(after - before),
    };
  } finally {
    client.release(true);
  }
}

function kernelMonths(columns: InputColumns, law: Rulebook, province: string, month: MonthNo): CountyMonth[] {
  const book = compileRules(law, province, month, month);
  const tally = countyTally();
  tallySegments(tally, columns, book, runKernel(columns, book));
  return tally.result();
}
