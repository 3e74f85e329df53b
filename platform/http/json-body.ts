/** Deeper than any form of ours; a parser that calls itself would run out of stack long before 1 MB of brackets. */
const DEEPEST = 20;
const POISONED = new Set(['__proto__', 'constructor', 'prototype']);
const TOKEN = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"|[[\]{},:]|[^\s[\]{},:"]+/gy;
const BLANK = /[\s]*/y;

/** A body that JSON.parse would take, and we do not. The message is for no one: the answer is always the same sentence. */
export class JsonError extends Error {
  readonly statusCode = 400;
}

/**
 * JSON 正文 (B-14): refuses more than 20 levels, a name twice in one object (readers differ on which counts), names that reach
 * prototypes, and numbers that no double holds exactly (money is integer fen).
 */
export function readJson(text: string): unknown {
  let value: unknown;
  const names: (Set<string> | null)[] = [];
  let isName = false;
  for (const token of tokensOf(text)) {
    const open = names.at(-1);
    if (token === '{' || token === '[') {
      names.push(token === '{' ? new Set() : null);
      if (names.length > DEEPEST) throw new JsonError('too deep');
      isName = token === '{';
    } else if (token === '}' || token === ']') {
      names.pop();
      isName = false;
    } else if (token === ',') isName = open != null;
    else if (token === ':') isName = false;
    else if (token.startsWith('"')) {
      if (isName && open) takeName(open, token);
    } else if (!isExact(token)) throw new JsonError('not a number we can hold');
  }
  try {
    value = JSON.parse(text);
  } catch {
    throw new JsonError('not JSON');
  }
  return value;
}

function* tokensOf(text: string): Generator<string> {
  let at = 0;
  for (;;) {
    BLANK.lastIndex = at;
    BLANK.exec(text);
    at = BLANK.lastIndex;
    if (at >= text.length) return;
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (!found) throw new JsonError('not JSON');
    at = TOKEN.lastIndex;
    yield found[0];
  }
}

/** The name as it will be read: `"\u0061"` is `"a"`. */
function takeName(names: Set<string>, token: string): void {
  let name: unknown;
  try {
    name = JSON.parse(token);
  } catch {
    throw new JsonError('not JSON');
  }
  if (typeof name !== 'string' || names.has(name) || POISONED.has(name)) throw new JsonError('name');
  names.add(name);
}

function isExact(token: string): boolean {
  if (token === 'true' || token === 'false' || token === 'null') return true;
  const value = Number(token);
  if (!Number.isFinite(value)) return false;
  return !Number.isInteger(value) || Number.isSafeInteger(value);
}
