import type pg from 'pg';
import type { PartitionShape, SequenceState, TableShape } from './manifest.ts';

/** All tables that are not partitions, with the columns that hold data (computed ones compute themselves again). */
export async function readTables(client: pg.ClientBase, schemas: readonly string[]): Promise<TableShape[]> {
  const { rows } = await client.query<TableShape>(
    `select n.nspname as schema, c.relname as name,
       json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'notNull', a.attnotnull)
         order by a.attnum) as columns
     from pg_class c
     join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relkind in ('r', 'p') and not c.relispartition and n.nspname = any($1)
     group by 1, 2 order by 1, 2`,
    [schemas],
  );
  return rows;
}

/** All partitions, parents before children. */
export async function readPartitions(client: pg.ClientBase, schemas: readonly string[]): Promise<PartitionShape[]> {
  const { rows } = await client.query<PartitionShape>(
    `select n.nspname as schema, c.relname as name, t.parentrelid::regclass::text as parent,
       pg_get_expr(c.relpartbound, c.oid) as bound, pg_get_partkeydef(c.oid) as "partitionKey",
       c.relrowsecurity as "rowSecurity",
       coalesce((select json_agg(json_build_object('role', g.grantee::regrole::text, 'privilege', g.privilege_type)
           order by g.grantee::regrole::text, g.privilege_type)
         from aclexplode(c.relacl) g where g.grantee <> c.relowner and g.grantee <> 0), '[]') as grants
     from pg_class root
     join pg_namespace rn on rn.oid = root.relnamespace and rn.nspname = any($1)
     cross join pg_partition_tree(root.oid) t
     join pg_class c on c.oid = t.relid
     join pg_namespace n on n.oid = c.relnamespace
     where root.relkind = 'p' and not root.relispartition and t.level > 0
     order by t.level, 1, 2`,
    [schemas],
  );
  return rows;
}

/** Where each counter stands; one that never counted is left out. */
export async function readSequences(client: pg.ClientBase, schemas: readonly string[]): Promise<SequenceState[]> {
  const { rows } = await client.query<SequenceState>(
    `select schemaname as schema, sequencename as name, last_value::text as "lastValue"
     from pg_sequences where schemaname = any($1) and last_value is not null order by 1, 2`,
    [schemas],
  );
  return rows;
}
