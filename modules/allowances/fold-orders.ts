import type pg from 'pg';
import { withClient } from '#platform/db/with-client.ts';
import { foldList, type ReleasedList } from './order-span.store.ts';
import { START_LOCK, whenReleased } from './run.store.ts';

export type FoldDeps = { pool: pg.Pool; now: () => Date };

/**
 * 并入已发月段: folds released lists into spans, in order of release, a transaction each; called after a release, and
 * again when a run starts, for what a crash left over. A list younger than the orders of the run under way waits: that run
 * must be able to tell what was ordered when it began. Stops early when `goesOn` says no.
 */
export async function foldOrders(
  client: pg.ClientBase,
  now: () => Date,
  goesOn: () => boolean = () => true,
): Promise<void> {
  while (goesOn() && (await foldNext(client, now()))) {
    // One list a time, each safe by itself.
  }
}

/** Folding in the background: `soon` after whoever is releasing now has committed, one after another. */
export function foldingSoon({ pool, now }: FoldDeps, log: (line: string) => void) {
  let isOpen = true;
  let running = Promise.resolve();
  const fold = () =>
    withClient(pool, async (client) => {
      await whenReleased(client);
      await foldOrders(client, now, () => isOpen);
    });
  return {
    soon: () => {
      running = running
        .then(() => (isOpen ? fold() : undefined))
        .catch((error: unknown) => log(`已发放的清册没有并入月段，下次计算时再并：${String(error)}`));
    },
    stop: async () => {
      isOpen = false;
      await running;
    },
  };
}

async function foldNext(client: pg.ClientBase, now: Date): Promise<boolean> {
  await client.query('begin');
  try {
    // Neither does a run start meanwhile, nor does anybody else fold.
    await client.query('select pg_advisory_xact_lock($1)', [START_LOCK]);
    const list = await findNext(client);
    if (list) await foldList(client, list, now);
    await client.query('commit');
    return list !== undefined;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

async function findNext(client: pg.ClientBase): Promise<ReleasedList | undefined> {
  const { rows } = await client.query<ReleasedList>(
    `select benefit, pay_month as "payMonth", unit from allowances.unit_month
     where release_no is not null and folded_at is null
       and release_no <= all (select order_no from allowances.run where finished_at is null)
     order by release_no limit 1`,
  );
  return rows[0];
}
