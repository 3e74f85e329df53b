import { createHash } from 'node:crypto';
import { Refusal } from '../refusal/refusal.ts';

/** 行版本: a hash of what a screen shows of a row, so whatever else changes there does not matter. Names must not change places. */
export function versionOf(shown: Readonly<Record<string, string | number | boolean | null>>): string {
  return createHash('sha256').update(JSON.stringify(shown)).digest('hex').slice(0, 16);
}

/** B-84: refuses an act on a row that is not any more what the screen showed. `current` is of the locked row. */
export function refuseStale(seen: string, current: string): void {
  if (seen === current) return;
  throw new Refusal('stale', 409, '这一条在您打开页面之后被别人改过，没有办理。请刷新页面，看清现在的内容后再办。', {});
}
