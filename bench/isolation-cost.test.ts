import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { placesOf } from '#modules/identity/index.ts';
import { startInScope } from '#platform/db/in-scope.ts';
import { cloneDatabase } from '#platform/testing/database.ts';
import { askUnder, casesOf, fillWithPersons } from './isolation-cost.ts';

const PERSONS = 60_000;

test('I-05 有策略时清单、按号码、按姓名开头都走索引，没有一次整表扫描', async () => {
  const database = await cloneDatabase();
  onTestFinished(database.close);
  await fillWithPersons(database.ownerPool, PERSONS);
  for (const [name, one] of Object.entries(await casesOf(database.ownerPool))) {
    const viewer = { audience: 'official', scope: { type: 'division', code: one.of } } as const;
    const transaction = await startInScope(database.db, viewer, placesOf);
    const scans = async () => {
      const { rows } = await sql<{ n: number }>`
        select seq_scan as n from pg_stat_xact_user_tables where relid = 'people.person'::regclass`.execute(
        transaction,
      );
      return rows[0]?.n;
    };
    await askUnder(transaction, one);
    expect(await scans(), name).toBe(0);
    await transaction.rollback().execute();
  }
}, 120_000);

test('I-05 这道关会不通过：索引帮不上的查询数得出整表扫描', async () => {
  const database = await cloneDatabase();
  onTestFinished(database.close);
  await fillWithPersons(database.ownerPool, PERSONS);
  const viewer = { audience: 'official', scope: { type: 'whole' } } as const;
  const transaction = await startInScope(database.db, viewer, placesOf);
  for (const way of ['bitmapscan', 'indexscan', 'indexonlyscan'])
    await sql`set local ${sql.raw(`enable_${way}`)} = off`.execute(transaction);
  await sql`select count(*) from people.person where born = '1930-01-01'`.execute(transaction);
  const { rows } = await sql<{ n: number }>`
    select seq_scan as n from pg_stat_xact_user_tables where relid = 'people.person'::regclass`.execute(transaction);
  await transaction.rollback().execute();
  expect(rows[0]?.n).toBeGreaterThan(0);
}, 120_000);
