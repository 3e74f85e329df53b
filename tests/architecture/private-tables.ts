import { isCode, looksInside, mustHaveRead } from './kind-of-file.ts';
import { type Literal, type SourceFile, scan } from './scan.ts';

const SQL = /\b(select|insert\s+into|update|delete\s+from|copy|join|truncate|lock\s+table|from)\s/i;
const TABLE = /(?<![\w.'"/@#-])([a-z_]+)\.([a-z_]\w*)/g;
const BUILDER = /(?:From|Into|Table|Join|using)\s*(?:<[^>]*>)?\(\s*\[?$/;

/** Who may read views named public_* of other modules. */
const READERS = new Set(['policy', 'insight']);

/**
 * Tables are private: SQL in modules/<m> names only schema <m> and platform's, and policy and insight the public_* views;
 * everybody else (platform, server, tools) names only platform's.
 */
export function privateTableProblems(files: readonly SourceFile[], moduleOrder: readonly string[]): string[] {
  let statements = 0;
  const problems: string[] = [];
  for (const file of files.filter((one) => isCode(one) && !looksInside(one.path) && !one.path.startsWith('apps/'))) {
    const owner = /^modules\/([^/]+)\//.exec(file.path)?.[1];
    for (const literal of sqlOf(file)) {
      statements += 1;
      for (const [name, schema = '', table = ''] of literal.text.matchAll(TABLE)) {
        if (!moduleOrder.includes(schema) || schema === owner) continue;
        if (owner !== undefined && READERS.has(owner) && table.startsWith('public_')) continue;
        problems.push(`${file.path}:${literal.line}: SQL names ${name}, a table of another module`);
      }
    }
  }
  mustHaveRead(statements, 'SQL statement');
  return problems;
}

/** Literals that hold SQL, and table names given to the query builder. */
function sqlOf({ text }: SourceFile): Literal[] {
  const { code, literals } = scan(text);
  return literals.filter(
    (literal) => SQL.test(literal.text) || BUILDER.test(code.slice(Math.max(0, literal.start - 80), literal.start)),
  );
}
