import { createHash } from 'node:crypto';
import { csvLine } from './csv.ts';

/** 导出标记: heads the last column of every exported file. */
const HEADING = '导出标记';
const END_OF_LINE = '\r\n';

/** What was sent so far: records below the heading, and the SHA-256 of the bytes. */
export type Sent = { count: number; sha256: () => string };

/**
 * C-38: every record of an export names who took it out, as its last column: one page or one line of it tells. A column, not a
 * comment line, so that programs go on reading the file by its headings. Each part handed in is whole records of `csvLine`.
 */
export function markExport(parts: AsyncIterable<string>, mark: string): { lines: AsyncGenerator<string>; sent: Sent } {
  const hash = createHash('sha256');
  const sent: Sent = { count: -1, sha256: () => hash.copy().digest('hex') };
  const cell = `,${csvLine([mark])}`;
  async function* lines(): AsyncGenerator<string> {
    for await (const part of parts) {
      const records = recordsOf(part);
      const text = records
        .map((record) => {
          sent.count += 1;
          return record + (sent.count === 0 ? `,${csvLine([HEADING])}` : cell);
        })
        .join('');
      hash.update(text);
      yield text;
    }
  }
  return { lines: lines(), sent };
}

/** Records without their ends; an end of line between quotes belongs to a cell. */
function recordsOf(part: string): string[] {
  const pieces = part.split(END_OF_LINE);
  pieces.pop(); // What stands behind the last end of line: nothing.
  if (!part.includes('"')) return pieces;
  const records: string[] = [];
  let open: string | undefined;
  for (const piece of pieces) {
    const whole = open === undefined ? piece : open + END_OF_LINE + piece;
    open = hasOpenQuote(whole) ? whole : undefined;
    if (open === undefined) records.push(whole);
  }
  return records;
}

function hasOpenQuote(text: string): boolean {
  let isOpen = false;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) isOpen = !isOpen;
  return isOpen;
}
