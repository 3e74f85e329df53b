import type pg from 'pg';
import { eachPerson, type InputColumns, rowAt } from './columns.ts';
import { freeze } from './frozen-file.ts';
import { readLeavers, readPersonInput, readUnit } from './input.store.ts';
import type { InputRow } from './input-row.ts';

/**
 * 计算单元的输入: the unit's own persons, and the leavers (hukou once lay here, unit is another) who only appear in its
 * report. The hash is that of the own persons' frozen file.
 */
export type UnitInput = { own: InputColumns; leavers: InputColumns; sha256: string };

/** Reads and freezes a unit's input as known now; the file stays under `folder` as evidence. */
export async function freezeUnit(client: pg.ClientBase, folder: string, unit: string): Promise<UnitInput> {
  const own = await readUnit(client, unit);
  const leavers = await readLeavers(client, unit);
  return { own, leavers, sha256: await freeze(folder, own) };
}

/** Walks the persons of a frozen input with their rows, in order of person number. */
export function* personsOf(columns: InputColumns): Generator<{ personNo: number; rows: InputRow[] }> {
  const spans: { personNo: number; from: number; to: number }[] = [];
  eachPerson(columns, (personNo, from, to) => spans.push({ personNo, from, to }));
  for (const { personNo, from, to } of spans) {
    const rows: InputRow[] = [];
    for (let index = from; index < to; index += 1) rows.push(rowAt(columns, index));
    yield { personNo, rows };
  }
}

/** One person's input; empty when the person is unknown, too young, or was never registered in the province. */
export async function readPersonRows(client: pg.ClientBase, personNo: number): Promise<InputRow[]> {
  const columns = await readPersonInput(client, personNo);
  return Array.from({ length: columns.length }, (_, index) => rowAt(columns, index));
}
