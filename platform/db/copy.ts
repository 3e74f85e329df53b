import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

const NEEDS_ESCAPE = /[\\\t\n\r]/;
const EVERY_ESCAPE = /[\\\t\n\r]/g;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const CHUNK_CHARS = 64 * 1024;

export type CopyValue = string | number | boolean | null | Buffer;

export function copyField(value: CopyValue): string {
  if (value === null) return '\\N';
  if (typeof value === 'number') return `${value}`;
  if (typeof value === 'string')
    return NEEDS_ESCAPE.test(value) ? value.replace(EVERY_ESCAPE, (sign) => ESCAPES[sign] ?? sign) : value;
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString('hex')}`;
  return String(value);
}

/** Streams rows into a table by COPY (text form), in the column order given. Returns the number of rows. */
export async function copyRows(
  client: pg.ClientBase,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly CopyValue[]> | AsyncIterable<readonly CopyValue[]>,
): Promise<number> {
  let count = 0;
  const text = (row: readonly CopyValue[]): string => {
    count += 1;
    let line = '';
    for (let index = 0; index < row.length; index += 1) {
      if (index > 0) line += '\t';
      line += copyField(row[index]!);
    }
    return `${line}\n`;
  };
  const chunks = Symbol.iterator in rows ? chunksOf(rows, text) : chunksInTime(rows, text);
  await copyChunks(client, table, columns, chunks);
  return count;
}

/** The same for whoever makes a thing's rows as COPY's text himself; `text` may be of several rows, or empty. */
export async function copyText<Thing>(
  client: pg.ClientBase,
  table: string,
  columns: readonly string[],
  things: Iterable<Thing>,
  text: (thing: Thing) => string,
): Promise<void> {
  await copyChunks(client, table, columns, chunksOf(things, text));
}

async function copyChunks(
  client: pg.ClientBase,
  table: string,
  columns: readonly string[],
  chunks: Iterable<string> | AsyncIterable<string>,
): Promise<void> {
  const into = client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`));
  await pipeline(Readable.from(chunks, { objectMode: false }), into);
}

/** Rows that are there already are not awaited one by one: millions of promises cost more than the text. */
function* chunksOf<Row>(rows: Iterable<Row>, text: (row: Row) => string): Generator<string> {
  let chunk = '';
  for (const row of rows) {
    chunk += text(row);
    if (chunk.length < CHUNK_CHARS) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk) yield chunk;
}

async function* chunksInTime<Row>(rows: AsyncIterable<Row>, text: (row: Row) => string): AsyncGenerator<string> {
  let chunk = '';
  for await (const row of rows) {
    chunk += text(row);
    if (chunk.length < CHUNK_CHARS) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk) yield chunk;
}
