import { dirname, join } from 'node:path/posix';
import { mustHaveRead } from './kind-of-file.ts';
import { lineAt, type SourceFile } from './scan.ts';

const LINK = /\]\(([^)\s]+)\)/g;
const DECISION_LINES = 40;

/** Every link of a Markdown file to another file leads somewhere. */
export function linkProblems(files: readonly SourceFile[], exists: (path: string) => boolean): string[] {
  let links = 0;
  const problems: string[] = [];
  for (const { path, text } of files.filter((file) => file.path.endsWith('.md'))) {
    for (const { 1: target = '', index } of text.matchAll(LINK)) {
      if (/^[a-z]+:|^#/.test(target)) continue;
      links += 1;
      if (!exists(join(dirname(path), target))) problems.push(`${path}:${lineAt(text, index)}: ${target} is not there`);
    }
  }
  mustHaveRead(links, 'link');
  return problems;
}

/** A decision is one dated page: its name and its third line say the same day. */
export function decisionProblems(files: readonly SourceFile[]): string[] {
  const pages = files.filter(({ path }) => path.startsWith('docs/decisions/'));
  mustHaveRead(pages.length, 'decision');
  return pages.flatMap(({ path, text }) => {
    const day = /^docs\/decisions\/(\d{4}-\d\d-\d\d)-[a-z0-9-]+\.md$/.exec(path)?.[1];
    const lines = text.split('\n');
    if (day === undefined || lines[2] !== day) return [`${path}: name and third line must be the same day`];
    return lines.length > DECISION_LINES + 1 ? [`${path}: more than ${DECISION_LINES} lines`] : [];
  });
}
