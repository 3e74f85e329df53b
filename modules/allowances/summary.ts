import { createHash } from 'node:crypto';
import { findDivision } from '#modules/places/index.ts';
import { formatMonth } from '#platform/month/month.ts';
import type { ByKind, Totals } from './contract.ts';
import type { Line, Part } from './settle.ts';

export type TownedLine = Line & { town: string; beforeTown: string };
type Town = {
  code: string;
  name: string;
  bands: { fromAge: number; persons: number }[];
  persons: number;
  amountFen: number;
};
/** 县月合计: what a county's list adds up to, with the hash of its canonical lines. */
export type Summary = { totals: Totals; byKind: ByKind; byTown: Town[]; sha256: string };

/** Adds up the lines that a county pays; `lines` are in order of person. */
export function summarise(lines: readonly TownedLine[]): Summary {
  return { totals: totalsOf(lines), byKind: kindsOf(lines), byTown: townsOf(lines), sha256: hashOf(lines) };
}

function totalsOf(lines: readonly TownedLine[]): Totals {
  const entitled = lines.filter((line) => line.dueFen > 0);
  return {
    persons: entitled.length,
    amountFen: entitled.reduce((sum, line) => sum + line.dueFen, 0),
    backPayPersons: lines.filter((line) => line.backPayFen > 0).length,
    backPayFen: lines.reduce((sum, line) => sum + line.backPayFen, 0),
    recoveryFen: lines.reduce((sum, line) => sum + line.recoveryFen, 0),
  };
}

function kindsOf(lines: readonly TownedLine[]): ByKind {
  const none = () => ({ persons: 0, amountFen: 0 });
  const kinds: ByKind = {
    new: none(),
    stopped: none(),
    reduced: none(),
    changed: none(),
    backPay: none(),
    recovery: none(),
    unchanged: none(),
  };
  for (const line of lines) {
    if (line.kind !== 'none') add(kinds[line.kind], line.kind === 'stopped' ? line.beforeFen : line.dueFen);
    if (line.backPayFen > 0) add(kinds.backPay, line.backPayFen);
    if (line.recoveryFen < 0) add(kinds.recovery, line.recoveryFen);
  }
  return kinds;
}

function add(count: { persons: number; amountFen: number }, fen: number): void {
  count.persons += 1;
  count.amountFen += fen;
}

/** Towns with somebody entitled, in code order; every town names every band of the county, with 0 where nobody is. */
function townsOf(lines: readonly TownedLine[]): Town[] {
  const entitled = lines.filter((line) => line.dueFen > 0);
  const ages = [...new Set(entitled.map((line) => line.bandFromAge ?? 0))].sort((a, b) => a - b);
  const towns = new Map<string, Town>();
  for (const line of entitled) {
    let town = towns.get(line.town);
    if (!town) {
      const name = findDivision(line.town)?.name ?? line.town;
      town = {
        code: line.town,
        name,
        bands: ages.map((fromAge) => ({ fromAge, persons: 0 })),
        persons: 0,
        amountFen: 0,
      };
      towns.set(line.town, town);
    }
    const band = town.bands.find((each) => each.fromAge === (line.bandFromAge ?? 0));
    if (band) band.persons += 1;
    town.persons += 1;
    town.amountFen += line.dueFen;
  }
  return [...towns.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}

const HASH_CHARS = 16_384;

/** 清册哈希: SHA-256 over canonical lines, in order of person and month, without machine-made ids or times. */
export function hashOf(lines: readonly TownedLine[]): string {
  const hash = createHash('sha256');
  let text = '';
  for (const line of lines) {
    text += `${line.personNo}|${line.county}|${line.town}|${line.kind}|${line.dueFen}|${line.beforeFen}|${line.heldFen}|${line.payFen}\n`;
    for (const part of line.parts) text += canonicalPart(part);
    if (text.length < HASH_CHARS) continue;
    hash.update(text);
    text = '';
  }
  return hash.update(text).digest('hex');
}

function canonicalPart(part: Part): string {
  const rule = part.rule ? `${part.rule.file}@${part.rule.version}` : '-';
  const months = `${formatMonth(part.fromMonth)}..${formatMonth(part.toMonth - 1)}`;
  return ` ${part.kind}|${months}|${part.monthlyFen}|${part.county}|${part.layer}|${rule}|${part.rule?.sha256 ?? '-'}\n`;
}

/** Sums county summaries to the province. */
export function addTotals(all: readonly Totals[]): Totals {
  const sum: Totals = { persons: 0, amountFen: 0, backPayPersons: 0, backPayFen: 0, recoveryFen: 0 };
  for (const totals of all) {
    for (const name of Object.keys(sum) as (keyof Totals)[]) sum[name] += totals[name];
  }
  return sum;
}
