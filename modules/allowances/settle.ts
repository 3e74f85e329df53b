import type { MonthDue } from '#modules/policy/index.ts';
import type { MonthNo } from '#platform/month/month.ts';
import { type Cause, type CauseFacts, causeOf, movedIn } from './cause.ts';
import type { LineKind } from './contract.ts';
import { cycleOf, lastMonthIsUnpaid } from './pay-cycle.ts';

/** What was ordered for one entitlement month and has not certainly come back, by the county that paid last. */
export type OrderedMonth = { fen: number; county: string };
export type Ordered = ReadonlyMap<MonthNo, OrderedMonth>;

export type PartKind = 'month' | 'back-pay' | 'recovery';
/** Months [fromMonth, toMonth) × monthlyFen under one rule version; negative is taken back. */
export type Part = {
  kind: PartKind;
  fromMonth: MonthNo;
  toMonth: MonthNo;
  monthlyFen: number;
  county: string;
  layer: string;
  /** null: taken back for months in which no rule grants anything. */
  rule: { file: string; version: string; sha256: string } | null;
};

/** What settlement says of a person's month; persons who are alike in what is due and was ordered share one. */
export type Settled = {
  county: string;
  kind: LineKind | 'none';
  bandFromAge: number | null;
  dueFen: number;
  beforeFen: number;
  /** The county that paid last month; '' when nobody did. */
  beforeCounty: string;
  backPayFen: number;
  recoveryFen: number;
  payFen: number;
  heldFen: number;
  parts: readonly Part[];
  /** 原因 for a person with these facts; null where nothing changed. */
  why: ((facts: CauseFacts) => Cause) | null;
};

const NO_ORDER: OrderedMonth = { fen: 0, county: '' };

/**
 * 结算: compares what is due with what was ordered, month by month from the opening on, and names the differences.
 * `decisions` are consecutive months that reach at least the pay month and the end of its pay cycle.
 * Returns undefined when there is nothing to say of the person this month.
 */
export function settle(payMonth: MonthNo, decisions: readonly MonthDue[], ordered: Ordered): Settled | undefined {
  const now = decisions.find((decision) => decision.month === payMonth);
  const last = decisions.find((decision) => decision.month === payMonth - 1);
  if (!now) throw new Error('the decisions do not reach the pay month');
  const cycle = cycleOf(payMonth, now.payCycle);
  const parts = mergeMonths(
    decisions
      .filter((decision) => decision.month <= cycle.through)
      .flatMap((decision) => differenceOf(decision, cycle.from, ordered)),
  );
  const before = ordered.get(payMonth - 1) ?? NO_ORDER;
  // A mover is new in the county that pays now, and stopped in the one that paid (the county's report says so).
  const isMover = now.amountFen > 0 && before.fen > 0 && before.county !== now.area;
  const kind = isMover
    ? 'new'
    : kindOf(now.amountFen, lastMonthIsUnpaid(payMonth, now.payCycle) ? (last?.amountFen ?? 0) : before.fen);
  if (kind === 'none' && parts.length === 0 && now.heldFen === 0) return undefined;
  return {
    county: now.amountFen > 0 || before.county === '' ? now.area || (parts[0]?.county ?? '') : before.county,
    kind,
    bandFromAge: now.parts.find((part) => part.layer === 'base')?.fromAge ?? now.parts[0]?.fromAge ?? null,
    dueFen: now.amountFen,
    beforeFen: before.fen,
    beforeCounty: before.fen > 0 ? before.county : '',
    backPayFen: sumOf(parts, 'back-pay'),
    recoveryFen: sumOf(parts, 'recovery'),
    payFen: parts.reduce((sum, part) => sum + part.monthlyFen * (part.toMonth - part.fromMonth), 0),
    heldFen: now.heldFen,
    parts,
    why: isMover
      ? movedIn
      : kind === 'unchanged' || kind === 'none'
        ? null
        : (facts) => causeOf(kind, now, last, facts),
  };
}

function kindOf(dueFen: number, beforeFen: number): Settled['kind'] {
  if (dueFen === 0) return beforeFen > 0 ? 'stopped' : 'none';
  if (beforeFen === 0) return 'new';
  if (dueFen === beforeFen) return 'unchanged';
  return dueFen > beforeFen ? 'changed' : 'reduced';
}

function sumOf(parts: readonly Part[], kind: PartKind): number {
  return parts.reduce(
    (sum, part) => (part.kind === kind ? sum + part.monthlyFen * (part.toMonth - part.fromMonth) : sum),
    0,
  );
}

/**
 * The difference of one month. Late and held parts are a tolerance: they are not newly ordered, and what was ordered
 * for them is not taken back.
 */
function differenceOf(decision: MonthDue, cycleFrom: MonthNo, ordered: Ordered): Part[] {
  const { month, parts } = decision;
  const { fen, county } = ordered.get(month) ?? NO_ORDER;
  const firm = parts.filter((part) => !part.late && !part.held);
  const firmFen = firm.reduce((sum, part) => sum + part.amountFen, 0);
  const mostFen = parts.reduce((sum, part) => sum + part.amountFen, 0);
  const months = { fromMonth: month, toMonth: month + 1 };
  if (fen < firmFen) {
    const kind: PartKind = month < cycleFrom ? 'back-pay' : 'month';
    const granted = firm.filter((part) => part.amountFen > 0);
    if (fen === 0) {
      return granted.map((part) => ({
        kind,
        ...months,
        monthlyFen: part.amountFen,
        county: decision.area,
        layer: part.layer,
        rule: ruleOf(part),
      }));
    }
    const main = granted[0];
    return [
      {
        kind,
        ...months,
        monthlyFen: firmFen - fen,
        county: decision.area,
        layer: main?.layer ?? 'base',
        rule: main ? ruleOf(main) : null,
      },
    ];
  }
  if (fen > mostFen && decision.recovery === 'recover') {
    const main = parts[0];
    return [
      {
        kind: 'recovery',
        ...months,
        monthlyFen: mostFen - fen,
        county,
        layer: main?.layer ?? 'base',
        rule: main ? ruleOf(main) : null,
      },
    ];
  }
  return [];
}

function ruleOf({ file, version, sha256 }: MonthDue['parts'][number]): Part['rule'] {
  return { file, version, sha256 };
}

/** Joins months that are alike, so that seven months of 60 yuan are one part. */
function mergeMonths(parts: Part[]): Part[] {
  if (parts.length <= 1) return parts;
  const merged: Part[] = [];
  const open = new Map<string, Part>();
  for (const part of parts) {
    const key = `${part.kind}|${part.monthlyFen}|${part.county}|${part.layer}|${part.rule?.sha256 ?? ''}`;
    const held = open.get(key);
    if (held && held.toMonth === part.fromMonth) held.toMonth = part.toMonth;
    else {
      const started = { ...part };
      open.set(key, started);
      merged.push(started);
    }
  }
  return merged.sort(
    (a, b) => a.fromMonth - b.fromMonth || a.layer.localeCompare(b.layer) || a.kind.localeCompare(b.kind),
  );
}
