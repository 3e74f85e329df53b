import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { counted, noCounts, type PopulationCounts } from './counts.ts';
import { CSV_HEADING, csvLine } from './population-csv.ts';
import { makeProvince, PROVINCE_DEFAULTS } from './province.ts';
import { yuhuanPersons } from './yuhuan.ts';
import { yuhuanPlans } from './yuhuan-plan.ts';

const CHUNK_SIGNS = 256 * 1024;

export type PopulationWish = { kind: 'province'; seed: number; size: number } | { kind: 'yuhuan'; seed: number };
export type PopulationSummary = { persons: number; counts: PopulationCounts | YuhuanRoles };
/** persons of the 玉环 demonstration by role */
export type YuhuanRoles = Record<string, number>;

/**
 * 输出合成人口: UTF-8 CSV, one line a person, with the synthetic ID numbers; memory stays flat at any size. Returns the known
 * counts for the summary. Throws for a size beyond 14,000,000.
 */
export async function writePopulation(wish: PopulationWish, out: Writable): Promise<PopulationSummary> {
  const { persons, summary } = sourceOf(wish);
  let chunk = `${CSV_HEADING}\r\n`;
  for (const { personNo, person } of persons) {
    chunk += `${csvLine(personNo, person)}\r\n`;
    if (chunk.length < CHUNK_SIGNS) continue;
    if (!out.write(chunk)) await once(out, 'drain');
    chunk = '';
  }
  if (!out.write(chunk)) await once(out, 'drain');
  return summary();
}

function sourceOf(wish: PopulationWish) {
  if (wish.kind === 'yuhuan') {
    const roles: YuhuanRoles = {};
    for (const { role } of yuhuanPlans(wish.seed)) roles[role] = (roles[role] ?? 0) + 1;
    const persons = Object.values(roles).reduce((sum, count) => sum + count, 0);
    return { persons: yuhuanPersons(wish.seed), summary: (): PopulationSummary => ({ persons, counts: roles }) };
  }
  const counts = noCounts();
  const province = makeProvince({ ...PROVINCE_DEFAULTS, seed: wish.seed, size: wish.size });
  return {
    persons: counted(province.persons(), province.wish.asOf, counts),
    summary: (): PopulationSummary => ({ persons: counts.persons, counts }),
  };
}
