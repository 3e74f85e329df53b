import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { type CopyValue, copyField, copyRows } from '#platform/db/copy.ts';
import type { MonthNo } from '#platform/month/month.ts';

export type ListAddress = { benefit: string; payMonth: MonthNo; unit: string };
/** A table that holds the month; its third column is the person's number, and rows come in order of it. */
export type ListTable = { name: string; columns: readonly string[] };
type Row = readonly CopyValue[];

const PERSON_COLUMN = 2;

/** Writes a unit's rows where none stand yet. */
export async function writeRows(
  client: pg.ClientBase,
  { name, columns }: ListTable,
  rows: Iterable<Row>,
): Promise<void> {
  await copyRows(client, name, columns, rows);
}

/**
 * Makes a unit's rows these: only persons whose rows differ are taken away and written anew, since a list computed again
 * mostly differs by a few.
 */
export async function replaceRows(
  client: pg.ClientBase,
  address: ListAddress,
  table: ListTable,
  rows: Iterable<Row>,
): Promise<void> {
  const { benefit, payMonth, unit } = address;
  const held = await heldRows(client, address, table);
  const wanted = new Map<number, Row[]>();
  for (const row of rows) {
    const personNo = row[PERSON_COLUMN] as number;
    const list = wanted.get(personNo);
    if (list) list.push(row);
    else wanted.set(personNo, [row]);
  }
  const differing = new Set([...held.keys()].filter((personNo) => !wanted.has(personNo)));
  for (const [personNo, list] of wanted) if (textOf(list) !== held.get(personNo)) differing.add(personNo);
  if (differing.size === 0) return;
  await client.query(
    `delete from ${table.name} where pay_month = $1 and benefit = $2 and unit = $3 and person_no = any($4::int[])`,
    [payMonth, benefit, unit, [...differing]],
  );
  await copyRows(
    client,
    table.name,
    table.columns,
    [...differing].flatMap((personNo) => wanted.get(personNo) ?? []),
  );
}

/** What stands there, by person, as COPY writes it. */
async function heldRows(
  client: pg.ClientBase,
  { benefit, payMonth, unit }: ListAddress,
  { name, columns }: ListTable,
): Promise<Map<number, string>> {
  const query = `select ${columns.join(', ')} from ${name}
    where pay_month = ${Math.trunc(payMonth)} and benefit = ${client.escapeLiteral(benefit)} and unit = ${client.escapeLiteral(unit)}`;
  const order = columns.includes('part_no') ? 'person_no, part_no' : 'person_no';
  const held = new Map<number, string>();
  let rest = '';
  const stream = client.query(copyTo(`copy (${query} order by ${order}) to stdout`));
  stream.setEncoding('utf8');
  for await (const chunk of stream) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const personNo = Number(line.split('\t', PERSON_COLUMN + 1)[PERSON_COLUMN]);
      held.set(personNo, `${held.get(personNo) ?? ''}${line}\n`);
    }
  }
  return held;
}

function textOf(rows: readonly Row[]): string {
  return rows.map((row) => `${row.map(copyField).join('\t')}\n`).join('');
}
