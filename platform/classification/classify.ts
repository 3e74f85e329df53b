import type { Queryable } from '../db/queryable.ts';
import { EXCEPTIONS, type Exception } from './exceptions.ts';
import { type Level, levelOfComment } from './level.ts';

export type ClassifiedColumn = { table: string; column: string; type: string; level: Level; title: string };
export type Protection = 'none-needed' | 'masked' | 'sealed' | 'wrapped' | 'blind-index' | 'exception' | 'missing';

type Row = { schema: string; name: string; column: string; type: string; comment: string | null };

/** 分级: every column of every table as the database itself says it, in order. Month tables are their parent's. */
export async function readClassification(client: Queryable): Promise<ClassifiedColumn[]> {
  const { rows } = await client.query<Row>(
    `select n.nspname as schema, c.relname as name, a.attname as column, format_type(a.atttypid, a.atttypmod) as type,
       col_description(c.oid, a.attnum) as comment
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
     where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public', 'pgboss') and c.relkind in ('r', 'p')
       and not c.relispartition and a.attnum > 0 and not a.attisdropped order by 1, 2, a.attnum`,
  );
  return rows.map(({ schema, name, column, type, comment }) => ({
    ...{ table: `${schema}.${name}`, column, type },
    level: levelOfComment(comment),
    title: comment?.replace(/^L[1-4]\s+/, '') ?? '（没有分级：按最高级）',
  }));
}

/** What protects a column in the database, told from what it is. */
export function protectionOf({ table, column, type, level, title }: ClassifiedColumn): Protection {
  if (level === 1) return 'none-needed';
  if (level === 2) return 'masked';
  if (table === 'platform.data_key' && column === 'wrapped') return 'wrapped';
  if (type === 'bytea' && title.includes('封存')) return 'sealed';
  if ((type === 'bytea' || type === 'smallint') && title.includes('盲索引')) return 'blind-index';
  return exceptionOf({ table, column }) ? 'exception' : 'missing';
}

export function exceptionOf({ table, column }: Pick<ClassifiedColumn, 'table' | 'column'>): Exception | undefined {
  return EXCEPTIONS[`${table}.${column}`];
}
