import type { Commented, Constraint } from './live-schema.ts';

/** 表注释: what it is, why we keep it, on what legal basis, and for how long. */
const TABLE_COMMENT = /^\p{Script=Han}[^|]* \| purpose=[^|]+ \| basis=[^|]+ \| retention=[^|]+$/u;
/** 列注释: class L1 (open) to L4 (sealed), then what it is. */
const COLUMN_COMMENT = /^L[1-4] \S/;

/** C-15, C-40: no table without purpose, basis and retention. */
export function tableCommentProblems(tables: readonly Commented[]): string[] {
  mustHaveRead(tables);
  return tables
    .filter(({ comment }) => !TABLE_COMMENT.test(comment ?? ''))
    .map(({ name, comment }) => `${name}: “${comment ?? ''}” is not “名 | purpose=… | basis=… | retention=…”`);
}

/** C-40: no column without a class. */
export function columnCommentProblems(columns: readonly Commented[]): string[] {
  mustHaveRead(columns);
  return columns
    .filter(({ comment }) => !COLUMN_COMMENT.test(comment ?? ''))
    .map(({ name, comment }) => `${name}: “${comment ?? ''}” does not begin with its class L1 to L4`);
}

/** Whoever meets an error message must know the rule: no check or foreign key has PostgreSQL's own name. */
export function constraintNameProblems(constraints: readonly Constraint[]): string[] {
  mustHaveRead(constraints);
  return constraints
    .filter(hasMadeUpName)
    .map(({ table, name }) => `${table}: constraint ${name} has no name of its own`);
}

function hasMadeUpName({ table, name, type, columns }: Constraint): boolean {
  const short = table.split('.')[1] ?? '';
  const endings =
    type === 'f' ? [`_${columns.join('_')}_fkey`] : ['_check', ...columns.map((column) => `_${column}_check`)];
  return endings.some((ending) => name.replace(/\d+$/, '') === `${short}${ending}`);
}

function mustHaveRead(rows: readonly unknown[]): void {
  if (rows.length === 0) throw new Error('the checker read nothing from the database: it looks in the wrong place');
}
