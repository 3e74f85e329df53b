import type { Queryable } from '../db/queryable.ts';
import { quotedTable, type SealedColumn } from './sealed-columns.ts';

export type Rotation = { rotationNo: number; askedBy: string; askedAt: Date; keyId: number | null };
export type RotationColumn = { table: string; column: string; doneUpTo: string | null; done: number; total: number };
export type SealedRow = { row: string; sealed: Buffer };

/** Bytes 2 and 3 of a sealed value: which key sealed it. */
const KEY_ID = (column: string) => `get_byte("${column}", 1) * 256 + get_byte("${column}", 2)`;

/** The one that is not finished; there is never more than one. */
export async function selectOpenRotation(client: Queryable): Promise<Rotation | undefined> {
  const { rows } = await client.query<Rotation>(
    `select rotation_no as "rotationNo", asked_by as "askedBy", asked_at as "askedAt", key_id as "keyId"
     from platform.key_rotation where finished_at is null`,
  );
  return rows[0];
}

/** Undefined when one is open already. */
export async function insertRotation(client: Queryable, askedBy: string, askedAt: Date): Promise<number | undefined> {
  const { rows } = await client.query<{ rotation_no: number }>(
    `insert into platform.key_rotation (asked_by, asked_at) values ($1, $2)
     on conflict ((finished_at is null)) where finished_at is null do nothing returning rotation_no`,
    [askedBy, askedAt],
  );
  return rows[0]?.rotation_no;
}

export async function setRotationKey(client: Queryable, rotationNo: number, keyId: number): Promise<void> {
  await client.query('update platform.key_rotation set key_id = $2 where rotation_no = $1', [rotationNo, keyId]);
}

export async function finishRotation(client: Queryable, rotationNo: number, at: Date): Promise<void> {
  await client.query('update platform.key_rotation set finished_at = $2 where rotation_no = $1', [rotationNo, at]);
}

export async function selectRotationColumns(client: Queryable, rotationNo: number): Promise<RotationColumn[]> {
  const { rows } = await client.query<RotationColumn>(
    `select table_name as "table", column_name as "column", done_up_to as "doneUpTo", rows_done::int8 as done, rows_total::int8 as total
     from platform.key_rotation_column where rotation_no = $1 order by 1, 2`,
    [rotationNo],
  );
  return rows.map((row) => ({ ...row, done: Number(row.done), total: Number(row.total) }));
}

/** A column begins from its first row, again too when rows were found that are still sealed otherwise. */
export async function beginColumn(
  client: Queryable,
  rotationNo: number,
  { table, column }: SealedColumn,
  rows: number,
): Promise<void> {
  await client.query(
    `insert into platform.key_rotation_column as c (rotation_no, table_name, column_name, rows_total) values ($1, $2, $3, $4)
     on conflict (rotation_no, table_name, column_name)
     do update set done_up_to = null, rows_total = c.rows_done + excluded.rows_total`,
    [rotationNo, table, column, rows],
  );
}

/** The next rows behind `after` in order of the primary key that this key did not seal. */
export async function selectRowsBehind(
  client: Queryable,
  { table, column, row, rowType }: SealedColumn,
  wish: { after: string | null; keyId: number; limit: number },
): Promise<SealedRow[]> {
  const name = `"${row}"`;
  const { rows } = await client.query<SealedRow>(
    `select ${name}::text as row, "${column}" as sealed from ${quotedTable(table)}
     where ($1::${rowType} is null or ${name} > $1::${rowType}) and "${column}" is not null and ${KEY_ID(column)} <> $2
     order by ${name} limit $3`,
    [wish.after, wish.keyId, wish.limit],
  );
  return rows;
}

/** Writes the new values where the old ones still stand: what somebody changed meanwhile is left as he wrote it. */
export async function replaceSealed(
  client: Queryable,
  { table, column, row, rowType }: SealedColumn,
  changes: { rows: string[]; from: Buffer[]; to: Buffer[] },
): Promise<void> {
  await client.query(
    `update ${quotedTable(table)} t set "${column}" = n.after
     from unnest($1::text[]::${rowType}[], $2::bytea[], $3::bytea[]) as n (row, before, after)
     where t."${row}" = n.row and t."${column}" = n.before`,
    [changes.rows, changes.from, changes.to],
  );
}

export async function noteBatch(
  client: Queryable,
  rotationNo: number,
  { table, column }: SealedColumn,
  batch: { doneUpTo: string; rows: number },
): Promise<void> {
  await client.query(
    `update platform.key_rotation_column set done_up_to = $4, rows_done = rows_done + $5
     where rotation_no = $1 and table_name = $2 and column_name = $3`,
    [rotationNo, table, column, batch.doneUpTo, batch.rows],
  );
}

/** 统计用量: reads every sealed value's first bytes, and remembers what it found. Returns rows by number of the key. */
export async function countUse(client: Queryable, sealed: SealedColumn, at: Date): Promise<Map<number, number>> {
  const { table, column } = sealed;
  const { rows } = await client.query<{ key_id: number; count: string }>(
    `select ${KEY_ID(column)} as key_id, count(*)::text as count from ${quotedTable(table)} where "${column}" is not null group by 1`,
  );
  await client.query('delete from platform.data_key_use where table_name = $1 and column_name = $2', [table, column]);
  for (const { key_id, count } of rows) {
    await client.query(
      'insert into platform.data_key_use (key_id, table_name, column_name, row_count, counted_at) values ($1, $2, $3, $4, $5)',
      [key_id, table, column, count, at],
    );
  }
  return new Map(rows.map(({ key_id, count }) => [key_id, Number(count)]));
}
