import type { DayNo, MonthNo } from '#platform/month/month.ts';
import type { Condition, Funding, Layer, Origin, PayCycle, RuleFile, RuleVersion } from '../rule.ts';

/** One payment reason of one month: which rule version grants how much. */
export type DecidedPart = {
  benefit: string;
  layer: Layer;
  file: string;
  version: string;
  sha256: string;
  /** First full year of age of the band that grants it. */
  fromAge: number;
  amountFen: number;
  fundedBy: Funding[];
  /** The month lies before what back-pay reaches: it is never newly ordered, and nothing ordered is taken back. */
  late: boolean;
  /** Suspended now: neither ordered nor taken back until the suspension ends. */
  held: boolean;
};

/** One step of the decision, in the order a clerk would look; sentences are made from it. */
export type Step =
  | { gate: 'alive'; ok: boolean; diedDay: DayNo | null; version: RuleVersion | null }
  | { gate: 'area'; ok: boolean; area: string; moved: 'no' | 'old-division' | 'new-division' }
  | { gate: 'rule'; ok: boolean; area: string; draft: { file: string; missing: string[] } | null }
  | { gate: 'age'; ok: boolean; file: RuleFile; version: RuleVersion; band: number; reachedMonth: MonthNo; age: number }
  | { gate: 'condition'; ok: boolean; file: RuleFile; version: RuleVersion; condition: Condition; origin: Origin }
  | { gate: 'application'; ok: boolean; file: RuleFile; version: RuleVersion; day: DayNo | null }
  | { gate: 'first-month'; ok: boolean; file: RuleFile; version: RuleVersion; startsMonth: MonthNo; reaches: boolean }
  | { gate: 'suspension'; ok: boolean; file: RuleFile; version: RuleVersion; state: 1 | 2 | 3 }
  | { gate: 'stacking'; ok: boolean; file: RuleFile; version: RuleVersion; because: string }
  | { gate: 'amount'; ok: true; file: RuleFile; version: RuleVersion; band: number; amountFen: number };

/** What a month comes to, however it was found: by the single-person decision or by the kernel. */
export type MonthDue = {
  month: MonthNo;
  /** The county-rank division that answers for the month; '' when none in the province does. */
  area: string;
  /** What is due for the month, held parts left out. */
  amountFen: number;
  heldFen: number;
  parts: DecidedPart[];
  /** Whether what was paid and is not due is taken back, by the rule of the area (of the division left, when outside). */
  recovery: 'recover' | 'none';
  payCycle: PayCycle;
};

export type MonthDecision = MonthDue & { steps: Step[] };
