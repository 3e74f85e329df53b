import type pg from 'pg';
import { type InputColumns, rowAt } from './columns.ts';
import { type Frozen, freeze } from './frozen-file.ts';
import { readEverybody, readLeavers, readPersonInput, readPersonsWithoutInput, readUnit } from './input.store.ts';
import type { InputRow } from './input-row.ts';
import { partByUnit } from './part-by-unit.ts';
import { withUnknown } from './unknown-person.ts';

/**
 * 计算单元的输入: the unit's own persons, and the leavers (hukou once lay here, unit is another) who only appear in its
 * report. The hash is that of the own persons' frozen file.
 */
export type UnitInput = { own: InputColumns; leavers: InputColumns } & Frozen;

export type UnitInputs = {
  /**
   * A unit's input, frozen. Of `paidHere` (persons whom the county has paid) those of whom no input is known, since they
   * were never registered in the province, are added as persons to whom nothing is due, so that what they got is looked at.
   */
  unitInput: (unit: string, paidHere: Int32Array) => Promise<UnitInput>;
};

/** From this many units on, one read of everybody is faster than a read for each. */
const READ_ALL_FROM_UNITS = 4;

/** Opens the input as known now; each unit is frozen under `folder`, as evidence, when it is asked for. */
export async function openInputs(client: pg.ClientBase, folder: string, units: readonly string[]): Promise<UnitInputs> {
  const everybody = units.length >= READ_ALL_FROM_UNITS ? partByUnit(await readEverybody(client)) : undefined;
  return {
    async unitInput(unit, paidHere) {
      const known = everybody ? everybody.own(unit) : await readUnit(client, unit);
      const leavers = everybody ? everybody.leavers(unit) : await readLeavers(client, unit);
      const unknown = everybody ? everybody.missing(paidHere) : await readPersonsWithoutInput(client, paidHere);
      const own = unknown.length > 0 ? withUnknown(known, unknown, unit) : known;
      return { own, leavers, ...freeze(folder, own) };
    },
  };
}

/** One person's input; empty when the person is unknown, too young, or was never registered in the province. */
export async function readPersonRows(client: pg.ClientBase, personNo: number): Promise<InputRow[]> {
  const columns = await readPersonInput(client, personNo);
  return Array.from({ length: columns.length }, (_, index) => rowAt(columns, index));
}
