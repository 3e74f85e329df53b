import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';

// PGCOPY binary form: 11-byte signature, flags, extension length; then tuples of (int16 count, (int32 length, bytes)*), -1 ends.
const HEADER_BYTES = 19;
const INT4_BYTES = 4;

/**
 * Reads a query whose columns are all int4 into typed arrays by binary COPY: about ten times faster than rows.
 * `nothing` stands for null. Grows by doubling; returns arrays cut to the number of rows.
 */
export async function copyIntColumns(
  client: pg.ClientBase,
  query: string,
  columnCount: number,
  nothing: number,
): Promise<{ length: number; columns: Int32Array[] }> {
  let capacity = 65_536;
  let columns = Array.from({ length: columnCount }, () => new Int32Array(capacity));
  let length = 0;
  let rest: Buffer = Buffer.alloc(0);
  let headerRead = false;
  const stream = client.query(copyTo(`copy (${query}) to stdout (format binary)`));
  for await (const chunk of stream) {
    let data: Buffer = rest.length > 0 ? Buffer.concat([rest, chunk as Buffer]) : (chunk as Buffer);
    let at = 0;
    if (!headerRead) {
      if (data.length < HEADER_BYTES) {
        rest = data;
        continue;
      }
      at = HEADER_BYTES;
      headerRead = true;
    }
    for (;;) {
      const next = readTuple(data, at, columns, length, nothing);
      if (next < 0) break;
      at = next;
      length += 1;
      if (length === capacity) {
        capacity *= 2;
        columns = columns.map((column) => grow(column, capacity));
      }
    }
    data = data.subarray(at);
    rest = Buffer.from(data);
  }
  return { length, columns: columns.map((column) => column.subarray(0, length)) };
}

/** Reads one tuple at `at` into row `index`; returns where the next begins, or -1 when it is not whole or the end. */
function readTuple(data: Buffer, at: number, columns: Int32Array[], index: number, nothing: number): number {
  if (at + 2 > data.length) return -1;
  if (data.readInt16BE(at) === -1) return -1;
  let cursor = at + 2;
  for (const column of columns) {
    if (cursor + INT4_BYTES > data.length) return -1;
    const size = data.readInt32BE(cursor);
    cursor += INT4_BYTES;
    if (size === -1) {
      column[index] = nothing;
      continue;
    }
    if (size !== INT4_BYTES) throw new Error(`not an int4 column: ${size} bytes`);
    if (cursor + INT4_BYTES > data.length) return -1;
    column[index] = data.readInt32BE(cursor);
    cursor += INT4_BYTES;
  }
  return cursor;
}

function grow(column: Int32Array, capacity: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(capacity);
  larger.set(column);
  return larger;
}
