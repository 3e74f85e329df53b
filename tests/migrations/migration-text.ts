/** A migration: its file name without folder, and its text. */
export type MigrationFile = { name: string; text: string };

const NAME = /^([a-z]+)-(\d{4})-[a-z0-9]+(-[a-z0-9]+)*\.sql$/;
const COMMENT_OR_LITERAL = /--[^\n]*|'(?:[^']|'')*'/g;
const REFERENCE = /\breferences\s+([a-z_]+)\.\w+/gi;
const TABLE = /(?<![\w.])([a-z_]+)\.([a-z_]\w*)/g;

/** <module>-<four digits>-<words>.sql; within a module each number once. A gap is a number given out and not used. */
export function nameProblems(files: readonly MigrationFile[], moduleOrder: readonly string[]): string[] {
  mustHaveRead(files);
  const numbers = new Map<string, number[]>();
  const problems: string[] = [];
  for (const { name } of files) {
    const [, module = '', number = ''] = NAME.exec(name) ?? [];
    if (!moduleOrder.includes(module)) problems.push(`${name}: not <module>-<four digits>-<words>.sql`);
    else numbers.set(module, [...(numbers.get(module) ?? []), Number(number)]);
  }
  for (const [module, found] of numbers) {
    const twice = found.filter((number, index) => found.indexOf(number) !== index);
    if (twice.length > 0) problems.push(`${module}: number ${twice.join(', ')} is used twice`);
  }
  return problems;
}

/**
 * A migration names its own module's schema and PostgreSQL's. A foreign key may point to a lower module's table; platform's
 * functions and types may be used; nothing else of another module may be named.
 */
export function schemaProblems(files: readonly MigrationFile[], moduleOrder: readonly string[]): string[] {
  mustHaveRead(files);
  return files.flatMap(({ name, text }) => {
    const module = NAME.exec(name)?.[1] ?? '';
    const sql = text.replace(COMMENT_OR_LITERAL, ' ');
    const pointed = [...sql.matchAll(REFERENCE)].map(([, schema = '']) => schema);
    const upward = pointed.filter((schema) => moduleOrder.indexOf(schema) > moduleOrder.indexOf(module));
    const named = [...sql.replace(REFERENCE, ' ').matchAll(TABLE)]
      .filter(([, schema = '']) => moduleOrder.includes(schema) && schema !== module && schema !== 'platform')
      .map(([table]) => table);
    return [
      ...upward.map((schema) => `${name}: a foreign key points up to ${schema}`),
      ...named.map((table) => `${name}: names ${table} of another module`),
    ];
  });
}

function mustHaveRead(files: readonly MigrationFile[]): void {
  if (files.length === 0) throw new Error('the checker read no migration: it looks in the wrong place');
}
