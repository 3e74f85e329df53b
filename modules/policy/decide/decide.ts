import { firstDayOf, lastDayOf, type MonthNo, monthOfDay } from '#platform/month/month.ts';
import type { InputRow } from '../input/input-row.ts';
import type { RuleFile, RuleVersion } from '../rule.ts';
import { type BandOfMonth, bandsOfMonth } from './band.ts';
import { holds } from './condition.ts';
import type { DecidedPart, MonthDecision, Step } from './decision.ts';
import type { GoverningBook, Standing } from './governing-book.ts';
import { reachOf } from './reach.ts';
import { settleStacking } from './stacking.ts';

/**
 * 单人判定, the reference: what one person is due in each month, and every step that led there.
 * Written month by month so that it can be read beside the law; the kernel must equal it.
 */
export function decideMonths(
  rows: readonly InputRow[],
  book: GoverningBook,
  months: readonly MonthNo[],
): MonthDecision[] {
  return months.map((month) => decideMonth(rows, book, month));
}

function decideMonth(rows: readonly InputRow[], book: GoverningBook, month: MonthNo): MonthDecision {
  const steps: Step[] = [];
  const { area, left } = responsibleArea(rows, book, month, steps);
  const frame = { month, area, ...termsOf(book.baseOf(area || left, month)) };
  if (area === '') return nothing(frame, steps);
  const base = book.baseOf(area, month);
  if (!base || base.type === 'draft') {
    const draft = base?.type === 'draft' ? { file: base.file.file, missing: base.missing } : null;
    steps.push({ gate: 'rule', ok: false, area, draft });
    if (!base && book.extrasOf(area, month).length === 0) return nothing(frame, steps);
    if (draft) return nothing(frame, steps);
  }
  const standings = [...(base ? [base] : []), ...book.extrasOf(area, month)];
  const parts = standings.flatMap((standing) => partsOf(rows, month, standing, steps));
  const kept = settleStacking(parts, standings, rows, month, steps);
  return {
    ...frame,
    amountFen: kept.reduce((sum, part) => sum + (part.held ? 0 : part.amountFen), 0),
    heldFen: kept.reduce((sum, part) => sum + (part.held ? part.amountFen : 0), 0),
    parts: kept,
    steps,
  };
}

type Frame = Pick<MonthDecision, 'month' | 'area' | 'recovery' | 'payCycle'>;

function nothing(frame: Frame, steps: Step[]): MonthDecision {
  return { ...frame, amountFen: 0, heldFen: 0, parts: [], steps };
}

/** What holds for the month whether or not something is due; without a rule money is recovered and paid by the month. */
function termsOf(base: Standing | undefined): Pick<MonthDecision, 'recovery' | 'payCycle'> {
  if (base?.type !== 'version') return { recovery: 'recover', payCycle: { every: 'month', timing: 'advance' } };
  const { recovery, payCycle } = base.version.parameters;
  return { recovery, payCycle };
}

/** The hukou state of one day; a person is registered in one place at a time. */
export function rowOn(rows: readonly InputRow[], day: number): InputRow | undefined {
  return rows.find((row) => row.fromDay <= day && (row.toDay === null || day < row.toDay));
}

/**
 * 迁移当月: one division answers for a month. Who moved inside it is paid by the division left when that division's
 * rule says so, otherwise by the one where the hukou lies at the month's end. So no month is paid twice or missed.
 */
function responsibleArea(
  rows: readonly InputRow[],
  book: GoverningBook,
  month: MonthNo,
  steps: Step[],
): { area: string; left: string } {
  const before = rowOn(rows, firstDayOf(month))?.area ?? '';
  const after = rowOn(rows, lastDayOf(month))?.area ?? '';
  let area = after;
  let moved: 'no' | 'old-division' | 'new-division' = 'no';
  if (before !== '' && before !== after) {
    const left = book.baseOf(before, month);
    moved =
      left?.type === 'version' && left.version.parameters.moveMonth === 'old-division'
        ? 'old-division'
        : 'new-division';
    if (moved === 'old-division') area = before;
  }
  steps.push({ gate: 'area', ok: area !== '', area: area || before, moved });
  return { area, left: before };
}

function partsOf(rows: readonly InputRow[], month: MonthNo, standing: Standing, steps: Step[]): DecidedPart[] {
  if (standing.type === 'draft') return [];
  const { file, version } = standing;
  if (!isAlive(rows, version, month, steps)) return [];
  const bands = bandsOfMonth(rows, file, version, month, steps);
  if (bands.length === 0) return [];
  for (const condition of version.parameters.conditions) {
    const ok = holds(condition, rows, month, file);
    steps.push({ gate: 'condition', ok, file, version, condition, origin: version.origins.conditions });
    if (!ok) return [];
  }
  const row = rowOn(rows, lastDayOf(month)) ?? rows.at(-1);
  if (!row) return [];
  const reach = reachOf(row, file, version, month, steps);
  if (!reach.due) return [];
  return bands.map((fit) => partFrom(fit, file, version, reach, steps));
}

function partFrom(
  { band, index, amountFen, layer }: BandOfMonth,
  file: RuleFile,
  version: RuleVersion,
  reach: { late: boolean; held: boolean },
  steps: Step[],
): DecidedPart {
  steps.push({ gate: 'amount', ok: true, file, version, band: index, amountFen });
  return {
    benefit: file.benefit,
    layer,
    file: file.file,
    version: version.id,
    sha256: version.sha256,
    fromAge: band.fromAge,
    amountFen,
    fundedBy: band.fundedBy,
    late: reach.late,
    held: reach.held,
  };
}

/** 停发: the month of death, or the one after, is the last. */
function isAlive(rows: readonly InputRow[], version: RuleVersion, month: MonthNo, steps: Step[]): boolean {
  const diedDay = rows[0]?.deathDay ?? null;
  if (diedDay === null) return true;
  const lastMonth = monthOfDay(diedDay) + (version.parameters.lastMonth === 'month-after-death' ? 1 : 0);
  const ok = month <= lastMonth;
  steps.push({ gate: 'alive', ok, diedDay, version });
  return ok;
}
