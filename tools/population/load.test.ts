import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClonedDatabase, cloneDatabase } from '#platform/testing/database.ts';
import { type Demonstration, loadDemonstration } from './load.ts';
import { makeProvince, PROVINCE_DEFAULTS } from './province.ts';
import { yuhuanPersons } from './yuhuan.ts';

describe('装载演示人口', () => {
  let cloned: ClonedDatabase;
  beforeAll(async () => {
    cloned = await cloneDatabase();
  });
  afterAll(() => cloned.close());

  async function load(demonstration: Demonstration) {
    const client = await cloned.bulkPool.connect();
    const reported: number[] = [];
    try {
      const report = ({ persons }: { persons: number }) => reported.push(persons);
      return { ...(await loadDemonstration(demonstration, { client, keys: cloned.keys, report })), reported };
    } finally {
      client.release();
    }
  }

  it('B-27 全省：重复登记逐一搁置，件数等于生成器的已知数，其余全部收下', async () => {
    const wish = { ...PROVINCE_DEFAULTS, seed: 3, size: 25_000 };
    const { imported, counts, reported } = await load({ kind: 'province', wish });
    const doubles = [...makeProvince(wish).persons()].filter(({ doubleOf }) => doubleOf !== null);
    expect(doubles).toHaveLength(counts?.doubleRegistrations ?? 0);
    expect(imported.reasons).toEqual({ 'people.double-registered': doubles.length });
    expect(imported.persons).toBe(wish.size - doubles.length);
    const factsOfDoubles = doubles.reduce((sum, { person }) => sum + person.facts.length, 0);
    expect(imported.facts).toBe((counts?.facts ?? 0) - factsOfDoubles);
    expect(reported).toEqual([expect.any(Number), imported.persons]);
  });

  it('库不是空的：拒绝再装玉环（期初按序号1起认人）', async () => {
    await expect(load({ kind: 'yuhuan', seed: 1 })).rejects.toThrow('not empty');
    const { rows } = await cloned.bulkPool.query(
      `select count(*)::int as count from people.delivery where delivery like '%yuhuan%'`,
    );
    expect(rows[0].count).toBe(0);
  });

  it('玉环：一人不差，没有搁置', async () => {
    const empty = await cloneDatabase();
    const client = await empty.bulkPool.connect();
    try {
      const { imported } = await loadDemonstration({ kind: 'yuhuan', seed: 1 }, { client, keys: empty.keys });
      expect(imported).toMatchObject({ firstPersonNo: 1, persons: [...yuhuanPersons(1)].length, setAside: 0 });
    } finally {
      client.release();
      await empty.close();
    }
  });
});
