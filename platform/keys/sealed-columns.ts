import pg from 'pg';
import type { Queryable } from '../db/queryable.ts';

/** A column of sealed values. `table` is schema and name; `row` its primary key, `rowType` that one's type. */
export type SealedColumn = { table: string; column: string; row: string; rowType: string };

type Found = { schema: string; name: string; column: string; keys: { name: string; type: string }[] };

/**
 * 封存列: every bytea of level 3 or 4 whose comment says 封存, whichever module owns it. None can be forgotten by a rotation; one whose
 * table has no primary key of a single column throws, since its rows have no name that could be bound in. Wrapped keys are
 * sealed by the master key and left out.
 */
export async function findSealedColumns(client: Queryable): Promise<SealedColumn[]> {
  const { rows } = await client.query<Found>(
    `select n.nspname as schema, c.relname as name, a.attname as column,
       coalesce((select json_agg(json_build_object('name', k.attname, 'type', format_type(k.atttypid, k.atttypmod)))
         from pg_index i join pg_attribute k on k.attrelid = i.indrelid and k.attnum = any(i.indkey)
         where i.indrelid = c.oid and i.indisprimary), '[]') as keys
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where a.atttypid = 'bytea'::regtype and a.attnum > 0 and not a.attisdropped and not c.relispartition
       and c.relkind in ('r', 'p') and col_description(c.oid, a.attnum) ~ '^L[34] .*封存'
       and (n.nspname, c.relname) <> ('platform', 'data_key')
     order by 1, 2, 3`,
  );
  return rows.map(({ schema, name, column, keys }) => {
    const [key, another] = keys;
    if (!key || another)
      throw new Error(`${schema}.${name}: a table with sealed values needs a primary key of one column`);
    return { table: `${schema}.${name}`, column, row: key.name, rowType: key.type };
  });
}

/** schema.table as SQL writes it. */
export function quotedTable(table: string): string {
  return table.split('.').map(pg.escapeIdentifier).join('.');
}
