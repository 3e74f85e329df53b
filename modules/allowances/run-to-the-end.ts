import type { CountyResult, ProvinceResult } from './contract.ts';
import { countyResult, provinceResult } from './month.page.ts';
import { findOpenRun, readUnitMonths } from './run.store.ts';
import { continueRun, type Progress, type RunDeps, type RunWish, startRun, withClient } from './run-month.ts';

export type RunReply = { result: CountyResult | ProvinceResult; joined: boolean };

/** 计算到底: starts a run (or joins the same one under way), computes it, and says what it came to. */
export async function runToTheEnd(
  deps: RunDeps,
  wish: RunWish,
  report: (progress: Progress) => void,
): Promise<RunReply> {
  const { run, joined } = await startRun(deps, wish);
  await continueRun(deps, run.runNo, report);
  const lists = await withClient(deps.pool, (client) => readUnitMonths(client, wish.benefit, wish.payMonth));
  if (wish.county === null) {
    const units = new Set(run.units);
    return {
      result: provinceResult(
        lists.filter((list) => units.has(list.unit)),
        wish.payMonth,
      ),
      joined,
    };
  }
  const list = lists.find((each) => each.unit === wish.county);
  if (!list) throw new Error(`the run left no list for ${wish.county}`);
  return { result: countyResult(list, wish.payMonth), joined };
}

/** After a crash: goes on with the run that was under way. Undefined when there is none. */
export async function continueOpenRun(
  deps: RunDeps,
  report: (progress: Progress) => void,
): Promise<Progress | undefined> {
  const open = await withClient(deps.pool, (client) => findOpenRun(client));
  return open && continueRun(deps, open.runNo, report);
}
