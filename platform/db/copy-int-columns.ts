import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';

// PGCOPY binary form: 11-byte signature, flags, extension length; then tuples of (int16 count, (int32 length, bytes)*), -1 ends.
const HEADER_BYTES = 19;
const INT4_BYTES = 4;

// One person's rows must not cost megabytes, and millions must not be copied while they grow.
const FIRST_CHUNK_ROWS = 64;
const LARGEST_CHUNK_ROWS = 262_144;
const CHUNK_GROWTH = 8;

type Chunk = { columns: Int32Array[]; rows: number; capacity: number };

/**
 * Reads a query whose columns are all int4 into typed arrays by binary COPY: about ten times faster than rows.
 * `nothing` stands for null. Memory stays near that of the result: with as many rows as expected nothing is copied, else
 * chunks are joined column by column.
 */
export async function copyIntColumns(
  client: pg.ClientBase,
  query: string,
  columnCount: number,
  nothing: number,
  expectedRows = 0,
): Promise<{ length: number; columns: Int32Array[] }> {
  const chunks = [newChunk(columnCount, Math.max(FIRST_CHUNK_ROWS, expectedRows + 1))];
  let chunk = chunks[0]!;
  let rest: Buffer = Buffer.alloc(0);
  let headerRead = false;
  const stream = client.query(copyTo(`copy (${query}) to stdout (format binary)`));
  for await (const bytes of stream) {
    const data: Buffer = rest.length > 0 ? Buffer.concat([rest, bytes as Buffer]) : (bytes as Buffer);
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
      const next = readTuple(data, at, chunk.columns, chunk.rows, nothing);
      if (next < 0) break;
      at = next;
      chunk.rows += 1;
      if (chunk.rows === chunk.capacity) {
        chunk = newChunk(columnCount, Math.min(LARGEST_CHUNK_ROWS, chunk.capacity * CHUNK_GROWTH));
        chunks.push(chunk);
      }
    }
    rest = Buffer.from(data.subarray(at));
  }
  return joinChunks(chunks, columnCount);
}

function newChunk(columnCount: number, capacity: number): Chunk {
  return { columns: Array.from({ length: columnCount }, () => new Int32Array(capacity)), rows: 0, capacity };
}

function joinChunks(chunks: readonly Chunk[], columnCount: number): { length: number; columns: Int32Array[] } {
  const [first] = chunks;
  if (chunks.length === 1 && first) {
    return { length: first.rows, columns: first.columns.map((column) => column.subarray(0, first.rows)) };
  }
  const length = chunks.reduce((sum, chunk) => sum + chunk.rows, 0);
  const gone = new Int32Array(0);
  const columns: Int32Array[] = [];
  for (let column = 0; column < columnCount; column += 1) {
    const whole = new Int32Array(length);
    let at = 0;
    for (const chunk of chunks) {
      whole.set(chunk.columns[column]!.subarray(0, chunk.rows), at);
      at += chunk.rows;
      chunk.columns[column] = gone;
    }
    columns.push(whole);
  }
  return { length, columns };
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
