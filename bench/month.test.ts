import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ClonedDatabase, cloneDatabase } from '#platform/testing/database.ts';
import { benchMonth } from './month.ts';

const SIZE = 4_000;

let database: ClonedDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.close());

test('量一个月：每一项都量得出，各县与 SQL 相等，不留下数据库', async () => {
  const { peers, ...figures } = await benchMonth(
    { server: database.ownerPool, keys: database.keys, log: () => undefined },
    SIZE,
  );
  expect(figures).toMatchObject({ size: SIZE, oracleEqual: true });
  for (const [name, value] of Object.entries(figures)) {
    // So few persons cost the kernel less than the clock of the processor can tell.
    if (typeof value === 'number') expect(value, name).toBeGreaterThan(name.endsWith('CpuMs') ? -1 : 0);
  }
  expect(peers.zen === null || peers.zen.persons > 0).toBe(true);
  const { rows } = await database.ownerPool.query(
    "select from pg_database where starts_with(datname, 'kangyang_bench_')",
  );
  expect(rows).toEqual([]);
}, 120_000);
