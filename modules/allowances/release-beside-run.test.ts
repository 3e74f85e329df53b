import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reportFact } from '#modules/people/index.ts';
import { childrenOf } from '#modules/places/index.ts';
import { withClient } from '#platform/db/with-client.ts';
import { committing } from '#platform/testing/database.ts';
import { aFact, aPerson, openStage, paid, type Stage, WENLING, YUHUAN } from './allowances.testing.ts';
import { OLD_AGE_ALLOWANCE } from './contract.ts';
import { releaseComputed } from './release-computed.ts';
import { lockUnitMonth } from './run.store.ts';

const [AUGUST, AUGUST_NO] = ['2023-08', 24_283];
const villageOf = (county: string) => childrenOf(childrenOf(county)[0]!.code)[0]!.code;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  await stage.load([YUHUAN, WENLING].map((county) => aPerson('1938-04-11', villageOf(county))));
  await stage.open(YUHUAN, [paid(1, '2023-01', '2023-07', 6_000)]);
  await stage.open(WENLING, [paid(2, '2023-01', '2023-07', 6_000)]);
  await stage.run(AUGUST);
});
afterAll(() => stage.close());

const waiting = async () => {
  const [row] = await stage.rows<{ n: number }>(
    "select count(*)::int as n from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())",
  );
  return row!.n;
};
async function until(count: number): Promise<void> {
  while ((await waiting()) < count) await sleep(10);
}

test('全省发放和一县重算同时要动同两个县：一个等另一个，不会互相等死', async () => {
  const moved = aFact({ kind: 'hukou', value: 'rural', division: villageOf(YUHUAN), fromDay: '2023-08-10' });
  await committing(stage.database.db, (ctx) => reportFact(ctx, 2, moved), { now: stage.clock.now });

  const done = await withClient(stage.database.ownerPool, async (holder) => {
    await holder.query('begin');
    await lockUnitMonth(holder, AUGUST_NO, WENLING);
    const releasing = withClient(stage.database.bulkPool, async (client) => {
      await client.query('begin');
      const wish = { benefit: OLD_AGE_ALLOWANCE, payMonth: AUGUST_NO, county: null, by: 'releaser' };
      const outcome = await releaseComputed(client, { ...wish, now: stage.clock.now });
      await client.query('commit');
      return outcome.released;
    });
    await until(1);
    // It holds 玉环 and wants 温岭, from whose list it takes the one who moved.
    const running = stage.run(AUGUST, YUHUAN);
    await until(2);
    await holder.query('commit');
    return Promise.allSettled([releasing, running]);
  });
  expect(done).toMatchObject([{ status: 'fulfilled', value: [WENLING, YUHUAN] }, { status: 'fulfilled' }]);
});
