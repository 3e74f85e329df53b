import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Division, levelOfCode, parentCodeOf, type Succession } from './division.ts';
import { placeInterval } from './place-number.ts';

const FOLDER = join(import.meta.dirname, 'data');
const DEFAULT_PAYING_AUTHORITY = '民政局';

type History = { code: string; name: string; slot: string; validFrom: string | null; validTo: string | null };

/** Everything in memory. `all` is in the order of place numbers: parents before children, a subtree in one piece. */
export type Divisions = {
  all: readonly Division[];
  byCode: ReadonlyMap<string, Division>;
  childrenByParent: ReadonlyMap<string, readonly Division[]>;
  counties: readonly Division[];
  successions: readonly Succession[];
};

let loaded: Divisions | undefined;

export function divisions(): Divisions {
  loaded ??= load();
  return loaded;
}

function load(): Divisions {
  const history = new Map(readHistory().map((row) => [row.code, row]));
  const authorities = new Map<string, string>();
  for (const [code = '', authority = ''] of readTable('paying-authority.tsv')) authorities.set(code, authority);
  const byCode = new Map<string, Division>();
  const childrenByParent = new Map<string, Division[]>();

  function add(code: string, name: string, slot: number): void {
    if (byCode.has(code)) throw new Error(`${code} stands twice in the data`);
    const level = levelOfCode(code);
    const kind = code.startsWith('Z') ? 'zone' : 'division';
    const parentCode = parentCodeOf(code);
    const parent = parentCode === null ? null : byCode.get(parentCode);
    if (parent === undefined) throw new Error(`${code}: its parent ${parentCode} is not in the data`);
    const own = history.get(code);
    const { placeLo, placeHi } = placeInterval(code, level, slot, parent);
    const division: Division = {
      code,
      name,
      level,
      kind,
      parentCode,
      validFrom: later(own?.validFrom ?? null, parent?.validFrom ?? null),
      validTo: earlier(own?.validTo ?? null, parent?.validTo ?? null),
      placeLo,
      placeHi,
      payingAuthority: authorities.get(code) ?? (level === 3 && kind === 'division' ? DEFAULT_PAYING_AUTHORITY : null),
    };
    byCode.set(code, division);
    if (parent === null) return;
    const siblings = childrenByParent.get(parent.code);
    if (siblings) siblings.push(division);
    else childrenByParent.set(parent.code, [division]);
  }

  for (const [code = '', name = '', slot] of readTable('divisions.tsv')) add(code, name, Number(slot));
  for (const { code, name, slot } of history.values()) if (!byCode.has(code)) add(code, name, Number(slot));
  for (const [code, name] of readStreetsAndVillages()) add(code, name, Number(code.slice(-3)));

  const all = [...byCode.values()].sort((a, b) => a.placeLo - b.placeLo);
  return {
    all,
    byCode,
    childrenByParent,
    counties: all.filter(({ level }) => level === 3),
    successions: readSuccessions(),
  };
}

/** A line of three digits is a village of the street above it. */
function* readStreetsAndVillages(): Generator<[code: string, name: string]> {
  let street = '';
  for (const [code = '', name = ''] of readTable('streets-villages.tsv')) {
    if (code.length === 9) street = code;
    yield [code.length === 3 ? street + code : code, name];
  }
}

function readHistory(): History[] {
  return Array.from(readTable('history.tsv'), ([code = '', name = '', slot = '', from, to]) => ({
    code,
    name,
    slot,
    validFrom: from || null,
    validTo: to || null,
  }));
}

function readSuccessions(): Succession[] {
  return Array.from(readTable('succession.tsv'), ([predecessor = '', successor = '', day = '']) => ({
    predecessor,
    successor,
    day,
  }));
}

function readTable(file: string): Generator<string[]> {
  return parseTable(readFileSync(join(FOLDER, file), 'utf8'));
}

/** Rows of a tab-separated text, one at a time; lines beginning with # are comments. */
export function* parseTable(text: string): Generator<string[]> {
  for (const line of text.split('\n')) if (line !== '' && !line.startsWith('#')) yield line.split('\t');
}

function later(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}

function earlier(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
