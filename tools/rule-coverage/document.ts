import type { Counted } from './table.ts';

const INTRODUCTION = `# 规则覆盖表

由 \`tests/oracle/coverage.test.ts\` 的长式生成，不手改：

\`\`\`sh
KANGYANG_COVERAGE=long vitest run tests/oracle/coverage
\`\`\`

一致性检验的人群里，每个采集代码、每个必测格子各有多少人、多少人月用到。三种算法（单人判定、内核、SQL）在这些人月上逐县逐月
人数、合计、校验和都相等。必测格子按规则形状 R-01…R-10 列出，代码按 \`rulebook/lists/source-codes.yaml\` 列出。
`;

/** docs/coverage.md: one section per group, one row per cell. */
export function coverageDocument(counted: readonly Counted[], floor: number): string {
  const groups = [...new Set(counted.map(({ group }) => group))];
  const sections = groups.map((group) => {
    const rows = counted.filter((one) => one.group === group);
    const lines = rows.map(({ name, title, persons, months }) => `| ${name} | ${title} | ${persons} | ${months} |`);
    return `## ${group}\n\n| 格子 | 判据 | 人 | 人月 |\n|---|---|---:|---:|\n${lines.join('\n')}\n`;
  });
  return `${INTRODUCTION}\n共${counted.length}格，每格至少${floor}人、${floor}人月。\n\n${sections.join('\n')}`;
}

export type ListedCell = { group: string; name: string; title: string; persons: number; months: number };

/** Reads the document back: what it lists, and with which counts. */
export function readCoverageDocument(text: string): ListedCell[] {
  let group = '';
  const cells: ListedCell[] = [];
  for (const line of text.split('\n')) {
    if (line.startsWith('## ')) group = line.slice(3);
    const row = /^\| (.+?) \| (.*) \| (\d+) \| (\d+) \|$/.exec(line);
    if (row) cells.push({ group, name: row[1]!, title: row[2]!, persons: Number(row[3]), months: Number(row[4]) });
  }
  return cells;
}
