import { createHash } from 'node:crypto';
import { findDivision } from '#modules/places/index.ts';
import { formatMonth } from '#platform/month/month.ts';
import type { Cause } from './cause.ts';
import type { ByKind, Totals } from './contract.ts';
import { onceFor } from './once-for.ts';
import type { Part, Settled } from './settle.ts';

/** A person's line, with the towns where the county that pays, and the one that paid last month, know him. */
export type TownedLine = {
  personNo: number;
  town: string;
  beforeTown: string;
  /** 所在地序号 of the two, see line-place.ts; 0: nowhere. */
  place: number;
  beforePlace: number;
  cause: Cause;
  settled: Settled;
};
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
  const totals: Totals = { persons: 0, amountFen: 0, backPayPersons: 0, backPayFen: 0, recoveryFen: 0 };
  for (const { settled } of lines) {
    if (settled.dueFen > 0) totals.persons += 1;
    totals.amountFen += settled.dueFen;
    if (settled.backPayFen > 0) totals.backPayPersons += 1;
    totals.backPayFen += settled.backPayFen;
    totals.recoveryFen += settled.recoveryFen;
  }
  return totals;
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
  for (const { settled } of lines) {
    const { kind, backPayFen, recoveryFen } = settled;
    if (kind !== 'none') add(kinds[kind], kind === 'stopped' ? settled.beforeFen : settled.dueFen);
    if (backPayFen > 0) add(kinds.backPay, backPayFen);
    if (recoveryFen < 0) add(kinds.recovery, recoveryFen);
  }
  return kinds;
}

function add(count: { persons: number; amountFen: number }, fen: number): void {
  count.persons += 1;
  count.amountFen += fen;
}

/** Towns with somebody entitled, in code order; every town names every band of the county, with 0 where nobody is. */
function townsOf(lines: readonly TownedLine[]): Town[] {
  const ages = new Set<number>();
  const towns = new Map<string, { amountFen: number; byAge: Map<number, number> }>();
  for (const { town: code, settled } of lines) {
    if (settled.dueFen <= 0) continue;
    const age = settled.bandFromAge ?? 0;
    ages.add(age);
    let town = towns.get(code);
    if (!town) {
      town = { amountFen: 0, byAge: new Map() };
      towns.set(code, town);
    }
    town.amountFen += settled.dueFen;
    town.byAge.set(age, (town.byAge.get(age) ?? 0) + 1);
  }
  const fromAges = [...ages].sort((a, b) => a - b);
  return [...towns]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { amountFen, byAge }]) => {
      const bands = fromAges.map((fromAge) => ({ fromAge, persons: byAge.get(fromAge) ?? 0 }));
      const persons = bands.reduce((sum, band) => sum + band.persons, 0);
      return { code, name: findDivision(code)?.name ?? code, bands, persons, amountFen };
    });
}

const HASH_CHARS = 16_384;

/** 清册哈希: SHA-256 over canonical lines, in order of person and month, without machine-made ids or times. */
export function hashOf(lines: readonly TownedLine[]): string {
  const hash = createHash('sha256');
  const rest = onceFor(canonicalRest);
  let text = '';
  for (const { personNo, town, settled } of lines) {
    text += `${personNo}|${settled.county}|${town}${rest(settled)}`;
    if (text.length < HASH_CHARS) continue;
    hash.update(text);
    text = '';
  }
  return hash.update(text).digest('hex');
}

function canonicalRest({ kind, dueFen, beforeFen, heldFen, payFen, parts }: Settled): string {
  return `|${kind}|${dueFen}|${beforeFen}|${heldFen}|${payFen}\n${parts.map(canonicalPart).join('')}`;
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
