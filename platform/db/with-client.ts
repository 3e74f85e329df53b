import type pg from 'pg';

/** A connection of the pool for as long as `act` takes; one on which something failed is closed, not handed out again. */
export async function withClient<T>(pool: pg.Pool, act: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let failed = false;
  try {
    return await act(client);
  } catch (error) {
    failed = true;
    throw error;
  } finally {
    client.release(failed);
  }
}

/**
 * A second connection beside `own` when one is free at once, else `own` again: whoever holds a connection and waits for
 * another may wait for ever.
 */
export async function withSpareClient<T>(
  pool: pg.Pool,
  own: pg.ClientBase,
  act: (client: pg.ClientBase) => Promise<T>,
): Promise<T> {
  const isFree = pool.waitingCount === 0 && (pool.idleCount > 0 || pool.totalCount < pool.options.max);
  return isFree ? withClient(pool, act) : act(own);
}
