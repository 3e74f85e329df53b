import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { type Algorithm, DATA_KEY_BYTES, type DataKey, dataKeyFrom } from '../crypto/cipher.ts';
import { type Keys, makeRing } from '../crypto/keys.ts';
import { sealBytes, unsealBytes } from '../crypto/seal.ts';
import { withClient } from '../db/with-client.ts';
import { type DataKeyRow, insertActiveKey, lockKeys, selectDataKeys } from './data-key.store.ts';

/** Number 0 is the key that wraps data keys; no value in a table is sealed with it. */
const WRAPPING = 0;
const LARGEST_KEY_ID = 65_535;

export type NewKeyDeps = {
  keys: Keys;
  /** By which new keys seal; left out: as the active key does, at first AES. */
  algorithm?: Algorithm | undefined;
  now: () => Date;
};
/** `pool`: the owner's connections, for the application may not read wrapped keys. */
export type RingDeps = NewKeyDeps & { pool: pg.Pool };

/**
 * 打开密钥环: the keys with the database's ring in them. A database without a data key gets its first one; where another algorithm
 * is wished than the active key's, a new key is made at once, and a rotation brings the older rows over.
 */
export async function openRing(deps: RingDeps): Promise<Keys> {
  await withClient(deps.pool, async (client) => {
    await client.query('begin');
    await lockKeys(client);
    const rows = await selectDataKeys(client);
    const active = rows.find(({ state }) => state === 'active');
    const isWished = active && (deps.algorithm ?? active.algorithm) === active.algorithm;
    if (!isWished) await addKey(client, deps, rows);
    await client.query('commit');
  });
  const ring = makeRing([], WRAPPING);
  const reload = () =>
    withClient(deps.pool, async (client) => {
      const rows = await selectDataKeys(client);
      const active = rows.find(({ state }) => state === 'active');
      const opened = rows.map((row) => unwrap(deps.keys, row));
      ring.take(opened, active?.keyId ?? WRAPPING);
    });
  await reload();
  return { ...deps.keys, ring: { ...ring, reload } };
}

/** Makes a new active key; the caller holds the lock, and the ring learns of it by `reload` after the commit. */
export async function makeDataKey(client: pg.ClientBase, deps: NewKeyDeps): Promise<number> {
  return addKey(client, deps, await selectDataKeys(client));
}

async function addKey(
  client: pg.ClientBase,
  { keys, algorithm, now }: NewKeyDeps,
  rows: readonly DataKeyRow[],
): Promise<number> {
  const keyId = Math.max(0, ...rows.map((row) => row.keyId)) + 1;
  if (keyId > LARGEST_KEY_ID) throw new Error('no number is left for another data key');
  const chosen = algorithm ?? rows.find(({ state }) => state === 'active')?.algorithm ?? 'aes-256-gcm';
  const wrapped = sealBytes(wrappingKey(keys, chosen), placeOf(keyId), randomBytes(DATA_KEY_BYTES));
  await insertActiveKey(client, { keyId, algorithm: chosen, wrapped }, now());
  return keyId;
}

function unwrap(keys: Keys, { keyId, algorithm, wrapped }: DataKeyRow): DataKey {
  const wrapping = wrappingKey(keys, algorithm);
  const bytes = unsealBytes({ find: () => wrapping }, placeOf(keyId), wrapped);
  return dataKeyFrom(keyId, algorithm, bytes);
}

function wrappingKey({ wrapping }: Keys, algorithm: Algorithm): DataKey {
  return dataKeyFrom(WRAPPING, algorithm, wrapping);
}

function placeOf(keyId: number) {
  return { table: 'platform.data_key', column: 'wrapped', row: keyId };
}
