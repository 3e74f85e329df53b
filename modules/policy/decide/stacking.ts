import { lastDayOf, type MonthNo } from '#platform/month/month.ts';
import type { InputRow } from '../input/input-row.ts';
import type { DecidedPart, Step } from './decision.ts';
import type { Standing } from './governing-book.ts';

type StandingVersion = Extract<Standing, { type: 'version' }>;

/** 叠加、就高、差额补齐、替代: how the parts of one month live together. */
export function settleStacking(
  parts: readonly DecidedPart[],
  standings: readonly Standing[],
  rows: readonly InputRow[],
  month: MonthNo,
  steps: Step[],
): DecidedPart[] {
  const versions = standings.filter((standing): standing is StandingVersion => standing.type === 'version');
  let kept = topUp(parts, versions, rows, month, steps);
  kept = replace(kept, versions, steps);
  return keepHighest(kept, versions, steps);
}

function topUp(
  parts: readonly DecidedPart[],
  versions: readonly StandingVersion[],
  rows: readonly InputRow[],
  month: MonthNo,
  steps: Step[],
): DecidedPart[] {
  const day = lastDayOf(month);
  const row = rows.find((each) => each.fromDay <= day && (each.toDay === null || day < each.toDay)) ?? rows.at(-1);
  const other = row?.otherMonthlyFen ?? 0;
  return parts.flatMap((part) => {
    const standing = versions.find((each) => each.file.file === part.file);
    if (standing?.version.parameters.stacking.type !== 'tops-up' || other === 0 || part.layer === 'yearly')
      return [part];
    const amountFen = Math.max(0, part.amountFen - other);
    steps.push({ gate: 'stacking', ok: amountFen > 0, ...fileOf(standing), because: `tops-up:${other}` });
    return amountFen > 0 ? [{ ...part, amountFen }] : [];
  });
}

function replace(parts: DecidedPart[], versions: readonly StandingVersion[], steps: Step[]): DecidedPart[] {
  const replaced = new Map<string, string>();
  for (const standing of versions) {
    const { stacking } = standing.version.parameters;
    if (stacking.type !== 'replaces' || !parts.some((part) => part.file === standing.file.file)) continue;
    for (const file of stacking.files) replaced.set(file, standing.file.title);
  }
  return parts.filter((part) => {
    const by = replaced.get(part.file);
    const standing = versions.find((each) => each.file.file === part.file);
    if (by === undefined || !standing) return true;
    steps.push({ gate: 'stacking', ok: false, ...fileOf(standing), because: `replaced:${by}` });
    return false;
  });
}

function keepHighest(parts: DecidedPart[], versions: readonly StandingVersion[], steps: Step[]): DecidedPart[] {
  const sums = new Map<string, { group: string; fen: number; standing: StandingVersion }>();
  for (const standing of versions) {
    const { stacking } = standing.version.parameters;
    const own = parts.filter((part) => part.file === standing.file.file && part.layer !== 'yearly');
    if (stacking.type !== 'higher-of' || own.length === 0) continue;
    sums.set(standing.file.file, {
      group: stacking.group,
      fen: own.reduce((sum, part) => sum + part.amountFen, 0),
      standing,
    });
  }
  const winners = new Map<string, string>();
  for (const [file, { group, fen }] of sums) {
    const held = winners.get(group);
    if (held === undefined || fen > (sums.get(held)?.fen ?? 0)) winners.set(group, file);
  }
  return parts.filter((part) => {
    const entry = sums.get(part.file);
    if (!entry || part.layer === 'yearly' || winners.get(entry.group) === part.file) return true;
    steps.push({
      gate: 'stacking',
      ok: false,
      ...fileOf(entry.standing),
      because: `higher-of:${winners.get(entry.group)}`,
    });
    return false;
  });
}

function fileOf({ file, version }: StandingVersion) {
  return { file, version };
}
