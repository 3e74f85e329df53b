import type pg from 'pg';

/** What the rules about tables, columns, constraints, views and owners are read from: the live database. */
export type Commented = { name: string; comment: string | null };
export type Constraint = { table: string; name: string; type: 'c' | 'f'; columns: string[] };

const OURS = `n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public')`;

export async function readTables(pool: pg.Pool): Promise<Commented[]> {
  const { rows } = await pool.query<Commented>(`
    select n.nspname || '.' || c.relname as name, obj_description(c.oid, 'pg_class') as comment
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where ${OURS} and c.relkind in ('r', 'p') and not c.relispartition order by 1`);
  return rows;
}

export async function readColumns(pool: pg.Pool): Promise<Commented[]> {
  const { rows } = await pool.query<Commented>(`
    select n.nspname || '.' || c.relname || '.' || a.attname as name, col_description(c.oid, a.attnum) as comment
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
    where ${OURS} and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped order by 1`);
  return rows;
}

/** Checks and foreign keys. */
export async function readConstraints(pool: pg.Pool): Promise<Constraint[]> {
  const { rows } = await pool.query<Constraint>(`
    select n.nspname || '.' || c.relname as table, o.conname as name, o.contype as type,
      array(select a.attname::text from unnest(o.conkey) with ordinality k (attnum, place)
        join pg_attribute a on a.attrelid = o.conrelid and a.attnum = k.attnum order by k.place) as columns
    from pg_constraint o join pg_class c on c.oid = o.conrelid join pg_namespace n on n.oid = c.relnamespace
    where ${OURS} and o.contype in ('c', 'f') and o.conparentid = 0 order by 1, 2`);
  return rows;
}

export async function readViewsWithoutInvoker(pool: pg.Pool): Promise<{ views: number; open: string[] }> {
  const { rows } = await pool.query<{ name: string; safe: boolean }>(`
    select n.nspname || '.' || c.relname as name,
      coalesce('security_invoker=true' = any (c.reloptions), false) and c.relkind = 'v' as safe
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${OURS} and c.relkind in ('v', 'm')`);
  return { views: rows.length, open: rows.filter(({ safe }) => !safe).map(({ name }) => name) };
}

/** Everything a role owns: schemas, tables, indexes, sequences, views, functions and types. */
export async function readOwnedBy(pool: pg.Pool, role: string): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `
    select nspname as name from pg_namespace where nspowner = $1::regrole
    union all select relname from pg_class where relowner = $1::regrole
    union all select proname from pg_proc where proowner = $1::regrole
    union all select typname from pg_type where typowner = $1::regrole`,
    [role],
  );
  return rows.map(({ name }) => name);
}

/** Functions that run with their owner's rights: each must fix its search path and be closed to public. */
export async function readOpenDoors(pool: pg.Pool): Promise<{ functions: number; open: string[] }> {
  const { rows } = await pool.query<{ name: string; safe: boolean }>(`
    select n.nspname || '.' || p.proname as name,
      coalesce(array_to_string(p.proconfig, ' ') like '%search_path=%', false)
        and not exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0) as safe
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${OURS} and p.prosecdef`);
  return { functions: rows.length, open: rows.filter(({ safe }) => !safe).map(({ name }) => name) };
}

export type RowPolicies = { name: string; enabled: boolean; forced: boolean };

/** Tables that name persons: a column with the number of a person in it. Partitions too, for they hold the rows. */
export async function readTablesWithPersons(pool: pg.Pool): Promise<RowPolicies[]> {
  const { rows } = await pool.query<RowPolicies>(`
    select n.nspname || '.' || c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where ${OURS} and c.relkind in ('r', 'p')
      and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname ~ '(^|_)person_nos?$' and not a.attisdropped)
    order by 1`);
  return rows;
}

/** Policies whose conditions call anything but the settings and operators that give nothing away. */
export async function readPolicies(pool: pg.Pool): Promise<{ name: string; text: string }[]> {
  const { rows } = await pool.query<{ name: string; text: string }>(`
    select schemaname || '.' || tablename || ' ' || policyname as name, coalesce(qual, '') || ' ' || coalesce(with_check, '') as text
    from pg_policies where schemaname !~ '^pg_' order by 1`);
  return rows;
}

/** Partitions, and who has a right on each besides its owner. */
export async function readGrantsOnPartitions(pool: pg.Pool): Promise<{ name: string; grantees: string[] }[]> {
  const { rows } = await pool.query<{ name: string; grantees: string[] }>(`
    select n.nspname || '.' || c.relname as name,
      array(select distinct g.grantee::regrole::text from aclexplode(c.relacl) g where g.grantee <> c.relowner) as grantees
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${OURS} and c.relispartition and c.relkind = 'r' order by 1`);
  return rows;
}

/** What a role bypasses or may do to the whole server. */
export async function readRoles(
  pool: pg.Pool,
): Promise<{ name: string; bypasses: boolean; signsIn: boolean; inherits: boolean }[]> {
  const { rows } = await pool.query(`
    select rolname as name, rolbypassrls as bypasses, rolcanlogin as "signsIn", rolinherit as inherits
    from pg_roles where rolname ~ '^kangyang_' order by 1`);
  return rows;
}
