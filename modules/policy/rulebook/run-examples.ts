import { yuanFromFen } from '#platform/money/money.ts';
import { formatMonth, type MonthNo } from '#platform/month/month.ts';
import { decideMonths } from '../decide/decide.ts';
import type { MonthDecision } from '../decide/decision.ts';
import { governingBook } from '../decide/governing-book.ts';
import type { InputRow } from '../input/input-row.ts';
import type { Rulebook } from '../rule.ts';
import { codeContains } from './area-code.ts';
import type { Entry } from './check-bands.ts';
import { type Example, type ExamplePerson, spanOfExample } from './example.schema.ts';
import { exampleRows } from './example-rows.ts';
import type { Path } from './problem.ts';
import type { FileContent } from './read-file.ts';

const EXAMPLES_PER_VERSION = 2;

export type Decide = (rows: readonly InputRow[], months: readonly MonthNo[]) => MonthDecision[];

/** The reference decision over a rulebook: what worked examples are run against. */
export function decideWith(rulebook: Rulebook): Decide {
  const book = governingBook(rulebook);
  return (rows, months) => decideMonths(rows, book, months);
}

/** 跑算例: each example gives what its author computed by hand, and every version that can run has at least two. */
export function checkExamples(
  contents: readonly FileContent[],
  entries: readonly Entry[],
  decide: Decide,
  knowsDivision: (code: string) => boolean,
): void {
  for (const content of contents) {
    for (const [index, example] of (content.written.examples ?? []).entries()) {
      const path = ['examples', index];
      if (knowsPlaces(content, example, path, knowsDivision)) runExample(content, example, path, decide);
    }
  }
  for (const entry of entries) checkCoverage(entry);
}

function knowsPlaces(
  content: FileContent,
  { person }: Example,
  path: Path,
  knowsDivision: (code: string) => boolean,
): boolean {
  const unknown = [...placesOf(person.hukou), ...placesOf(person.residence)].filter(
    (code) => code !== 'outside' && !knowsDivision(code),
  );
  for (const code of unknown)
    content.report([...path, 'person'], `没有代码为“${code}”的区划或功能区；请核对算例的户籍地、居住地。`);
  return unknown.length === 0;
}

function placesOf(written: ExamplePerson['hukou'] | undefined): string[] {
  if (written === undefined) return [];
  return typeof written === 'string' ? [written] : written.map(({ division }) => division);
}

function runExample(content: FileContent, example: Example, path: Path, decide: Decide): void {
  const { months, sumFen, fenByMonth } = example.expected;
  const decisions = decide(exampleRows(example.person), months);
  const paid = new Map(decisions.map((decision) => [decision.month, paidFen(decision, content.written.benefit)]));
  const total = [...paid.values()].reduce((sum, fen) => sum + fen, 0);
  if (sumFen !== null && total !== sumFen) {
    const detail = [...paid].map(([month, fen]) => `${formatMonth(month)} ${yuanFromFen(fen)}`).join('，');
    content.report(
      [...path, 'paysYuan'],
      `算例“${example.name}”写 ${yuanFromFen(sumFen)} 元，按规则是 ${yuanFromFen(total)} 元（${detail}）；请核对规则和算例哪个错了。`,
    );
  }
  for (const [month, fen] of fenByMonth ?? []) {
    const due = paid.get(month) ?? 0;
    if (due === fen) continue;
    content.report(
      [...path, 'pays'],
      `算例“${example.name}”：${formatMonth(month)} 写 ${yuanFromFen(fen)} 元，按规则是 ${yuanFromFen(due)} 元；请核对规则和算例哪个错了。`,
    );
  }
}

/** What would be ordered for the month: months beyond back-pay and held months are not. */
function paidFen(decision: MonthDecision, benefit: string): number {
  return decision.parts
    .filter((part) => part.benefit === benefit && !part.late && !part.held)
    .reduce((sum, part) => sum + part.amountFen, 0);
}

function checkCoverage({ content, resolved }: Entry): void {
  const { version } = resolved;
  if (version.written.status !== 'active' || resolved.broken || resolved.missing.length > 0) return;
  const examples = content.written.examples ?? [];
  const covering = examples.filter(
    (example) =>
      example.version === version.id || (example.version === undefined && touches(content, example, version)),
  );
  if (covering.length < EXAMPLES_PER_VERSION) {
    content.report(
      [...version.path, 'from'],
      `${version.id} 这一版有 ${covering.length} 个算例，至少要 ${EXAMPLES_PER_VERSION} 个；请在 examples 里按文件手算补上。`,
    );
  }
}

function touches(content: FileContent, example: Example, version: Entry['resolved']['version']): boolean {
  const span = spanOfExample(example.expected);
  if (!span || span.to <= version.written.from || (version.to !== null && span.from >= version.to)) return false;
  const places = [...placesOf(example.person.hukou), ...placesOf(example.person.residence)];
  return places.some((code) => content.written.areas.some((area) => codeContains(area, code)));
}
