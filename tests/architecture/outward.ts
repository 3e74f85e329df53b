import { isCode, isTestCode, mustHaveRead } from './kind-of-file.ts';
import { lineAt, type SourceFile, scan } from './scan.ts';

/** Who may open a connection to somebody else, and why. */
const DOORS: Record<string, string> = {
  'platform/http/outgoing.ts': 'the guard itself',
  'platform/contract/call.ts': 'runs in the browser, calls its own server',
};
/** Of Node's network modules only what listens, reads an address, or is a type. */
const HARMLESS = new Set(['createServer', 'isIP', 'isIPv4', 'isIPv6', 'BlockList']);
const NETWORK = /^node:(?:http|https|http2|net|tls|dgram|dns|dns\/promises)$/;
const IMPORT = /\bimport\s+(type\s+)?([\w$*{},\s]*?)\s*from\s*(?=['"])/g;
const FETCHES = /(?<![\w.])(?:globalThis\s*\.\s*)?fetch\s*\(|\bnew\s+(?:WebSocket|EventSource)\s*\(/g;
/** Packages that call out by themselves must be given our `Outgoing`. */
const CALLERS = new Set(['undici', 'axios', 'got', 'node-fetch', 'ws']);

/** B-70: only platform/http/outgoing.ts calls anybody outside; the server's other code cannot even name the means. */
export function outwardProblems(files: readonly SourceFile[]): string[] {
  const code = files.filter(
    (file) => isCode(file) && /^(modules|platform|server)\//.test(file.path) && !isTestCode(file.path),
  );
  mustHaveRead(code.length, 'server code');
  return code.filter(({ path }) => !(path in DOORS)).flatMap(problemsOf);
}

function problemsOf({ path, text }: SourceFile): string[] {
  const { code, literals } = scan(text);
  const literalAt = new Map(literals.map((literal) => [literal.start, literal.text]));
  const found: string[] = [];
  const say = (index: number, what: string) =>
    found.push(`${path}:${lineAt(text, index)}: ${what}; only platform/http/outgoing.ts calls outward`);
  for (const { index, 0: call } of code.matchAll(FETCHES)) say(index, `${call.trim()}…)`);
  for (const match of code.matchAll(IMPORT)) {
    const from = literalAt.get(match.index + match[0].length) ?? '';
    if (CALLERS.has(from)) say(match.index, `imports ${from}`);
    if (!NETWORK.test(from) || match[1]) continue;
    for (const name of namesIn(match[2] ?? '')) if (!HARMLESS.has(name)) say(match.index, `imports ${name} of ${from}`);
  }
  return found;
}

/** `{ a, type B, c as d }` → a, c; anything but a list of names is the whole module. */
function namesIn(clause: string): string[] {
  const list = /^\{([^}]*)\}$/.exec(clause.trim())?.[1];
  if (list === undefined) return ['everything'];
  const names = list.split(',').map((name) => name.trim());
  return names
    .filter((name) => name !== '' && !name.startsWith('type '))
    .map((name) => name.split(/\s+as\s+/)[0] ?? '');
}
