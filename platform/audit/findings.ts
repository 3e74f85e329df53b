/** What is wrong: a row, a block or a signed head that was changed, removed or added; the audit cut short or written anew. */
export type FindingKind =
  | 'row-changed'
  | 'row-removed'
  | 'row-inserted'
  | 'block-changed'
  | 'block-removed'
  | 'head-changed'
  | 'head-removed'
  | 'truncated'
  | 'rewritten';

export type Finding = {
  kind: FindingKind;
  /** Audit number of the row. */
  row?: string;
  block?: number;
  head?: number;
  sentence: string;
};

/** Findings are damage; notes are not. All are counted, the first thousand are kept. */
export type Findings = { list: Finding[]; count: number; notes: string[] };

const KEPT = 1_000;

export function noFindings(): Findings {
  return { list: [], count: 0, notes: [] };
}

export function found(findings: Findings, finding: Finding): void {
  findings.count += 1;
  if (findings.list.length < KEPT) findings.list.push(finding);
}
