import { isAlias, isCollection, isMap, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml';
import type { Path, Problem } from './problem.ts';

const MAX_BYTES = 1024 * 1024;
const MAX_DEPTH = 12;
/** Keys that YAML or JavaScript would not treat as plain names. */
const UNWANTED_KEYS = new Set(['<<', '__proto__']);

/** A YAML text made into plain values, with the line on which each value stands. */
export type RuleText = { value: unknown; lineOf: (path: Path) => number };

/**
 * 读规则文本: bytes of one file → plain values. Refuses all that is not plain UTF-8 YAML: other encodings, tabs, aliases and
 * anchors, tags, merge keys, duplicate keys, more than one document, more than 1 MiB. Problems go to `problems`.
 */
export function parseRuleText(file: string, bytes: Uint8Array, problems: Problem[]): RuleText | undefined {
  const refuse = (line: number, message: string, field = '') => {
    problems.push({ file, line, field, message });
    return undefined;
  };
  if (bytes.length > MAX_BYTES) {
    return refuse(1, `文件有 ${bytes.length} 字节，超过上限 ${MAX_BYTES} 字节；请拆成几个文件。`);
  }
  const text = decodeUtf8(bytes);
  if (text === undefined) return refuse(firstBadLine(bytes), encodingMessage(bytes));
  const tabLine = text.split('\n').findIndex((line) => line.includes('\t'));
  if (tabLine >= 0) return refuse(tabLine + 1, '这一行有制表符（Tab）；YAML 只认空格，请把它换成空格。');
  const controlLine = text.split('\n').findIndex((line) => hasControlCharacter(line));
  if (controlLine >= 0) return refuse(controlLine + 1, '这一行有看不见的控制字符；请删去后重新保存。');
  if (text.split('\n').every((line) => /^\s*(#.*)?$/.test(line))) {
    return refuse(1, '文件是空的；请照 rulebook/README.md 填写，或删去这个文件。');
  }
  return parseYaml(text, refuse);
}

function parseYaml(
  text: string,
  refuse: (line: number, message: string, field?: string) => undefined,
): RuleText | undefined {
  const lines = new LineCounter();
  const lineAt = (offset: number) => Math.max(1, lines.linePos(offset).line);
  if (deepestIndent(text) > MAX_DEPTH * 8 || deepestFlow(text) > MAX_DEPTH) {
    return refuse(1, `嵌套超过 ${MAX_DEPTH} 层；规则文件不需要这么深，请核对缩进和括号。`);
  }
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, schema: 'core', uniqueKeys: true });
  const [error] = document.errors;
  if (error) return refuse(lineAt(error.pos[0]), yamlMessage(error.code, error.message));
  const unwanted = findUnwanted(document.contents);
  if (unwanted) return refuse(lineAt(unwanted.node.range?.[0] ?? 0), unwanted.message);
  const root = document.contents;
  if (!isMap(root)) return refuse(1, '文件最外层须是“栏名: 值”的形式；请照 rulebook/README.md 的样子写。');
  return {
    value: document.toJS({ maxAliasCount: 0 }),
    lineOf: (path) => lineAt(startOf(root, path)),
  };
}

/** Where the value of a path begins; for a value that is missing, where the thing begins that should hold it. */
function startOf(root: Node, path: Path): number {
  let node: Node = root;
  let start = root.range?.[0] ?? 0;
  for (const key of path) {
    if (!isCollection(node)) break;
    if (isMap(node)) {
      const pair = node.items.find((each) => isScalar(each.key) && String(each.key.value) === String(key));
      if (!pair || !isScalar(pair.key)) break;
      start = pair.key.range?.[0] ?? start;
      if (!pair.value) break;
      node = pair.value as Node;
    } else {
      const item = node.items[Number(key)] as Node | undefined;
      if (!item) break;
      start = item.range?.[0] ?? start;
      node = item;
    }
  }
  return start;
}

function findUnwanted(root: Node | null): { node: Node; message: string } | undefined {
  let found: { node: Node; message: string } | undefined;
  visit(root, (_, node) => {
    if (isAlias(node)) found = { node, message: '不允许 YAML 别名（*名字）；请把内容照抄一遍。' };
    else if ((isScalar(node) || isCollection(node)) && node.anchor) {
      found = { node, message: `不允许 YAML 锚点（&${node.anchor}）；请删去。` };
    } else if ((isScalar(node) || isCollection(node)) && node.tag) {
      found = { node, message: `不允许 YAML 标签（${node.tag}）；请删去。` };
    } else if (isMap(node)) {
      const refused = node.items.find((pair) => isScalar(pair.key) && UNWANTED_KEYS.has(String(pair.key.value)));
      const key = refused && isScalar(refused.key) ? refused.key : undefined;
      if (key?.value === '<<') found = { node: key, message: '不允许 YAML 合并键（<<）；请把内容照抄一遍。' };
      else if (key) found = { node: key, message: `没有“${String(key.value)}”这一栏；请删去。` };
    }
    return found ? visit.BREAK : undefined;
  });
  return found;
}

function yamlMessage(code: string, message: string): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return '同一栏写了两次；请只留一处。';
    case 'MULTIPLE_DOCS':
      return '一个文件只能有一份规则；请删去“---”之后的内容，或另存为一个文件。';
    case 'TAB_AS_INDENT':
      return '这一行用制表符（Tab）缩进；请换成空格。';
    case 'BAD_INDENT':
    case 'BLOCK_IN_FLOW':
      return `缩进不对；请与上一行同级的栏对齐（${message}）。`;
    default:
      return `不是合规的 YAML：${message}；请核对这一行的冒号、引号、括号和缩进。`;
  }
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function encodingMessage(bytes: Uint8Array): string {
  try {
    new TextDecoder('gb18030', { fatal: true }).decode(bytes);
    return '文件不是 UTF-8 编码，看来是 GBK（GB18030）；请用编辑器“另存为 UTF-8”后再交。';
  } catch {
    return '文件不是 UTF-8 编码；请用编辑器“另存为 UTF-8”后再交。';
  }
}

function firstBadLine(bytes: Uint8Array): number {
  let line = 1;
  let start = 0;
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
    if (decodeUtf8(bytes.subarray(start, end)) === undefined) return line;
    start = end + 1;
    line += 1;
  }
  return line;
}

function hasControlCharacter(line: string): boolean {
  for (const character of line) {
    const code = character.charCodeAt(0);
    if ((code < 32 && code !== 13) || code === 127) return true;
  }
  return false;
}

function deepestIndent(text: string): number {
  let deepest = 0;
  for (const line of text.split('\n')) deepest = Math.max(deepest, line.length - line.trimStart().length);
  return deepest;
}

/** Brackets inside quotes count too: a rule text has no use for twelve of them in a row either. */
function deepestFlow(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of text) {
    if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth = Math.max(0, depth - 1);
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
