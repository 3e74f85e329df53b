import { afterAll, beforeAll, expect, test } from 'vitest';
import { reportFact } from '#modules/people/index.ts';
import { childrenOf } from '#modules/places/index.ts';
import { committing } from '#platform/testing/database.ts';
import { aDeath, aPerson, openStage, paid, type Stage, YUHUAN } from './allowances.testing.ts';

const village = childrenOf(childrenOf(YUHUAN)[0]!.code)[0]!.code;
const PEOPLE = 12;
const DIED = 5;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  await stage.load(Array.from({ length: PEOPLE }, () => aPerson('1938-04-11', village)));
  await stage.open(
    YUHUAN,
    Array.from({ length: PEOPLE }, (_, index) => paid(index + 1, '2023-01', '2023-07', 6_000)),
  );
  await stage.run('2023-08', YUHUAN);
});
afterAll(() => stage.close());

/** Where each person's rows lie: a row that is written anew lies elsewhere. */
const placesOf = async (table: string) =>
  new Map(
    (
      await stage.rows<{ person_no: number; places: string }>(
        `select person_no, string_agg(ctid::text, ' ' order by ctid) as places from allowances.${table} group by 1 order by 1`,
      )
    ).map(({ person_no, places }) => [person_no, places]),
  );

test('一人的事实变了，再算：只改写这一人的行，其余原样不动', async () => {
  const [lines, parts] = [await placesOf('pay_line'), await placesOf('pay_part')];
  expect(lines.size).toBe(PEOPLE);
  await committing(stage.database.db, (ctx) => reportFact(ctx, DIED, aDeath('2023-07-03')), { now: stage.clock.now });
  await stage.run('2023-08', YUHUAN);
  const changed = (before: Map<number, string>, after: Map<number, string>) =>
    [...before.keys()].filter((personNo) => before.get(personNo) !== after.get(personNo));
  expect(changed(lines, await placesOf('pay_line'))).toEqual([DIED]);
  expect(changed(parts, await placesOf('pay_part'))).toEqual([DIED]);
  expect(await stage.rows('select kind, due_fen, cause from allowances.pay_line where person_no = $1', [DIED])).toEqual(
    [{ kind: 'stopped', due_fen: 0, cause: 'died' }],
  );
});

test('一个月写完，数据库就知道各县的行在哪里：再算一县不必走完全月', async () => {
  const known = await stage.rows<{ table: string }>(
    `select tablename || '.' || attname as table from pg_stats
     where schemaname = 'allowances' and tablename ~ '^pay_(line|part)_[0-9]+$' and attname = 'unit' order by 1`,
  );
  expect(known.map(({ table }) => table)).toEqual(['pay_line_24283.unit', 'pay_part_24283.unit']);
});
