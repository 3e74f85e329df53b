import { OLD_AGE_ALLOWANCE } from '#modules/allowances/contract.ts';
import { importOpening, type RunDeps, runToTheEnd, signOpening } from '#modules/allowances/index.ts';
import type { Keys } from '#platform/crypto/keys.ts';
import { monthNo } from '#platform/month/month.ts';
import { loadDemonstration, type Demonstration as Population } from '#tools/population/load.ts';
import { yuhuanOpening } from '#tools/population/yuhuan-opening.ts';

/** 玉环市 and the month of the published letter 玉民资〔2023〕73号. */
export const YUHUAN = '331083';
export const YUHUAN_MONTH = '2023-08';
const SIGNED_BY = '康养演示';

export type DemonstrationDeps = { run: RunDeps; keys: Keys; log: (line: string) => void };

/** Each step is done once; a start that was killed goes on with the first that is not there. */
export type Step = { name: string; act: () => Promise<void> };

export function yuhuanSteps({ run, keys, log }: DemonstrationDeps, seed: number): Step[] {
  return [
    { name: `population-yuhuan-${seed}`, act: () => loadPopulation({ run, keys, log }, { kind: 'yuhuan', seed }) },
    { name: `opening-yuhuan-${seed}`, act: () => loadYuhuanOpening(run, seed) },
    { name: `month-yuhuan-${YUHUAN_MONTH}`, act: () => computeMonth(run, log) },
  ];
}

async function loadPopulation({ run, keys, log }: DemonstrationDeps, population: Population): Promise<void> {
  const client = await run.pool.connect();
  try {
    const { imported } = await loadDemonstration(population, {
      client,
      keys,
      report: ({ persons }) => log(`正在装载演示人口:${persons} 人。`),
    });
    log(`演示人口已装载:${imported.persons} 人。`);
  } finally {
    client.release();
  }
}

async function loadYuhuanOpening(run: RunDeps, seed: number): Promise<void> {
  const { rows, controlTotals } = yuhuanOpening(seed);
  const all = [...rows];
  const months = controlTotals.map((total) => total.month);
  const client = await run.pool.connect();
  try {
    await importOpening(client, {
      county: YUHUAN,
      firstMonth: Math.min(...months),
      lastMonth: Math.max(...months),
      rows: all,
      control: {
        persons: new Set(all.map((row) => row.personNo)).size,
        amountFen: controlTotals.reduce((sum, total) => sum + total.amountFen, 0),
      },
      now: run.now(),
    });
    await signOpening(client, YUHUAN, SIGNED_BY, run.now());
  } finally {
    client.release();
  }
}

async function computeMonth(run: RunDeps, log: (line: string) => void): Promise<void> {
  const wish = { benefit: OLD_AGE_ALLOWANCE, payMonth: monthNo(YUHUAN_MONTH), county: null, by: 'system' };
  await runToTheEnd(run, wish, ({ done, total }) => log(`正在计算 ${YUHUAN_MONTH}:${done}/${total} 个县(市、区)。`));
}
