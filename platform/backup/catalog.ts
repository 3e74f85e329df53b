import pg from 'pg';
import type { PartitionShape, SequenceState, TableShape } from './manifest.ts';

// A run may attach its month's table while we read. So everything comes from rows of the catalog, which the snapshot keeps
// as they were; pg_partition_tree, and a partitioned table asked for its rows, would follow what was done since.

const GRANTS = `coalesce((select json_agg(json_build_object('role', g.grantee::regrole::text, 'privilege', g.privilege_type)
    order by g.grantee::regrole::text, g.privilege_type)
  from aclexplode(c.relacl) g where g.grantee <> c.relowner and g.grantee <> 0), '[]')`;

/** All tables that hold rows, partitions too, with the columns that hold data (computed ones compute themselves again). */
export async function readTables(client: pg.ClientBase, schemas: readonly string[]): Promise<TableShape[]> {
  const { rows } = await client.query<TableShape>(
    `select n.nspname as schema, c.relname as name,
       json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'notNull', a.attnotnull,
         'default', pg_get_expr(d.adbin, d.adrelid)) order by a.attnum) as columns,
       coalesce((select json_agg(json_build_object('name', conname, 'definition', pg_get_constraintdef(oid)) order by conname)
         from pg_constraint where conrelid = c.oid and contype in ('c', 'p', 'u')), '[]') as constraints,
       ${GRANTS} as grants
     from pg_class c
     join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
     where c.relkind = 'r' and n.nspname = any($1)
     group by c.oid, c.relname, c.relacl, c.relowner, n.nspname order by 1, 2`,
    [schemas],
  );
  return rows;
}

/** All partitions, parents before children. */
export async function readPartitions(client: pg.ClientBase, schemas: readonly string[]): Promise<PartitionShape[]> {
  const { rows } = await client.query<PartitionShape>(
    `with recursive tree as (
       select root.oid as relid, null::oid as parentrelid, 0 as level from pg_class root
       join pg_namespace rn on rn.oid = root.relnamespace and rn.nspname = any($1)
       where root.relkind = 'p' and not root.relispartition
       union all
       select i.inhrelid, i.inhparent, t.level + 1 from tree t join pg_inherits i on i.inhparent = t.relid
     )
     select n.nspname as schema, c.relname as name, t.parentrelid::regclass::text as parent,
       pg_get_expr(c.relpartbound, c.oid) as bound, pg_get_partkeydef(c.oid) as "partitionKey",
       c.relrowsecurity as "rowSecurity", ${GRANTS} as grants
     from tree t
     join pg_class c on c.oid = t.relid
     join pg_namespace n on n.oid = c.relnamespace
     where t.level > 0
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

/** Columns of these names say which frozen file a row rests on, in whichever module's table they stand. */
const FROZEN_COLUMNS = ['input_sha256', 'frozen_sha256', 'base_sha256'];

/** The hashes of all frozen files that some row names. */
export async function readNamedFrozen(client: pg.ClientBase, schemas: readonly string[]): Promise<string[]> {
  const tables = await readTables(client, schemas);
  const columns = tables.flatMap(({ schema, name, columns }) =>
    columns.filter((column) => FROZEN_COLUMNS.includes(column.name)).map((column) => [schema, name, column.name]),
  );
  const named = new Set<string>();
  for (const [schema = '', table = '', column = ''] of columns) {
    const sha256 = pg.escapeIdentifier(column);
    const { rows } = await client.query<{ sha256: string }>(
      `select distinct ${sha256} as sha256 from ${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(table)}
       where ${sha256} ~ '^[0-9a-f]{64}$'`,
    );
    for (const row of rows) named.add(row.sha256);
  }
  return [...named];
}
