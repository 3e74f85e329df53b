import type { InputRow, MonthDecision, Rulebook } from '#modules/policy/index.ts';
import type { MonthNo } from '#platform/month/month.ts';

type DecisionStep = MonthDecision['steps'][number];

/** 人月: one person, one month, what was decided; `law` for cells that look at superior rules. */
export type Moment = {
  law: Rulebook;
  rows: readonly InputRow[];
  month: MonthNo;
  decision: MonthDecision;
  previous: MonthDecision | undefined;
  /** How many confirmations were reported, where the person came from single facts. */
  confirmations: number;
};

/** 结算过程: the runs of one person in order, with the facts known at each and what each ordered. */
export type Settled = {
  runs: { payMonth: MonthNo; rows: readonly InputRow[]; law: Rulebook; parts: readonly SettledPart[] }[];
  /** The same run asked once more after release. */
  again: readonly SettledPart[];
  /** The decisions as known at the end. */
  decisions: readonly MonthDecision[];
};
export type SettledPart = {
  kind: 'month' | 'back-pay' | 'recovery';
  fromMonth: MonthNo;
  toMonth: MonthNo;
  monthlyFen: number;
  rule: { file: string; version: string } | null;
};

/** 比较: the same person under laws that differ in one field, by its values. */
export type Compared = {
  field: string;
  rows: readonly InputRow[];
  byValue: ReadonlyMap<string, readonly MonthDecision[]>;
};

/** A cell of the table; `group` and `name` are its place in the document. */
export type Cell = { group: string; name: string; title: string };
export type MonthCell = Cell & { met: (moment: Moment) => boolean };
/** How many months of the process exercised the cell; 0 = not at all. */
export type SettledCell = Cell & { months: (settled: Settled) => number };
export type ComparedCell = Cell & { months: (compared: Compared) => number };

export type RuleFile = Rulebook['files'][number];
export type RuleVersion = RuleFile['versions'][number];
export type Step<Gate extends DecisionStep['gate']> = Extract<DecisionStep, { gate: Gate }>;

export function stepsOf<Gate extends DecisionStep['gate']>({ steps }: MonthDecision, gate: Gate): Step<Gate>[] {
  return steps.filter((step): step is Step<Gate> => step.gate === gate);
}

/** The versions that granted something in the month; several bands of one version count once. */
export function payingVersions(decision: MonthDecision): Set<RuleVersion> {
  const paid = new Set(decision.parts.map(({ file, version }) => `${file}@${version}`));
  return new Set(
    stepsOf(decision, 'amount').flatMap(({ file, version }) =>
      paid.has(`${file.file}@${version.id}`) ? [version] : [],
    ),
  );
}
