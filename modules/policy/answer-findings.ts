import type { Division } from '#modules/places/index.ts';
import type { DayNo, MonthNo } from '#platform/month/month.ts';
import { type Supposition, standingVersions, suppositions } from './answer-person.ts';
import { decideMonths } from './decide/decide.ts';
import type { DecidedPart, MonthDecision, Step } from './decide/decision.ts';
import type { GoverningBook } from './decide/governing-book.ts';
import type { InputRow } from './input/input-row.ts';
import type { Band, RuleFile, RuleVersion } from './rule.ts';

/** Where the amount of a month comes from; undefined when nothing is due. */
export type Ground = { file: RuleFile; version: RuleVersion; band: Band };
export type Change = { month: MonthNo; monthlyFen: number; decision: MonthDecision; ground: Ground | undefined };

/** 如果您……: monthly amounts with the supposition and without. */
export type Supposed = Supposition & { totalFen: number; withoutFen: number };

/** All that the sentences are made from. */
export type Findings = {
  bornDay: DayNo;
  ageYears: number;
  month: MonthNo;
  /** undefined: registered outside the province. */
  place: Division | undefined;
  now: MonthDecision;
  monthlyFen: number;
  ground: Ground | undefined;
  yearly: { month: MonthNo; fen: number }[];
  next: Change | undefined;
  supposed: Supposed[];
  /** The version that stands there now, whether or not it pays this person. */
  standing: { file: RuleFile; version: RuleVersion } | undefined;
};

const YEARS_AHEAD = 30;

/** 判定 this month and the coming thirty years, and what would be due if the person were what nobody asked. */
export function findingsOf(
  book: GoverningBook,
  row: InputRow,
  place: Division | undefined,
  month: MonthNo,
  ageYears: number,
): Findings {
  const months = Array.from({ length: YEARS_AHEAD * 12 + 1 }, (_, index) => month + index);
  const decisions = decideMonths([row], book, months);
  const now = decisions[0] as MonthDecision;
  const monthlyFen = monthlyOf(now);
  const changed = decisions.find((decision) => monthlyOf(decision) !== monthlyFen);
  const next = changed && {
    month: changed.month,
    monthlyFen: monthlyOf(changed),
    decision: changed,
    ground: groundOf(changed),
  };
  const [standing] = standingVersions(book, row.area, month);
  const atNow = supposedOf(book, row, month, now);
  return {
    bornDay: row.bornDay,
    ageYears,
    month,
    place,
    now,
    monthlyFen,
    ground: groundOf(now),
    yearly: decisions.slice(0, 12).flatMap((decision) => yearlyOf(decision)),
    next,
    supposed: atNow.length > 0 || !next ? atNow : supposedOf(book, row, next.month, next.decision),
    standing: standing && { file: standing.file, version: standing.version },
  };
}

function monthlyOf({ parts }: MonthDecision): number {
  return parts.reduce((sum, part) => (part.layer === 'yearly' ? sum : sum + part.amountFen), 0);
}

function yearlyOf({ month, parts }: MonthDecision): { month: MonthNo; fen: number }[] {
  const fen = parts.reduce((sum, part) => (part.layer === 'yearly' ? sum + part.amountFen : sum), 0);
  return fen > 0 ? [{ month, fen }] : [];
}

/** The base part first: its document is the one to show. */
function groundOf({ parts, steps }: MonthDecision): Ground | undefined {
  const part = parts.find(({ layer }) => layer === 'base') ?? parts.find(({ layer }) => layer !== 'yearly');
  const step = steps.find((each) => each.gate === 'amount' && part !== undefined && grants(each, part));
  if (step?.gate !== 'amount') return undefined;
  const band = step.version.parameters.bands[step.band];
  return band && { file: step.file, version: step.version, band };
}

function grants(step: Extract<Step, { gate: 'amount' }>, part: DecidedPart): boolean {
  return step.file.file === part.file && step.amountFen === part.amountFen;
}

/** Only what would be more than without the supposition; a yearly band always is. */
function supposedOf(book: GoverningBook, row: InputRow, month: MonthNo, decision: MonthDecision): Supposed[] {
  const withoutFen = monthlyOf(decision);
  return suppositions(row, standingVersions(book, row.area, month), month).flatMap((supposition) => {
    const totalFen = decideMonths([supposition.row], book, [month]).reduce((sum, each) => sum + monthlyOf(each), 0);
    return totalFen > withoutFen || supposition.band.yearly ? [{ ...supposition, totalFen, withoutFen }] : [];
  });
}
