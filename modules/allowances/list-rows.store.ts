import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { copyText } from '#platform/db/copy.ts';
import type { MonthNo } from '#platform/month/month.ts';
import type { TownedLine } from './summary.ts';

export type ListAddress = { benefit: string; payMonth: MonthNo; unit: string };
/** A table that holds the month; its third column is the person's number. `textOf`: a person's rows as COPY writes them. */
export type ListTable = { name: string; columns: readonly string[]; textOf: (line: TownedLine) => string };

const PERSON_COLUMN = 2;

/** Writes a unit's rows where none stand yet. */
export async function writeRows(
  client: pg.ClientBase,
  { name, columns, textOf }: ListTable,
  lines: readonly TownedLine[],
): Promise<void> {
  await copyText(client, name, columns, lines, textOf);
}

/**
 * Makes a unit's rows these: only persons whose rows differ are taken away and written anew, since a list computed again
 * mostly differs by a few.
 */
export async function replaceRows(
  client: pg.ClientBase,
  address: ListAddress,
  table: ListTable,
  lines: readonly TownedLine[],
): Promise<void> {
  const { benefit, payMonth, unit } = address;
  const held = await heldRows(client, address, table);
  const differing: number[] = [];
  const wanted: TownedLine[] = [];
  for (const line of lines) {
    const before = held.get(line.personNo) ?? '';
    held.delete(line.personNo);
    if (table.textOf(line) === before) continue;
    wanted.push(line);
    if (before !== '') differing.push(line.personNo);
  }
  // Whoever is left is on the list no longer.
  differing.push(...held.keys());
  if (differing.length > 0) {
    const taken = [payMonth, benefit, unit, differing];
    await client.query(
      `delete from ${table.name} where pay_month = $1 and benefit = $2 and unit = $3 and person_no = any($4::int[])`,
      taken,
    );
  }
  if (wanted.length > 0) await writeRows(client, table, wanted);
}

/** What stands there, by person, as COPY writes it. */
async function heldRows(
  client: pg.ClientBase,
  { benefit, payMonth, unit }: ListAddress,
  { name, columns }: ListTable,
): Promise<Map<number, string>> {
  const query = `select ${columns.join(', ')} from ${name}
    where pay_month = ${Math.trunc(payMonth)} and benefit = ${client.escapeLiteral(benefit)} and unit = ${client.escapeLiteral(unit)}`;
  // A line stands alone; a person's parts come in their order.
  const order = columns.includes('part_no') ? ' order by person_no, part_no' : '';
  const held = new Map<number, string>();
  let rest = '';
  const stream = client.query(copyTo(`copy (${query}${order}) to stdout`));
  stream.setEncoding('utf8');
  for await (const chunk of stream) rest = takeRows(rest + chunk, held);
  return held;
}

/** Takes whole rows by person, and returns what is left of the last one. */
function takeRows(text: string, held: Map<number, string>): string {
  let from = 0;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
    const row = text.slice(from, end + 1);
    const personNo = personOf(row);
    const before = held.get(personNo);
    held.set(personNo, before === undefined ? row : before + row);
    from = end + 1;
  }
  return text.slice(from);
}

function personOf(row: string): number {
  let at = 0;
  for (let column = 0; column < PERSON_COLUMN; column += 1) at = row.indexOf('\t', at) + 1;
  return Number(row.slice(at, row.indexOf('\t', at)));
}
