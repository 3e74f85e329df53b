import type pg from 'pg';
import type { Algorithm } from '#platform/crypto/cipher.ts';
import { type Keys, keysFrom } from '#platform/crypto/keys.ts';
import { fingerprintOf, type MasterKeyPlace, openMasterKey, readMasterKey } from '#platform/crypto/master-key.ts';
import { openRing } from '#platform/keys/ring.ts';
import { Refusal } from '#platform/refusal/refusal.ts';

export type SealingKeyDeps = {
  /** The owner's connections. */
  pool: pg.Pool;
  place: MasterKeyPlace;
  algorithm?: Algorithm | undefined;
  now: () => Date;
};

/**
 * 封存密钥: opens the master key, or makes it for a database that has none yet, and with it the database's data keys. The database
 * remembers a fingerprint of the master key before anything is sealed; refused with any other, since what was sealed before
 * could not be opened again.
 */
export async function openSealingKey({ pool, place, algorithm, now }: SealingKeyDeps): Promise<Keys> {
  const known = await readFingerprint(pool);
  // Before a new key is made: it would only be in the way of the right one.
  if (known !== undefined) {
    const found = await readMasterKey(place);
    refuseOther(known, found && fingerprintOf(found), place);
  }
  const keys = keysFrom(await openMasterKey(place));
  await pool.query('insert into platform.sealing_key (fingerprint) values ($1) on conflict do nothing', [
    keys.fingerprint,
  ]);
  // Two new folders may meet one new database: the first key is kept.
  refuseOther(await readFingerprint(pool), keys.fingerprint, place);
  return openRing({ pool, keys, algorithm, now });
}

async function readFingerprint(pool: pg.Pool): Promise<string | undefined> {
  const { rows } = await pool.query<{ fingerprint: string }>('select fingerprint from platform.sealing_key');
  return rows[0]?.fingerprint;
}

function refuseOther(known: string | undefined, mine: string | undefined, place: MasterKeyPlace): void {
  if (known === mine) return;
  const { file, fromEnvironment } = place;
  const where = fromEnvironment === undefined ? file : '环境变量 KANGYANG_MASTER_KEY 里';
  const found = mine === undefined ? `而这里没有密钥文件 ${file}，也没有另造一把` : `${where} 却是另一把`;
  throw new Refusal(
    'sealing-key.other',
    409,
    `数据库里的身份证号和账号是用别的数据文件夹的密钥加密的，${found}，所以没有启动。请把原数据文件夹 secrets 里的 master.key（或带密钥的备份里的 master.key）复制到 ${file}，再启动；如果连错了数据库，请改正 DATABASE_URL 或 --data。`,
    {},
  );
}
