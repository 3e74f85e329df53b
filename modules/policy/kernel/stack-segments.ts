import type { MonthNo } from '#platform/month/month.ts';
import type { CompiledVersion } from './compiled-rule.ts';

const YEARLY_LAYER = 2;

export type Candidate = {
  from: MonthNo;
  to: MonthNo;
  fen: number;
  version: CompiledVersion;
  band: number;
  layer: number;
  flags: number;
};

/** 叠加的区段形: cuts the months where any candidate begins or ends and settles each stretch by itself. */
export function settleSpan(
  candidates: readonly Candidate[],
  versions: readonly CompiledVersion[],
  otherFen: number,
): Candidate[] {
  const [a, b] = candidates as [Candidate, Candidate | undefined];
  if (candidates.length === 1 && standsAlone(a)) return [a];
  if (candidates.length === 2 && b && isPairToCompare(a, b)) return [b.fen > a.fen ? b : a];
  const cuts = [...new Set(candidates.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  const kept: Candidate[] = [];
  for (let index = 0; index + 1 < cuts.length; index += 1) {
    const [from, to] = [cuts[index]!, cuts[index + 1]!];
    const here = candidates.filter((each) => each.from <= from && to <= each.to).map((each) => ({ ...each, from, to }));
    if (here.length > 0) kept.push(...settleStretch(here, versions, otherFen));
  }
  return kept;
}

function standsAlone({ version }: Candidate): boolean {
  return version.stacking.type === 'adds' || version.stacking.type === 'higher-of';
}

/** The usual case of 就高: two rules of one group for the same months. */
function isPairToCompare(a: Candidate, b: Candidate): boolean {
  const [first, second] = [a.version.stacking, b.version.stacking];
  return (
    a.version !== b.version &&
    a.from === b.from &&
    a.to === b.to &&
    first.type === 'higher-of' &&
    second.type === 'higher-of' &&
    first.group === second.group &&
    a.layer !== YEARLY_LAYER &&
    b.layer !== YEARLY_LAYER
  );
}

function settleStretch(
  here: readonly Candidate[],
  versions: readonly CompiledVersion[],
  otherFen: number,
): Candidate[] {
  const topped = here.flatMap((each) => {
    if (each.version.stacking.type !== 'tops-up' || each.layer === YEARLY_LAYER) return [each];
    const fen = each.fen - otherFen;
    return fen > 0 ? [{ ...each, fen }] : [];
  });
  const present = new Set(topped.map((each) => each.version));
  const replaced = new Set(versions.flatMap((version) => (present.has(version) ? version.stacking.files : [])));
  const left = topped.filter((each) => !replaced.has(each.version.file.file));
  return keepHighest(left, versions);
}

function keepHighest(left: readonly Candidate[], versions: readonly CompiledVersion[]): Candidate[] {
  const best = new Map<string, { version: CompiledVersion; fen: number }>();
  for (const version of versions) {
    if (version.stacking.type !== 'higher-of') continue;
    const own = left.filter((each) => each.version === version && each.layer !== YEARLY_LAYER);
    if (own.length === 0) continue;
    const fen = own.reduce((sum, each) => sum + each.fen, 0);
    const held = best.get(version.stacking.group);
    if (!held || fen > held.fen) best.set(version.stacking.group, { version, fen });
  }
  return left.filter((each) => {
    if (each.version.stacking.type !== 'higher-of' || each.layer === YEARLY_LAYER) return true;
    return best.get(each.version.stacking.group)?.version === each.version;
  });
}
