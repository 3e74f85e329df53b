import { dayNo } from '#platform/month/month.ts';
import { divisions } from './division.data.ts';
import { isValidOn } from './division.ts';
import { getDivision } from './find-division.ts';

/**
 * 沿革(后): codes that hold what the division was, on a day, itself included while it is valid.
 * 330110 → 330110 and 330113 from 2021-04-09. Empty before the division began. Refuses an unknown code.
 */
export function successorsOf(code: string, day: string): string[] {
  dayNo(day);
  const reached = new Set<string>();
  // Changes of one day happen at once: what came in that day does not move on the same day.
  function follow(from: string, since: string): void {
    reached.add(from);
    for (const { predecessor, successor, day: changed } of divisions().successions) {
      if (predecessor === from && since < changed && changed <= day) follow(successor, changed);
    }
  }
  follow(getDivision(code).code, '');
  return [...reached].filter((reachedCode) => isValidOn(getDivision(reachedCode), day)).sort();
}

/** 沿革(前): the divisions it took over, wholly or in part, one step back; `until` = the day of the change (exclusive). */
export function predecessorsOf(code: string): { code: string; until: string }[] {
  const { code: own } = getDivision(code);
  return divisions()
    .successions.filter(({ successor }) => successor === own)
    .map(({ predecessor, day }) => ({ code: predecessor, until: day }));
}
