import { withClient } from '#platform/db/with-client.ts';
import type { CountyResult, ProvinceResult } from './contract.ts';
import { foldOrders } from './fold-orders.ts';
import { countyResult, provinceResult } from './month.page.ts';
import { findOpenRun, readUnitMonths } from './run.store.ts';
import { continueRun, type Progress, type RunDeps, type RunWish, startRun } from './run-month.ts';

export type RunReply = {
  result: CountyResult | ProvinceResult;
  /** The same run was under way: this is its result. */
  joined: boolean;
  /** Input, rules and orders are those of an earlier run: its lists stand, with their own cut-off. */
  unchanged: boolean;
};

/** 计算到底: starts a run (or joins the same one under way), computes it, and says what it came to. */
export async function runToTheEnd(
  deps: RunDeps,
  wish: RunWish,
  report: (progress: Progress) => void,
): Promise<RunReply> {
  const { run, joined } = await startRun(deps, wish);
  await continueRun(deps, run.runNo, report);
  const units = new Set(run.units);
  const all = await withClient(deps.pool, (client) => readUnitMonths(client, wish.benefit, wish.payMonth));
  const lists = all.filter((list) => units.has(list.unit));
  const unchanged = lists.every((list) => list.cutOff < run.cutOff);
  if (wish.county === null) return { result: provinceResult(lists, wish.payMonth), joined, unchanged };
  const list = lists.find((each) => each.unit === wish.county);
  if (!list) throw new Error(`the run left no list for ${wish.county}`);
  return { result: countyResult(list, wish.payMonth), joined, unchanged };
}

/**
 * 接着做: folds released lists that are not folded yet (after a release, or a crash), then goes on with the run that was
 * under way. Undefined when there is none.
 */
export async function continueWork(deps: RunDeps, report: (progress: Progress) => void): Promise<Progress | undefined> {
  const open = await withClient(deps.pool, async (client) => {
    await foldOrders(client, deps.now);
    return findOpenRun(client);
  });
  return open && continueRun(deps, open.runNo, report);
}
