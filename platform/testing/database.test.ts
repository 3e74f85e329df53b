import { describe, expect, test } from 'vitest';
import { cloneDatabase, inTransaction, testDatabase } from './database.ts';

describe('测试用数据库', () => {
  test('以应用角色运行，时区为 UTC，只能做被授权的事', async () => {
    const { pool } = await testDatabase();
    const { rows } = await pool.query<{ who: string; zone: string }>(
      "select current_user as who, current_setting('timezone') as zone",
    );
    expect(rows).toEqual([{ who: 'kangyang_app', zone: 'UTC' }]);
    await expect(pool.query('delete from platform.audit_entry')).rejects.toThrow('permission denied');
  });

  test('事务里写的一切都会撤销', async () => {
    const { ownerPool } = await testDatabase();
    const count = async () => (await ownerPool.query('select from platform.loaded_step')).rowCount;
    const before = await count();
    await inTransaction(async ({ db, now }) => {
      await db.insertInto('platform.loaded_step').values({ step: 'test', done_at: now }).execute();
    });
    expect(await count()).toBe(before);
  });

  test('克隆的数据库彼此独立', async () => {
    const one = await cloneDatabase();
    const other = await cloneDatabase();
    await one.pool.query("insert into platform.loaded_step values ('only-one', now())");
    expect((await other.pool.query('select from platform.loaded_step')).rowCount).toBe(0);
    await Promise.all([one.close(), other.close()]);
  });
});
