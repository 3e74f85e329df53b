import type { Algorithm } from '../crypto/cipher.ts';
import type { Queryable } from '../db/queryable.ts';

export type DataKeyRow = { keyId: number; algorithm: Algorithm; wrapped: Buffer; state: 'active' | 'old' | 'retired' };

/** Whoever makes a key waits until nobody else is making one. */
export async function lockKeys(client: Queryable): Promise<void> {
  await client.query("select pg_advisory_xact_lock(hashtext('platform.data_key'))");
}

export async function selectDataKeys(client: Queryable): Promise<DataKeyRow[]> {
  const { rows } = await client.query<DataKeyRow>(
    'select key_id as "keyId", algorithm, wrapped, state from platform.data_key order by key_id',
  );
  return rows;
}

/** From here on this key seals; the one before is old. */
export async function insertActiveKey(
  client: Queryable,
  { keyId, algorithm, wrapped }: Omit<DataKeyRow, 'state'>,
  madeAt: Date,
): Promise<void> {
  await client.query("update platform.data_key set state = 'old' where state = 'active'");
  await client.query(
    "insert into platform.data_key (key_id, algorithm, wrapped, state, made_at) values ($1, $2, $3, 'active', $4)",
    [keyId, algorithm, wrapped, madeAt],
  );
}

/** Old keys that no row uses, by a count just made. A retired key is kept, wrapped: a late row could still be opened. */
export async function retireUnusedKeys(client: Queryable, at: Date): Promise<number[]> {
  const { rows } = await client.query<{ key_id: number }>(
    `update platform.data_key k set state = 'retired', retired_at = $1
     where state = 'old' and not exists (select from platform.data_key_use u where u.key_id = k.key_id and u.row_count > 0)
     returning key_id`,
    [at],
  );
  return rows.map(({ key_id }) => key_id);
}
