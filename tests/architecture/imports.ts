import { dirname, join } from 'node:path/posix';
import { isCode, mustHaveRead } from './kind-of-file.ts';
import { lineAt, type SourceFile, scan } from './scan.ts';

/** One import: of a file of ours (`to`, a path from the root), or of a package or Node module (`name`). */
export type Import = { from: string; line: number } & ({ to: string } | { name: string } | { computed: true });

const STATEMENT = /\b(?:import|export)\b\s*(?:type\b\s*)?[\w$*{},\s]*?\bfrom\s*(?=['"])/g;
const SIDE_EFFECT = /\bimport\s*(?=['"])/g;
const CALL = /\bimport\s*\(\s*/g;

/** Every import of every .ts and .tsx: static, dynamic, types only and re-exports. */
export function importsOf(files: readonly SourceFile[]): Import[] {
  const imports = files.filter(isCode).flatMap(importsOfFile);
  mustHaveRead(imports.length, 'import');
  return imports;
}

function importsOfFile({ path, text }: SourceFile): Import[] {
  const { code, literals } = scan(text);
  const literalAt = new Map(literals.map((literal) => [literal.start, literal.text]));
  const found: Import[] = [];
  for (const pattern of [STATEMENT, SIDE_EFFECT, CALL]) {
    for (const match of code.matchAll(pattern)) {
      const specifier = literalAt.get(match.index + match[0].length);
      const line = lineAt(text, match.index);
      if (specifier !== undefined && !specifier.includes('$'))
        found.push({ from: path, line, ...target(path, specifier) });
      else found.push({ from: path, line, computed: true });
    }
  }
  return found.sort((a, b) => a.line - b.line);
}

function target(from: string, specifier: string): { to: string } | { name: string } {
  if (specifier.startsWith('#')) return { to: specifier.slice(1) };
  if (specifier.startsWith('.')) return { to: join(dirname(from), specifier) };
  if (specifier.startsWith('node:')) return { name: specifier };
  const parts = specifier.split('/');
  return { name: parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/') };
}
