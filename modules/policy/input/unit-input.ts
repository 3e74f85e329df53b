import type pg from 'pg';
import { numberOfDivision } from './codes.ts';
import { type InputColumns, rowAt } from './columns.ts';
import { gatherEverybody } from './everybody.ts';
import { noteFreeze, readFreezes } from './freeze.store.ts';
import { freeze, isFrozen } from './frozen-file.ts';
import { readLeavers, readPersonInput, readPersonsWithoutInput } from './input.store.ts';
import type { InputRow } from './input-row.ts';
import { personSet } from './person-set.ts';
import { type ByUnit, type Loaded, readByUnit } from './read-by-unit.ts';
import { withUnknown } from './unknown-person.ts';

/**
 * 计算单元的输入: the unit's own persons, and the leavers (hukou once lay here, unit is another) who only appear in its
 * report. The hash is that of the own persons' frozen file.
 */
export type UnitInput = {
  own: InputColumns;
  leavers: InputColumns;
  sha256: string;
  /**
   * Resolves when the frozen file is safely on disk: nothing that rests on it may be committed before. Notes it in the
   * caller's transaction, so that a later run reads the file and not the rows, as long as no fact has changed them.
   */
  kept: (client: pg.ClientBase) => Promise<void>;
  /** Gives the memory of the own persons back; nothing may read them afterwards. */
  free: () => void;
};

export type UnitInputs = {
  /** Of persons whom the unit has paid those of whom no input is known: they were never registered in the province. */
  missing: (unit: string, persons: Int32Array) => Promise<number[]>;
  /**
   * A unit's input, frozen. `unknown`: persons without input whom the county has paid; they are added as persons to whom
   * nothing is due, so that what they got is looked at.
   */
  unitInput: (unit: string, unknown: readonly number[]) => Promise<UnitInput>;
};

/** From this many units on, one read of everybody is faster than a read for each. */
const READ_ALL_FROM_UNITS = 4;

/** Opens the input as known now; each unit is frozen under `folder`, as evidence, when it is asked for. */
export async function openInputs(client: pg.ClientBase, folder: string, units: readonly string[]): Promise<UnitInputs> {
  const freezes = await readFreezes(client);
  const isForAll = units.length >= READ_ALL_FROM_UNITS;
  const byUnit = await readByUnit(client, folder, freezes, isForAll ? 'all' : units);
  const known = isForAll ? await ofEverybody(byUnit) : oneByOne(client, byUnit);
  return {
    missing: known.missing,
    async unitInput(unit, unknown) {
      const loaded = await known.own(unit);
      const inRows = loaded.columns;
      const leavers = await known.leavers(unit);
      const own = unknown.length > 0 ? withUnknown(inRows, unknown, unit) : inRows;
      const before = freezes.get(unit);
      if (before?.sha256 && own === inRows && isFrozen(folder, before.sha256)) {
        return { own, leavers, sha256: before.sha256, kept: async () => undefined, free: loaded.free };
      }
      const { sha256, written } = freeze(folder, own);
      const kept = async (writer: pg.ClientBase) => {
        await written;
        if (before && own === inRows) await noteFreeze(writer, unit, before.changeNo, sha256);
      };
      const free = () => void written.then(loaded.free, loaded.free);
      return { own, leavers, sha256, kept, free };
    },
  };
}

type Known = {
  own: (unit: string) => Promise<Loaded>;
  leavers: (unit: string) => Promise<InputColumns>;
  missing: UnitInputs['missing'];
};

/** Walks through every unit: who left it stands in another unit's input. */
async function ofEverybody({ units, load }: ByUnit): Promise<Known> {
  const everybody = gatherEverybody();
  for (const unit of units) {
    const { columns, free } = await load(unit);
    everybody.add(unit, columns);
    free();
  }
  return {
    own: (unit) => load(numberOfDivision(unit)),
    leavers: async (unit) => everybody.leavers(unit),
    missing: async (_unit, persons) => everybody.missing(persons),
  };
}

/** Few units: each is read once, and kept. */
function oneByOne(client: pg.ClientBase, { load }: ByUnit): Known {
  const kept = new Map<string, Promise<Loaded>>();
  const own = (unit: string) => {
    const found = kept.get(unit) ?? load(numberOfDivision(unit));
    kept.set(unit, found);
    return found.then(({ columns }) => ({ columns, free: () => undefined }));
  };
  return {
    own,
    leavers: (unit) => readLeavers(client, unit),
    async missing(unit, persons) {
      const there = personSet();
      there.add((await own(unit)).columns);
      const elsewhere = new Set(persons.filter((personNo) => !there.has(personNo)));
      return elsewhere.size > 0 ? readPersonsWithoutInput(client, [...elsewhere]) : [];
    },
  };
}

/** One person's input; empty when the person is unknown, too young, or was never registered in the province. */
export async function readPersonRows(client: pg.ClientBase, personNo: number): Promise<InputRow[]> {
  const columns = await readPersonInput(client, personNo);
  return Array.from({ length: columns.length }, (_, index) => rowAt(columns, index));
}
