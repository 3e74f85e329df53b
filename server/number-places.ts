import { randomUUID } from 'node:crypto';
import { linePlaces } from '#modules/allowances/index.ts';
import { personPlaces } from '#modules/people/index.ts';
import { writeAudit } from '#platform/audit/audit.ts';
import { asBulk, type Bulk, runJob } from '#platform/db/bulk.ts';
import { type Queryable, queryableOf } from '#platform/db/queryable.ts';
import { withClient } from '#platform/db/with-client.ts';
import { businessDay } from '#platform/month/month.ts';
import { type Ctx, SYSTEM_USER } from '#platform/session/ctx.ts';

/** Rows that carry `from` as their place now carry `to`. */
export type PlaceMove = { from: number; to: number };
export type Seed = (db: Ctx['db']) => Promise<{ moves: PlaceMove[] }>;

/** Every table that carries place numbers, by the module that owns it. */
const RENUMBER: readonly ((client: Queryable, moves: readonly PlaceMove[]) => Promise<void>)[] = [
  personPlaces.renumberPersons,
  linePlaces.renumberLines,
];

/** 区划入库和重编: the divisions as their data files have them, and with them every row that carries a number; all or nothing. */
export async function numberPlaces({ db, now }: Pick<Bulk, 'db' | 'now'>, seed: Seed): Promise<PlaceMove[]> {
  return db.transaction().execute(async (transaction) => {
    const { moves } = await seed(transaction);
    if (moves.length === 0) return moves;
    const ctx: Ctx = { db: transaction, now: now(), user: SYSTEM_USER, request: { id: randomUUID() } };
    const subject = `${moves.length} 个区划的序号`;
    await writeAudit(ctx, { action: 'bulk/data.number-places', title: '重编所在地序号', subject, outcome: 'done' });
    await asBulk(ctx, 'data.number-places', subject, async () => {
      for (const renumber of RENUMBER) await renumber(queryableOf(transaction), moves);
    });
    return moves;
  });
}

/** 补编: for a database that was filled before places were kept. */
export async function placeRows(bulk: Bulk): Promise<void> {
  await runJob(bulk, 'data.number-places', '全省', (pool) =>
    withClient(pool, async (client) => {
      await personPlaces.placeEverybody(client, businessDay(bulk.now()));
      await linePlaces.placeLines(client);
    }),
  );
}
