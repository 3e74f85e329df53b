import { isCode, isData, isTestCode, mustHaveRead } from './kind-of-file.ts';
import { lineAt, type SourceFile, scan } from './scan.ts';

const FILE_LINES = 250;
const FUNCTION_LINES = 60;
const README_LINES = 25;
const EXPORTED_FUNCTIONS = 10;

const NOT_A_NAME = /^(utils?|commons?|helpers?|services?|managers?|misc|lib)$/;
const NOT_A_FUNCTION = /\b(if|for|while|switch|catch|with)\s*$/;
const TEST_GROUP = /\bdescribe(\.each)?\s*(\(\s*)?$/;

/** Files ≤ 250 lines, generated ones and tables of data excepted. */
export function longFiles(files: readonly SourceFile[]): string[] {
  const code = files.filter((file) => isCode(file) && !isData(file.path));
  mustHaveRead(code.length, 'code');
  return code.flatMap(({ path, text }) => {
    const lines = lineCount(text);
    return lines > FILE_LINES ? [`${path}: ${lines} lines, more than ${FILE_LINES}`] : [];
  });
}

/** Functions ≤ 60 lines, told by the depth of braces. A describe() only groups tests and may be longer. */
export function longFunctions(files: readonly SourceFile[]): string[] {
  let functions = 0;
  const problems: string[] = [];
  for (const { path, text } of files.filter((file) => isCode(file) && !isData(file.path))) {
    for (const { start, end } of functionBodies(scan(text).code)) {
      functions += 1;
      const first = lineAt(text, start);
      const lines = lineAt(text, end) - first + 1;
      if (lines > FUNCTION_LINES)
        problems.push(`${path}:${first}: a function of ${lines} lines, more than ${FUNCTION_LINES}`);
    }
  }
  mustHaveRead(functions, 'function');
  return problems;
}

function functionBodies(code: string): { start: number; end: number }[] {
  const bodies: { start: number; end: number }[] = [];
  const open: number[] = [];
  for (let at = 0; at < code.length; at += 1) {
    if (code[at] === '{') open.push(at);
    else if (code[at] === '}') {
      const start = open.pop();
      if (start !== undefined && opensFunction(code, start)) bodies.push({ start, end: at });
    }
  }
  return bodies;
}

/** `=> {`, or `(…) {` and `(…): Type {` that does not belong to if, for, while, switch or catch. */
function opensFunction(code: string, brace: number): boolean {
  const before = code.slice(Math.max(0, brace - 400), brace).trimEnd();
  if (before.endsWith('=>')) return !isTestGroup(before);
  const close = /\)(\s*:\s*[\w.<>[\]|&,'" ]+)?$/.exec(before);
  if (!close) return false;
  const head = before.slice(0, openingOf(before, close.index));
  return !NOT_A_FUNCTION.test(head);
}

function isTestGroup(before: string): boolean {
  const arrow = before.slice(0, -2).trimEnd();
  if (!arrow.endsWith(')')) return false;
  const call = arrow.slice(0, openingOf(arrow, arrow.length - 1)).replace(/,\s*(async\s*)?$/, '');
  return TEST_GROUP.test(call.replace(/(['"`])\s*\1$/, '').trimEnd());
}

/** Where the parenthesis closed at `close` was opened. */
function openingOf(code: string, close: number): number {
  let depth = 0;
  for (let at = close; at >= 0; at -= 1) {
    if (code[at] === ')') depth += 1;
    if (code[at] === '(') depth -= 1;
    if (depth === 0) return at;
  }
  return 0;
}

/** Every module has a README of ≤ 25 lines; those of platform and apps are no longer either. */
export function readmeProblems(files: readonly SourceFile[]): string[] {
  const modules = new Set(files.flatMap(({ path }) => /^modules\/([^/]+)\//.exec(path)?.[1] ?? []));
  mustHaveRead(modules.size, 'module');
  const paths = new Set(files.map(({ path }) => path));
  const missing = [...modules].filter((name) => !paths.has(`modules/${name}/README.md`));
  const long = files.filter(
    ({ path, text }) => /^(modules|platform|apps)\/[^/]+\/README\.md$/.test(path) && lineCount(text) > README_LINES,
  );
  return [
    ...missing.map((name) => `modules/${name}: README.md is missing`),
    ...long.map(({ path, text }) => `${path}: ${lineCount(text)} lines, more than ${README_LINES}`),
  ];
}

/** The only door of a module: ten functions at most, each named; no other file is a barrel. */
export function doorProblems(files: readonly SourceFile[]): string[] {
  let doors = 0;
  const problems: string[] = [];
  for (const { path, text } of files.filter((file) => isCode(file) && !isTestCode(file.path))) {
    const { code } = scan(text);
    if (/\bexport\s*\*/.test(code)) problems.push(`${path}: export * hides what is exported`);
    if (!/(^|\/)index\.tsx?$/.test(path)) continue;
    if (!/^modules\/[^/]+\/index\.ts$/.test(path)) {
      problems.push(`${path}: only a module has an index.ts`);
      continue;
    }
    doors += 1;
    const names = exportedValues(code);
    if (names.length > EXPORTED_FUNCTIONS) {
      problems.push(`${path}: exports ${names.length} functions, more than ${EXPORTED_FUNCTIONS}: ${names.join(', ')}`);
    }
  }
  mustHaveRead(doors, 'index.ts of a module');
  return problems;
}

function exportedValues(code: string): string[] {
  const lists = [...code.matchAll(/\bexport\s*\{([^}]*)\}/g)].flatMap(([, list = '']) => list.split(','));
  const named = lists.map((name) => name.trim()).filter((name) => name !== '' && !name.startsWith('type '));
  const declared = [...code.matchAll(/\bexport\s+(?:async\s+)?(?:function|const)\s+(\w+)/g)].map(
    ([, name = '']) => name,
  );
  return [...named, ...declared];
}

/** No folder or file whose name says nothing; the rulebook holds no code. */
export function nameProblems(files: readonly SourceFile[]): string[] {
  mustHaveRead(files.length, 'file');
  return files.flatMap(({ path }) => {
    const parts = path.split('/').map((part) => part.replace(/\..*$/, ''));
    if (parts.some((part) => NOT_A_NAME.test(part))) return [`${path}: the name does not say what is inside`];
    if (path.startsWith('rulebook/') && !/\.(yaml|md)$/.test(path))
      return [`${path}: the rulebook is data: YAML and Markdown`];
    return [];
  });
}

function lineCount(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}
