import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { DB } from './schema.generated.ts';

export type Database = Kysely<DB>;
export type Connection = { pool: pg.Pool; db: Database; close: () => Promise<void> };

const INT8 = 20;
const DATE = 1082;

// A day stays text: a Date would shift it (Asia/Shanghai had midnights that never existed). int8 is fen or a count.
const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === DATE) return (value: string) => value;
    if (oid === INT8) return safeInteger;
    return pg.types.getTypeParser(oid, format ?? 'text');
  },
} as pg.CustomTypesConfig;

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`int8 beyond 2^53: ${text}`);
  return value;
}

export type ConnectOptions = {
  config: pg.PoolConfig;
  /**
   * The role statements run as until a transaction takes on another; the migration owner leaves it out. As kangyang_app no person is
   * seen; as kangyang_bulk everybody, so only jobs get such connections (platform/db/bulk.ts).
   */
  role?: 'kangyang_app' | 'kangyang_bulk';
  max?: number;
  /** Milliseconds after which the client gives a statement up and drops the connection (half-open links hang otherwise). */
  queryTimeoutMs?: number;
};

/** Opens a pool whose sessions run in UTC as the given role. */
export function connect({ config, role, max = 8, queryTimeoutMs = 60_000 }: ConnectOptions): Connection {
  const settings = ['-c timezone=UTC', '-c idle_in_transaction_session_timeout=300000'];
  if (role) settings.push(`-c role=${role}`);
  const pool = new pg.Pool({
    ...config,
    types,
    max,
    options: settings.join(' '),
    connectionTimeoutMillis: 10_000,
    query_timeout: queryTimeoutMs,
  });
  pool.on('error', () => {
    // An idle connection died with the server; the pool opens a new one at the next call.
  });
  pool.on('connect', dropWhenTimedOut);
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
  return { pool, db, close: () => pool.end() };
}

/**
 * A statement given up by the client still runs in the server, inside a transaction with somebody's scope: that connection is cut
 * and never handed out again.
 */
function dropWhenTimedOut(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (...values: unknown[]) => unknown;
  client.on('error', () => undefined);
  client.query = ((...values: unknown[]) => {
    const result = query(...values);
    if (result instanceof Promise) {
      result.catch((error: unknown) => {
        if (error instanceof Error && error.message === 'Query read timeout') cut(client);
      });
    }
    return result;
  }) as typeof client.query;
}

function cut(client: pg.PoolClient): void {
  (client as unknown as { connection: { stream: { destroy: () => void } } }).connection.stream.destroy();
}
