import type pg from 'pg';
import { type ListAddress, type ListTable, replaceRows, writeRows } from './list-rows.store.ts';
import { lineTextOf, partTextOf, type RuleNumbers } from './list-text.ts';
import { monthTable } from './month-table.store.ts';
import type { TownedLine } from './summary.ts';

type RuleUsed = { file: string; version: string; sha256: string };

const LINE_COLUMNS = [
  'pay_month',
  'benefit',
  'person_no',
  'unit',
  'county',
  'town',
  'kind',
  'band_from_age',
  'due_fen',
  'before_fen',
  'before_county',
  'before_town',
  'back_pay_fen',
  'recovery_fen',
  'pay_fen',
  'held_fen',
  'cause',
  'cause_day',
  'place',
  'before_place',
];
const PART_COLUMNS = [
  'pay_month',
  'benefit',
  'person_no',
  'part_no',
  'unit',
  'kind',
  'from_month',
  'to_month',
  'monthly_fen',
  'county',
  'layer',
  'rule_no',
];

/**
 * Writes a unit's lines and parts into the month's own tables, in place of what stood there; the caller's transaction
 * makes it all or nothing.
 */
export async function replaceList(
  client: pg.ClientBase,
  address: ListAddress,
  lines: readonly TownedLine[],
  ruleTitles: ReadonlyMap<string, string>,
  hasList: boolean,
): Promise<void> {
  const rules = await numberRules(client, lines, ruleTitles);
  const tables: ListTable[] = [
    {
      name: await monthTable(client, 'pay_line', address.payMonth),
      columns: LINE_COLUMNS,
      textOf: lineTextOf(address),
    },
    {
      name: await monthTable(client, 'pay_part', address.payMonth),
      columns: PART_COLUMNS,
      textOf: partTextOf(address, rules),
    },
  ];
  for (const table of tables) {
    if (hasList) await replaceRows(client, address, table, lines);
    else await writeRows(client, table, lines);
  }
}

/** The numbers of the rule versions that the lines name, by their hash. */
async function numberRules(
  client: pg.ClientBase,
  lines: readonly TownedLine[],
  titles: ReadonlyMap<string, string>,
): Promise<RuleNumbers> {
  const used = new Map<string, RuleUsed>();
  for (const { parts } of new Set(lines.map(({ settled }) => settled)))
    for (const { rule } of parts) if (rule) used.set(rule.sha256, rule);
  const all = [...used.values()];
  const values = [
    all.map(({ file }) => file),
    all.map(({ version }) => version),
    all.map(({ sha256 }) => sha256),
    all.map(({ file }) => titles.get(file) ?? file),
  ];
  const wanted = 'unnest($1::text[], $2::text[], $3::text[], $4::text[]) as wanted(file, version, sha256, title)';
  await client.query(
    `insert into allowances.rule_used (file, version, sha256, title) select * from ${wanted}
     on conflict (file, version, sha256) do nothing`,
    values,
  );
  const { rows } = await client.query<RuleUsed & { rule_no: number }>(
    `select rule_no, file, version, sha256 from allowances.rule_used join ${wanted} using (file, version, sha256)`,
    values,
  );
  return new Map(rows.map((row) => [row.sha256, row.rule_no]));
}
