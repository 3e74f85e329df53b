import { getDivision } from '#modules/places/index.ts';
import type { Reply } from '#platform/contract/route.ts';
import { yuanFromFen } from '#platform/money/money.ts';
import { formatDay, formatMonth, type MonthNo, parseDay } from '#platform/month/month.ts';
import { refuse, type showRule } from './contract.ts';
import { originText } from './origin.ts';
import type { Rulebook, RuleFile, RuleVersion } from './rule.ts';
import { fieldText, ruleSentence } from './rule-sentence.ts';
import { type Example, spanOfExample } from './rulebook/example.schema.ts';
import { parameterNames, parameterTitles } from './rulebook/parameter.schema.ts';
import type { RuleDocument } from './rulebook/rule-document.ts';
import { bandCells } from './rulebook.list.ts';

type Page = Reply<typeof showRule>;
type PageVersion = Page['versions'][number];
type DocumentVersion = RuleDocument['versions'][number];

/** 规则详情: all versions of a file, the newest first. `today` is a business day. Refuses a file that is not there. */
export function pageOfRule(rulebook: Rulebook, documents: readonly RuleDocument[], name: string, today: string): Page {
  const file = rulebook.files.find((each) => each.file === name) ?? refuse('policy.no-rule');
  const document = documents.find((each) => each.file === name);
  const versions = (document?.versions ?? []).map((written) => {
    const running = file.versions.find(({ id }) => id === written.id);
    const examples = (document?.examples ?? []).filter((example) => belongsTo(example, written)).map(exampleLine);
    return running ? runningVersion(running, file, rulebook, today, examples) : draftVersion(written, file, examples);
  });
  versions.sort((a, b) => (a.from < b.from ? 1 : -1));
  return { file: name, title: file.title, divisionName: getDivision(file.division).name, versions };
}

function runningVersion(
  version: RuleVersion,
  file: RuleFile,
  rulebook: Rulebook,
  today: string,
  examples: PageVersion['examples'],
): PageVersion {
  const to = version.to === null ? null : formatDay(version.to);
  return {
    id: version.id,
    state: to !== null && to <= today ? 'ended' : 'runs',
    from: formatDay(version.from),
    to,
    inForce: version.inForce === null ? null : formatDay(version.inForce),
    document: version.basis.document,
    documentTitle: version.basis.title,
    url: version.basis.url,
    confidence: version.confidence,
    sha256: version.sha256,
    sentence: ruleSentence(file, version),
    bands: bandCells(version, file, rulebook),
    fields: parameterNames.map((name) => ({
      name: parameterTitles[name],
      value: fieldText(name, file, version),
      origin: { type: version.origins[name].type, text: originText(version.origins[name], version, rulebook, name) },
    })),
    missing: [],
    examples,
  };
}

function draftVersion(written: DocumentVersion, file: RuleFile, examples: PageVersion['examples']): PageVersion {
  const missing = written.missing.map((name) => parameterTitles[name]);
  const open = missing.length > 0 ? `还有${missing.join('、')}待核` : '各项已齐，还没有启用';
  return {
    id: written.id,
    state: 'draft',
    from: written.from,
    to: written.to,
    inForce: null,
    document: null,
    documentTitle: written.sources[0]?.title ?? file.title,
    url: written.sources[0]?.url ?? null,
    confidence: written.confidence,
    sha256: null,
    sentence: `草稿，不能据以发放：${open}。${written.note ?? ''}`,
    bands: [],
    fields: [],
    missing,
    examples,
  };
}

/** An example names its version, or touches it in time. */
function belongsTo(example: Example, { id, from, to }: DocumentVersion): boolean {
  if (example.version !== undefined) return example.version === id;
  const span = spanOfExample(example.expected);
  const [start, end] = [parseDay(from), to === null ? undefined : parseDay(to)];
  return span !== undefined && start !== undefined && start < span.to && (end === undefined || span.from < end);
}

function exampleLine({ name, expected, publishedBy }: Example): PageVersion['examples'][number] {
  return { name, expected: expectedText(expected), source: publishedBy ?? null };
}

function expectedText({ months, sumFen, fenByMonth }: Example['expected']): string {
  if (sumFen !== null) return `${spanOfMonths(months[0] ?? 0, months.at(-1) ?? 0)}合计${yuanFromFen(sumFen)}元`;
  const runs: { from: MonthNo; to: MonthNo; fen: number }[] = [];
  for (const month of months) {
    const fen = fenByMonth?.get(month) ?? 0;
    const last = runs.at(-1);
    if (last && last.to === month - 1 && last.fen === fen) last.to = month;
    else runs.push({ from: month, to: month, fen });
  }
  return runs
    .map(({ from, to, fen }) => `${spanOfMonths(from, to)}${from === to ? '：' : '每月'}${yuanFromFen(fen)}元`)
    .join('；');
}

function spanOfMonths(from: MonthNo, to: MonthNo): string {
  return from === to ? formatMonth(from) : `${formatMonth(from)}至${formatMonth(to)}`;
}
