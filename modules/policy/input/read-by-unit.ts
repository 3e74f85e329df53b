import type pg from 'pg';
import { numberOfDivision } from './codes.ts';
import { allocateColumns, COLUMN_NAMES, columnsIn, type InputColumns } from './columns.ts';
import type { Freeze } from './freeze.store.ts';
import { isFrozen, thaw } from './frozen-file.ts';
import { readChangedPersons, readChangedRows, readUnits, readUnitsTogether } from './input.store.ts';
import { partByUnit } from './part-by-unit.ts';
import { renewed } from './renew-base.ts';
import { openRooms, type Rooms } from './rooms.ts';

/** From this many changed persons of a unit on, its rows are read one after another and not looked up. */
const MOST_CHANGED = 20_000;

/** A unit's own persons; `free` gives their memory back, and nothing may read them afterwards. */
export type Loaded = { columns: InputColumns; free: () => void };
export type ByUnit = { units: number[]; load: (unit: number) => Promise<Loaded> };

/**
 * The input of units, or of all: from frozen files where these hold, or hold but for a few persons; else from rows. Files are read when
 * their unit is asked for, and again when it is asked for again; what the database says is read here.
 */
export async function readByUnit(
  client: pg.ClientBase,
  folder: string,
  freezes: ReadonlyMap<string, Freeze>,
  wanted: readonly string[] | 'all',
): Promise<ByUnit> {
  const units = wanted === 'all' ? await readUnits(client) : wanted;
  const files = new Map<number, string>();
  const bases = new Map<number, string>();
  const toRead: number[] = [];
  for (const unit of units) {
    const { sha256 = null, baseSha256 = null } = freezes.get(unit) ?? {};
    if (sha256 && isFrozen(folder, sha256)) files.set(numberOfDivision(unit), sha256);
    else if (baseSha256 && isFrozen(folder, baseSha256)) bases.set(numberOfDivision(unit), baseSha256);
    else toRead.push(numberOfDivision(unit));
  }
  const changes = await readChanges(client, [...bases.keys()]);
  for (const unit of bases.keys()) if (!changes.has(unit)) toRead.push(unit);
  const isAll = wanted === 'all' && toRead.length === units.length;
  const read = toRead.length > 0 ? partByUnit(await readUnitsTogether(client, isAll ? 'all' : toRead)) : new Map();
  const rooms = openRooms();
  return {
    units: units.map(numberOfDivision),
    async load(unit) {
      const file = files.get(unit);
      if (file) return thaw(folder, file, rooms);
      const change = changes.get(unit);
      if (change) return renew(await thaw(folder, bases.get(unit)!, rooms), change, rooms);
      return { columns: read.get(unit) ?? allocateColumns(0), free: () => undefined };
    },
  };
}

/** Who changed since the unit was last frozen, in order of number, and the rows they have now. */
type Change = { persons: Int32Array; rows: InputColumns };

/** Only of units of which few have changed. */
async function readChanges(client: pg.ClientBase, units: readonly number[]): Promise<Map<number, Change>> {
  if (units.length === 0) return new Map();
  const changed = await readChangedPersons(client, units);
  const few = units.filter((unit) => (changed.get(unit)?.length ?? 0) <= MOST_CHANGED);
  const rows = partByUnit(await readChangedRows(client, few));
  return new Map(
    few.map((unit) => [
      unit,
      { persons: changed.get(unit) ?? new Int32Array(0), rows: rows.get(unit) ?? allocateColumns(0) },
    ]),
  );
}

function renew(base: Loaded, { persons, rows }: Change, rooms: Rooms): Loaded {
  let free = (): void => undefined;
  const columns = renewed(base.columns, persons, rows, (length) => {
    const room = rooms.take(length * COLUMN_NAMES.length);
    free = room.free;
    return columnsIn(room.ints, 0, length);
  });
  base.free();
  return { columns, free };
}
