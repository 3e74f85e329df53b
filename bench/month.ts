import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { OLD_AGE_ALLOWANCE } from '#modules/allowances/contract.ts';
import { type RunDeps, runToTheEnd } from '#modules/allowances/index.ts';
import { seedDivisions } from '#modules/places/division.store.ts';
import { governingBook } from '#modules/policy/decide/governing-book.ts';
import type { InputColumns } from '#modules/policy/input/columns.ts';
import { refreshInput } from '#modules/policy/input/refresh-input.ts';
import type { Rulebook } from '#modules/policy/rule.ts';
import type { Keys } from '#platform/crypto/keys.ts';
import { dayNo, monthNo } from '#platform/month/month.ts';
import { ROOT } from '#server/config.ts';
import { importFormerPayments } from '#server/former-system.ts';
import { loadDemonstration } from '#tools/population/load.ts';
import { PROVINCE_DEFAULTS } from '#tools/population/province.ts';
import { kernelFigures, readColumns } from './kernel-figures.ts';
import { benchLaw } from './law.ts';
import { forgetPeakRss, round, wallMs } from './measure.ts';
import { oracleFigures } from './oracle-figures.ts';
import { copyFinishedList, explainP95, forgetMonth, rerunCounty } from './run-figures.ts';
import { openScratch, type Scratch } from './scratch.ts';
import { writeZenInput } from './zen-input.ts';

const SEED = 1;
const PROVINCE = '33';
const PROVINCE_CODE = '330000';
const MONTH = monthNo('2023-08');
const FIRST_MONTH = monthNo('2021-08');
const FORMER_KNEW_UP_TO = new Date('2023-07-31T16:00:00Z');
export const DEFAULT_SIZE = 200_000;

export type BenchDeps = { server: pg.Pool; keys: Keys; log: (line: string) => void };

/**
 * 量一个月: builds a province of the given size in a database of its own, measures what docs/performance.md speaks of, and
 * throws it away. Figures in milliseconds; nothing is installed.
 */
export async function benchMonth({ server, keys, log }: BenchDeps, size: number) {
  const law = benchLaw();
  const scratch = await openScratch(server);
  const run = runDeps(scratch, law);
  try {
    log(`正在生成并装载 ${size} 人……`);
    const { ms: loadWallMs } = await wallMs(() => loadPersons(scratch, keys, size, log));
    log(`装载用时 ${loadWallMs} 毫秒。`);
    const { ms: prepareMs } = await wallMs(() => prepare(scratch, run, law, log));
    log(`引擎输入和原系统已发数用时 ${prepareMs} 毫秒；正在计算 2023-08……`);
    const wish = { benefit: OLD_AGE_ALLOWANCE, payMonth: MONTH, county: null, by: 'bench' };
    forgetPeakRss();
    const { ms: runWallMs, result } = await wallMs(() => runToTheEnd(run, wish, () => undefined));
    const peakRssMb = Math.round(process.resourceUsage().maxRSS / 1024);
    log(`整月用时 ${runWallMs} 毫秒；正在量内核、SQL 和其余各项……`);
    const copyWallMs = await copyFinishedList(scratch.owner.pool, MONTH);
    log(`拷贝清册用时 ${copyWallMs} 毫秒；由冻结文件再算一遍……`);
    await forgetMonth(scratch.owner.pool, MONTH);
    const { ms: frozenRunMs } = await wallMs(() => runToTheEnd(run, wish, () => undefined));
    log(`由冻结文件再算用时 ${frozenRunMs} 毫秒，是拷贝清册的 ${round(frozenRunMs / copyWallMs)} 倍。`);
    const columns = await readColumns(scratch.app.pool);
    const figures = kernelFigures(columns, law, PROVINCE_CODE, MONTH);
    const oracle = await oracleFigures(scratch, columns, law, PROVINCE_CODE, MONTH);
    const zen = peerZen(columns, law);
    return {
      size,
      oracleEqual: oracle.equal,
      counties: oracle.counties,
      persons: result.result.totals.persons,
      kernelMonthCpuMs: figures.kernelMonthCpuMs,
      bareReadCpuMs: figures.bareReadCpuMs,
      sqlMonthCpuMs: oracle.sqlMonthCpuMs,
      kernel25CpuMs: figures.kernel25CpuMs,
      runWallMs,
      copyWallMs,
      peakRssMb,
      explainP95Ms: await explainP95(scratch, keys, run, MONTH),
      loadWallMs,
      countyRerunMs: await rerunCounty(scratch.owner.pool, run, MONTH),
      peers: { zen },
    };
  } finally {
    await scratch.close();
  }
}

function runDeps({ app, frozenFolder }: Scratch, law: Rulebook): RunDeps {
  const book = governingBook(law);
  return { pool: app.pool, book: () => book, now: () => new Date(), frozenFolder, province: PROVINCE };
}

async function loadPersons(scratch: Scratch, keys: Keys, size: number, log: BenchDeps['log']): Promise<void> {
  await scratch.app.db.transaction().execute((db) => seedDivisions(db));
  const client = await scratch.app.pool.connect();
  let told = 0;
  try {
    await loadDemonstration(
      { kind: 'province', wish: { ...PROVINCE_DEFAULTS, seed: SEED, size } },
      {
        client,
        keys,
        report: ({ persons }) => {
          if (persons - told < 1_000_000) return;
          told = persons;
          log(`已装载 ${persons} 人。`);
        },
      },
    );
  } finally {
    client.release();
  }
}

/** The engine's input from the facts, and 24 months that a former system paid under the same law. */
async function prepare(scratch: Scratch, run: RunDeps, law: Rulebook, log: BenchDeps['log']): Promise<void> {
  await scratch.owner.pool.query('analyze');
  const client = await scratch.app.pool.connect();
  try {
    const bornUpTo = dayNo('1945-08-01');
    const { ms } = await wallMs(() =>
      refreshInput(client, { province: PROVINCE, bornUpTo, benefit: OLD_AGE_ALLOWANCE }),
    );
    log(`引擎输入已生成（${ms} 毫秒），正在模拟原系统已发数……`);
    await importFormerPayments(client, {
      rulebook: law,
      province: PROVINCE,
      firstMonth: FIRST_MONTH,
      lastMonth: MONTH - 1,
      knownAt: FORMER_KNEW_UP_TO,
      signedBy: 'bench',
      now: run.now(),
    });
  } finally {
    client.release();
  }
  // A summary that was broken off while rows came in makes every later range be read: made anew once all are there.
  await scratch.owner.pool.query('reindex index people.fact_touched');
  await scratch.owner.pool.query('vacuum analyze');
}

/** A rule engine of general use on the same persons; null where bench/peers is not installed. */
function peerZen(columns: InputColumns, law: Rulebook): { persons: number; cpuMsPerPerson: number } | null {
  const peers = join(ROOT, 'bench', 'peers');
  if (!existsSync(join(peers, 'node_modules'))) return null;
  const folder = mkdtempSync(join(tmpdir(), 'kangyang-zen-'));
  try {
    const file = join(folder, 'persons.jsonl');
    writeZenInput(columns, law, MONTH, file);
    const child = spawnSync(process.execPath, [join(peers, 'zen.mjs'), file], { encoding: 'utf8', maxBuffer: 1 << 28 });
    const reply = JSON.parse(child.stdout) as { persons: number; cpuMsPerPerson: number; equal: boolean };
    if (!reply.equal) throw new Error('zen-engine came to other amounts than the kernel');
    return { persons: reply.persons, cpuMsPerPerson: reply.cpuMsPerPerson };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
