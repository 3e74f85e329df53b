import type pg from 'pg';
import { numberOfDivision } from './codes.ts';
import type { InputColumns } from './columns.ts';
import { allocateColumns } from './columns.ts';
import type { Freeze } from './freeze.store.ts';
import { isFrozen, thaw } from './frozen-file.ts';
import { readChangedPersons, readChangedRows, readUnits, readUnitsTogether } from './input.store.ts';
import { partByUnit } from './part-by-unit.ts';
import { renewed } from './renew-base.ts';

/** From this many changed persons of a unit on, its rows are read one after another and not looked up. */
const MOST_CHANGED = 20_000;
const FILES_AT_ONCE = 4;

/** The input of units, or of all: from frozen files where these hold, or hold but for a few persons; else from rows. */
export async function readByUnit(
  client: pg.ClientBase,
  folder: string,
  freezes: ReadonlyMap<string, Freeze>,
  wanted: readonly string[] | 'all',
): Promise<Map<number, InputColumns>> {
  const units = wanted === 'all' ? await readUnits(client) : wanted;
  const byUnit = new Map<number, InputColumns>();
  const bases = new Map<number, string>();
  const toRead: number[] = [];
  const toThaw: [number, string][] = [];
  for (const unit of units) {
    const { sha256 = null, baseSha256 = null } = freezes.get(unit) ?? {};
    if (sha256 && isFrozen(folder, sha256)) toThaw.push([numberOfDivision(unit), sha256]);
    else if (baseSha256 && isFrozen(folder, baseSha256)) bases.set(numberOfDivision(unit), baseSha256);
    else toRead.push(numberOfDivision(unit));
  }
  for (let at = 0; at < toThaw.length; at += FILES_AT_ONCE) {
    const some = toThaw.slice(at, at + FILES_AT_ONCE);
    const inputs = await Promise.all(some.map(([, sha256]) => thaw(folder, sha256)));
    some.forEach(([unit], index) => void byUnit.set(unit, inputs[index]!));
  }
  toRead.push(...(await renewBases(client, folder, bases, byUnit)));
  if (toRead.length > 0) {
    const rows = await readUnitsTogether(client, wanted === 'all' && toRead.length === units.length ? 'all' : toRead);
    for (const [unit, part] of partByUnit(rows)) byUnit.set(unit, part);
  }
  return byUnit;
}

/** Adds the units whose last frozen file holds but for a few; returns those of which too many have changed. */
async function renewBases(
  client: pg.ClientBase,
  folder: string,
  bases: ReadonlyMap<number, string>,
  byUnit: Map<number, InputColumns>,
): Promise<number[]> {
  if (bases.size === 0) return [];
  const changed = await readChangedPersons(client, [...bases.keys()]);
  const few = [...bases.keys()].filter((unit) => (changed.get(unit)?.length ?? 0) <= MOST_CHANGED);
  const rows = partByUnit(await readChangedRows(client, few));
  for (const unit of few) {
    const base = await thaw(folder, bases.get(unit)!);
    const persons = changed.get(unit) ?? new Int32Array(0);
    byUnit.set(unit, renewed(base, persons, rows.get(unit) ?? allocateColumns(0)));
  }
  return [...bases.keys()].filter((unit) => !few.includes(unit));
}
