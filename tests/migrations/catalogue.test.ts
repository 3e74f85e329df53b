import { expect, test } from 'vitest';
import { cloneDatabase } from '#platform/testing/database.ts';
import { cataloguePage } from '#tools/docs/catalogue.ts';
import { readColumns } from './live-schema.ts';

test('C-15 C-40 数据目录写全了数据库里的每一列和它的级别', async () => {
  const database = await cloneDatabase();
  const page = await cataloguePage();
  const live = await readColumns(database.ownerPool);
  await database.close();
  expect(live.length).toBeGreaterThan(200);
  const rows = page.split('\n').filter((line) => /^\| `/.test(line));
  expect(rows.length).toBeGreaterThanOrEqual(new Set(live.map(({ name }) => name)).size * 0.95);
  const missing = live.filter(({ name, comment }) => {
    const column = name.split('.').at(-1) ?? '';
    return !rows.some((row) => row.startsWith(`| \`${column}\` | ${(comment ?? '').slice(3)} |`));
  });
  expect(missing).toEqual([]);
});
