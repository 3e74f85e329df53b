import { type SourceFile, scan } from '../architecture/scan.ts';
import type { Name } from './glossary.ts';

const DECLARED = /\bexport\s+(?:async\s+)?(?:type|interface|class|function|const)\s+(\w+)/g;
const GENERATED = 'platform/db/schema.generated.ts';

/** The names of everything the project has: files, tables, columns, routes, and what its code exports. */
export function namesOf(
  files: readonly SourceFile[],
): Record<'files' | 'tables' | 'columns' | 'routes' | 'exports', Name[]> {
  const schema = files.find(({ path }) => path === GENERATED)?.text ?? '';
  const code = files.filter(
    ({ path }) => /^(apps|modules|platform|server|tools)\/.*\.tsx?$/.test(path) && path !== GENERATED,
  );
  const inSchema = (pattern: RegExp): Name[] =>
    [...schema.matchAll(pattern)].map(([, text = '']) => ({ text, where: GENERATED }));
  return {
    files: files.map(({ path }) => ({ text: path.replace(/\.\w+$/, ''), where: path })),
    tables: inSchema(/^ {2}"([a-z_.]+)": /gm),
    columns: inSchema(/^ {2}(\w+): /gm),
    routes: code.flatMap(routesOf),
    exports: code.flatMap(({ path, text }) =>
      [...scan(text).code.matchAll(DECLARED)].map(([, name = '']) => ({ text: name, where: path })),
    ),
  };
}

function routesOf({ path, text }: SourceFile): Name[] {
  if (!path.endsWith('/contract.ts')) return [];
  const { literals } = scan(text);
  return literals.filter((one) => /^\/api\//.test(one.text)).map((one) => ({ text: one.text, where: path }));
}
