import type pg from 'pg';
import { keyFingerprint } from '#platform/backup/key-file.ts';
import { type Keys, openKeys } from '#platform/crypto/keys.ts';
import { Refusal } from '#platform/refusal/refusal.ts';

/**
 * 封存密钥: opens the data folder's key, or makes it for a database that has none yet. The database remembers a fingerprint
 * of its key before anything is sealed; refused with any other, since what was sealed before could not be opened again.
 */
export async function openSealingKey(pool: pg.Pool, file: string): Promise<Keys> {
  const known = await readFingerprint(pool);
  // Before a new key is made: it would only be in the way of the right one.
  if (known !== undefined) refuseOther(known, await keyFingerprint(file), file);
  const keys = await openKeys(file);
  const mine = await keyFingerprint(file);
  await pool.query('insert into platform.sealing_key (fingerprint) values ($1) on conflict do nothing', [mine]);
  // Two new folders may meet one new database: the first key is kept.
  refuseOther(await readFingerprint(pool), mine, file);
  return keys;
}

async function readFingerprint(pool: pg.Pool): Promise<string | undefined> {
  const { rows } = await pool.query<{ fingerprint: string }>('select fingerprint from platform.sealing_key');
  return rows[0]?.fingerprint;
}

function refuseOther(known: string | undefined, mine: string | undefined, file: string): void {
  if (known === mine) return;
  const found = mine === undefined ? `而这里没有密钥文件 ${file}，也没有另造一把` : `${file} 却是另一把`;
  throw new Refusal(
    'sealing-key.other',
    409,
    `数据库里的身份证号和账号是用别的数据文件夹的密钥加密的，${found}，所以没有启动。请把原数据文件夹 secrets 里的 master.key（或带密钥的备份里的 master.key）复制到 ${file}，再启动；如果连错了数据库，请改正 DATABASE_URL 或 --data。`,
    {},
  );
}
