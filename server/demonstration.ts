import { OLD_AGE_ALLOWANCE } from '#modules/allowances/contract.ts';
import { importOpening, type RunDeps, runToTheEnd, signOpening } from '#modules/allowances/index.ts';
import type { Keys } from '#platform/crypto/keys.ts';
import { monthNo } from '#platform/month/month.ts';
import { loadDemonstration, type Demonstration as Population } from '#tools/population/load.ts';
import { PROVINCE_DEFAULTS } from '#tools/population/province.ts';
import { yuhuanOpening } from '#tools/population/yuhuan-opening.ts';
import { importFormerPayments } from './former-system.ts';

/** 玉环市 and the month of the published letter 玉民资〔2023〕73号. */
export const YUHUAN = '331083';
export const YUHUAN_MONTH = '2023-08';
const FIRST_OPENING_MONTH = '2023-01';
const LAST_OPENING_MONTH = '2023-07';
/** Shanghai's midnight after the last month that the former system paid. */
const FORMER_KNEW_UP_TO = new Date('2023-07-31T16:00:00Z');
export const DEFAULT_PROVINCE_SIZE = 100_000;
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

/** The whole province in small: the same steps, with payments of the former system simulated from what it knew. */
export function provinceSteps(deps: DemonstrationDeps, seed: number, size: number): Step[] {
  const { run, log } = deps;
  const name = `province-${seed}-${size}`;
  const population: Population = { kind: 'province', wish: { ...PROVINCE_DEFAULTS, seed, size } };
  return [
    { name: `population-${name}`, act: () => loadPopulation(deps, population) },
    { name: `opening-${name}`, act: () => loadProvinceOpening(run, log) },
    { name: `month-${name}-${YUHUAN_MONTH}`, act: () => computeMonth(run, log) },
  ];
}

async function loadProvinceOpening(run: RunDeps, log: (line: string) => void): Promise<void> {
  const client = await run.pool.connect();
  try {
    const spans = await importFormerPayments(client, {
      rulebook: run.book().rulebook,
      province: run.province,
      firstMonth: monthNo(FIRST_OPENING_MONTH),
      lastMonth: monthNo(LAST_OPENING_MONTH),
      knownAt: FORMER_KNEW_UP_TO,
      signedBy: SIGNED_BY,
      now: run.now(),
    });
    log(`开账已导入并签认：${spans} 段。`);
  } finally {
    client.release();
  }
}

async function loadPopulation({ run, keys, log }: DemonstrationDeps, population: Population): Promise<void> {
  const client = await run.pool.connect();
  try {
    const { imported } = await loadDemonstration(population, {
      client,
      keys,
      report: ({ persons }) => log(`正在装载演示人口：${persons} 人。`),
    });
    log(`演示人口已装载：${imported.persons} 人。`);
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
  await runToTheEnd(run, wish, ({ done, total }) => log(`正在计算 ${YUHUAN_MONTH}：${done}/${total} 个县（市、区）。`));
}
