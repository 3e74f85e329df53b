/** A file of the repository: its path from the root, with slashes, and its text. */
export type SourceFile = { path: string; text: string };

/** A string or template literal; in a template every `${…}` is shown as one `$`. */
export type Literal = { start: number; line: number; text: string };

/** The text with comments, literals and regular expressions blanked (quotes and line ends stay), and the literals apart. */
export type Scanned = { code: string; literals: Literal[] };

type Reader = { text: string; at: number; code: string[]; literals: Literal[] };

const BEFORE_A_REGEX = new Set([...'(,=:[!&|?{;+-*%~^>']);
const WORD_BEFORE_A_REGEX = /\b(return|typeof|case|in|of|yield|await|else|do)$/;

/** Good enough for this repository's TypeScript and JSX; TypeScript 7 has no JavaScript API to ask. */
export function scan(text: string): Scanned {
  const reader: Reader = { text, at: 0, code: [], literals: [] };
  readCode(reader, false);
  return { code: reader.code.join(''), literals: reader.literals.sort((a, b) => a.start - b.start) };
}

export function lineAt(text: string, at: number): number {
  let line = 1;
  for (let i = text.indexOf('\n'); i >= 0 && i < at; i = text.indexOf('\n', i + 1)) line += 1;
  return line;
}

/** Until the end, or inside a template until the `}` that closes its `${`. */
function readCode(reader: Reader, insideTemplate: boolean): void {
  let depth = 0;
  while (reader.at < reader.text.length) {
    const sign = reader.text[reader.at] ?? '';
    const next = reader.text[reader.at + 1];
    if (sign === '/' && next === '/') blankUntil(reader, endOf(reader.text, '\n', reader.at));
    else if (sign === '/' && next === '*') blankUntil(reader, endOf(reader.text, '*/', reader.at + 2) + 2);
    else if (sign === "'" || sign === '"') readString(reader, sign);
    else if (sign === '`') readTemplate(reader);
    else if (sign === '/' && startsRegex(reader)) blankUntil(reader, endOfRegex(reader.text, reader.at));
    else {
      if (sign === '{') depth += 1;
      if (sign === '}' && insideTemplate && depth === 0) return;
      if (sign === '}') depth -= 1;
      keep(reader);
    }
  }
}

function readString(reader: Reader, quote: string): void {
  const start = reader.at;
  keep(reader);
  // A string ends with its line at the latest: an apostrophe in JSX text must not swallow the rest of the file.
  while (reader.at < reader.text.length && reader.text[reader.at] !== quote && reader.text[reader.at] !== '\n') {
    if (reader.text[reader.at] === '\\') blank(reader);
    blank(reader);
  }
  note(reader, start, reader.text.slice(start + 1, reader.at));
  if (reader.text[reader.at] === quote) keep(reader);
}

function readTemplate(reader: Reader): void {
  const start = reader.at;
  let shown = '';
  keep(reader);
  while (reader.at < reader.text.length && reader.text[reader.at] !== '`') {
    if (reader.text[reader.at] === '$' && reader.text[reader.at + 1] === '{') {
      shown += '$';
      blank(reader);
      keep(reader);
      readCode(reader, true);
      keep(reader);
      continue;
    }
    if (reader.text[reader.at] === '\\') shown += blank(reader);
    shown += blank(reader);
  }
  note(reader, start, shown);
  keep(reader);
}

function startsRegex({ text, at, code }: Reader): boolean {
  if (text[at - 1] === '<' || text[at + 1] === '>') return false; // JSX: </p> and <br />
  const before = code.slice(-200).join('').trimEnd();
  return before === '' || BEFORE_A_REGEX.has(before.at(-1) ?? '') || WORD_BEFORE_A_REGEX.test(before);
}

function endOfRegex(text: string, from: number): number {
  let inClass = false;
  for (let at = from + 1; at < text.length && text[at] !== '\n'; at += 1) {
    const sign = text[at];
    if (sign === '\\') at += 1;
    else if (sign === '[') inClass = true;
    else if (sign === ']') inClass = false;
    else if (sign === '/' && !inClass) return at + 1;
  }
  return from + 1;
}

function endOf(text: string, sign: string, from: number): number {
  const at = text.indexOf(sign, from);
  return at < 0 ? text.length : at;
}

function note({ literals, text }: Reader, start: number, shown: string): void {
  literals.push({ start, line: lineAt(text, start), text: shown });
}

function keep(reader: Reader): void {
  reader.code.push(reader.text[reader.at] ?? '');
  reader.at += 1;
}

function blank(reader: Reader): string {
  const sign = reader.text[reader.at] ?? '';
  reader.code.push(sign === '\n' ? '\n' : ' ');
  reader.at += 1;
  return sign;
}

function blankUntil(reader: Reader, end: number): void {
  while (reader.at < end && reader.at < reader.text.length) blank(reader);
}
