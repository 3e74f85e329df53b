import { formatDay } from '#platform/month/month.ts';
import type { ParameterName } from '../rule.ts';
import type { Entry } from './check-bands.ts';
import type { Example } from './example.schema.ts';
import type { FileContent } from './read-file.ts';

/** What a rule file says beside the law itself, for the rulebook browser: drafts, sources, notes, worked examples. */
export type RuleDocument = {
  file: string;
  versions: {
    id: string;
    from: string;
    to: string | null;
    status: 'active' | 'draft';
    confidence: 'high' | 'medium' | 'low';
    sourceId: string | null;
    note: string | null;
    sources: { title: string; url: string; reprint: boolean }[];
    missing: ParameterName[];
  }[];
  examples: Example[];
};

export function ruleDocumentOf(content: FileContent, entries: readonly Entry[]): RuleDocument {
  const own = entries.filter((entry) => entry.content === content);
  return {
    file: content.file,
    versions: own.map(({ resolved: { version, missing } }) => ({
      id: version.id,
      from: formatDay(version.written.from),
      to: version.to === null ? null : formatDay(version.to),
      status: version.written.status,
      confidence: version.written.confidence,
      sourceId: version.written.sourceId ?? null,
      note: version.written.note ?? null,
      sources: (version.written.sources ?? []).map(({ title, url, reprint }) => ({
        title,
        url,
        reprint: reprint ?? false,
      })),
      missing,
    })),
    examples: content.written.examples ?? [],
  };
}
