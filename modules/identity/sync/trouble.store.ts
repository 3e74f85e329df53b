import { type AnyDb, own } from '#platform/db/own.ts';
import { queryableOf } from '#platform/db/queryable.ts';

/** The one that goes on; undefined: the clock's syncs succeed. */
export async function findTrouble(db: AnyDb) {
  return own('identity')(db)
    .selectFrom('identity.directory_trouble')
    .selectAll()
    .where('ended_at', 'is', null)
    .executeTakeFirst();
}

/** Once more: the same trouble with the newest reason, or a new one. Returns its number. */
export async function upsertTrouble(db: AnyDb, reason: string, now: Date): Promise<number> {
  const { rows } = await queryableOf(db).query<{ trouble_no: number }>(
    `insert into identity.directory_trouble (since, last_at, reason) values ($1, $1, $2)
     on conflict ((true)) where ended_at is null do update
       set last_at = excluded.last_at, reason = excluded.reason, times = directory_trouble.times + 1
     returning trouble_no`,
    [now, reason],
  );
  return rows[0]?.trouble_no ?? 0;
}

export async function setTroubleEnd(db: AnyDb, now: Date): Promise<number[]> {
  const rows = await own('identity')(db)
    .updateTable('identity.directory_trouble')
    .set({ ended_at: now })
    .where('ended_at', 'is', null)
    .returning('trouble_no')
    .execute();
  return rows.map(({ trouble_no }) => trouble_no);
}
