import { divisionPath, placeIsWithin } from '#modules/places/index.ts';
import { HUKOU_KINDS, INCOMES, numberOfDivision, PENSIONS, STATUSES } from '../input/codes.ts';
import type { Condition, Reach, RuleFile } from '../rule.ts';
import type { CompiledCondition, SinceColumn } from './compiled-rule.ts';
import { COUNTY_LEVEL, counties } from './county.ts';

/** 条件编译: what a condition looks at, with codes as bit masks and its document's reach as numbers of areas. */
export function compileCondition(condition: Condition, file: RuleFile): CompiledCondition {
  switch (condition.type) {
    case 'hukou-in-division':
    case 'residence-in-division': {
      const of = condition.type === 'hukou-in-division' ? 'hukou' : 'residence';
      const { areas, since } = reachOf(file, condition.reach);
      return { test: 'stay', of, areas, since, years: condition.years, counts: condition.counts };
    }
    case 'hukou-kind':
      return { test: 'mask', column: 'hukou_kind', mask: maskOf(HUKOU_KINDS, condition.in), counts: condition.counts };
    case 'income':
      return { test: 'mask', column: 'income', mask: maskOf(INCOMES, condition.in), counts: condition.counts };
    case 'pension':
      return { test: 'mask', column: 'pension', mask: maskOf(PENSIONS, condition.in), counts: condition.counts };
    case 'pension-not':
      return { test: 'mask', column: 'pension', mask: ~maskOf(PENSIONS, condition.in), counts: condition.counts };
    case 'status-not':
      return { test: 'mask', column: 'status', mask: ~maskOf(STATUSES, condition.in), counts: condition.counts };
    case 'ability-at-least':
      return { test: 'grade', atLeast: condition.grade, counts: condition.counts };
    case 'born-before':
      return { test: 'born-before', day: condition.day };
    case 'hukou-before':
      return { test: 'hukou-before', ...reachOf(file, 'own'), day: condition.day };
  }
}

function maskOf<T>(list: readonly T[], wanted: readonly T[]): number {
  return wanted.reduce((mask, each) => mask | (1 << list.indexOf(each)), 0);
}

type Reached = { areas: Set<number>; since: SinceColumn };
const reachedBy = new WeakMap<RuleFile, Map<Reach, Reached>>();

/** The areas that a document reaches (its own, its city's, its province's), and which length of stay counts there. */
function reachOf(file: RuleFile, reach: Reach): Reached {
  const known = reachedBy.get(file) ?? new Map<Reach, Reached>();
  reachedBy.set(file, known);
  const reached = known.get(reach) ?? findReach(file, reach);
  known.set(reach, reached);
  return reached;
}

function findReach(file: RuleFile, reach: Reach): Reached {
  const path = divisionPath(file.division);
  const level = reach === 'own' ? path.length : reach === 'city' ? Math.min(2, path.length) : 1;
  const outer = path[level - 1];
  const inside = counties().filter((division) => outer !== undefined && placeIsWithin(division, outer));
  const codes = new Set([...inside.map((division) => division.code), ...file.areas]);
  const rank = outer?.level ?? COUNTY_LEVEL;
  return {
    areas: new Set([...codes].map(numberOfDivision)),
    since: rank === 1 ? 'province_since' : rank === 2 ? 'city_since' : 'county_since',
  };
}
