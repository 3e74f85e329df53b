import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ALGORITHMS } from '../crypto/cipher.ts';
import { keyIdOf, seal, unseal } from '../crypto/seal.ts';
import { readKeyList } from './key.list.ts';
import { depsOn, openStage, type Stage } from './keys.testing.ts';
import { continueRotation } from './rotate-keys.ts';
import { findSealedColumns } from './sealed-columns.ts';

async function aStage(...wish: Parameters<typeof openStage>): Promise<Stage> {
  const stage = await openStage(...wish);
  onTestFinished(() => stage.database.close());
  return stage;
}

describe('C-23 轮换数据密钥', () => {
  test('没有人发起就什么也不做；发起两次是同一次', async () => {
    const stage = await aStage(3);
    expect(await continueRotation(stage.deps)).toBeUndefined();
    expect(await stage.ask()).toEqual({ rotationNo: 1, joined: false });
    expect(await stage.ask()).toEqual({ rotationNo: 1, joined: true });
  });

  test('每一行换到新密钥，旧密钥停用，进度和用量都看得见，留一行审计', async () => {
    const stage = await aStage(1_300);
    await stage.ask();
    expect(await continueRotation(stage.deps)).toEqual({ rotationNo: 1, keyId: 2, rows: 1_304, retired: [1] });
    expect(await stage.patients()).toEqual({ 2: 1_300 });
    const { keys, rotations } = await readKeyList(stage.database.pool);
    expect(keys).toMatchObject([
      { keyId: 2, state: 'active', rows: 1_304 },
      { keyId: 1, state: 'retired', rows: 0, uses: [] },
    ]);
    expect(rotations).toMatchObject([{ keyId: 2, done: 1_304, total: 1_304, askedBy: 'system' }]);
    expect(rotations[0]?.finishedAt).not.toBeNull();
    const { rows } = await stage.database.pool.query('select action, subject from platform.audit_entry');
    expect(rows).toEqual([{ action: 'platform.keys-rotated', subject: '第 1 次轮换：换成密钥 2，1304 行；停用 1' }]);
    // An unsealed column beside it stays as it was.
    const letters = await stage.database.pool.query('select distinct open::text from sample.letter');
    expect(letters.rows).toEqual([{ open: '\\x6173206974206973' }]);
  });

  test.each([
    [ALGORITHMS[0], ALGORITHMS[1]],
    [ALGORITHMS[1], ALGORITHMS[0]],
  ])('换算法：%s → %s，先造新密钥，轮换后没有一行用旧算法', async (before, after) => {
    const stage = await aStage(600, before);
    const deps = await depsOn(stage.database, after);
    expect(deps.keys.ring.active()).toMatchObject({ keyId: 2, algorithm: after });
    expect(await stage.patients()).toEqual({ 1: 600 });
    await stage.ask();
    expect(await continueRotation(deps)).toMatchObject({ keyId: 3, retired: [1, 2] });
    expect(await stage.patients()).toEqual({ 3: 600 });
    expect(deps.keys.ring.active()).toMatchObject({ keyId: 3, algorithm: after });
  });

  test('F26 中途断掉：再来一次接着做，已换的不再换，没有一行打不开', async () => {
    const stage = await aStage(2_400);
    await stage.ask();
    // A statement is cut off in the middle; tests/faults kills the whole process.
    const cut = continueRotation(stage.deps).catch((error: unknown) => error);
    await expect.poll(() => progressOf(stage), { timeout: 20_000, interval: 2 }).toBeGreaterThan(0);
    await stage.database.ownerPool.query(
      `select pg_cancel_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
         and query like '%platform.key_rotation_column%'`,
    );
    const ended = await cut;
    const half = await stage.patients();
    if (ended instanceof Error) expect(half[1]).toBeGreaterThan(0);
    const again = await depsOn(stage.database, undefined);
    if (ended instanceof Error) expect(await continueRotation(again)).toMatchObject({ keyId: 2, rows: 2_404 });
    expect(await stage.patients()).toEqual({ 2: 2_400 });
  });

  test('轮换时照常读写：没有一次失败，同时改了的行以改的为准', async () => {
    const stage = await aStage(4_000);
    const { pool } = stage.database;
    await stage.ask();
    let failures = 0;
    let acts = 0;
    let isOver = false;
    const work = async (seed: number) => {
      while (!isOver) {
        const row = ((acts * 7 + seed) % 4_000) * 3 + 1;
        const place = { table: 'sample.patient', column: 'sealed', row };
        acts += 1;
        const client = await pool.connect();
        try {
          await client.query('begin');
          const { rows } = await client.query('select sealed from sample.patient where patient_no = $1 for update', [
            row,
          ]);
          const keyId = keyIdOf(rows[0].sealed);
          if (!stage.deps.keys.ring.find(keyId)) await stage.deps.keys.ring.reload();
          if (unseal(stage.deps.keys, place, rows[0].sealed).no !== String(row)) throw new Error('another row');
          const sealed = seal(stage.deps.keys, place, { no: String(row), changed: 'yes' });
          await client.query('update sample.patient set sealed = $2, touched = touched + 1 where patient_no = $1', [
            row,
            sealed,
          ]);
          await client.query('commit');
        } catch {
          failures += 1;
          await client.query('rollback').catch(() => undefined);
        } finally {
          client.release();
        }
      }
    };
    const workers = [work(1), work(2), work(3)];
    await sleep(50);
    const done = await continueRotation(stage.deps);
    isOver = true;
    await Promise.all(workers);
    expect(failures).toBe(0);
    expect(acts).toBeGreaterThan(30);
    expect(done).toMatchObject({ keyId: 2, retired: [1] });
    expect(await stage.patients()).toEqual({ 2: 4_000 });
    const touched = await pool.query('select patient_no, sealed from sample.patient where touched > 0');
    for (const { patient_no: row, sealed } of touched.rows) {
      expect(unseal(stage.deps.keys, { table: 'sample.patient', column: 'sealed', row }, sealed).changed).toBe('yes');
    }
  });

  test('轮换期间用旧密钥写下的行：收尾时数出来再换，之后才停用', async () => {
    const stage = await aStage(1_200);
    const late = seal(stage.deps.keys, { table: 'sample.patient', column: 'sealed', row: 2 }, { no: '2' });
    await stage.ask();
    const rotating = continueRotation(stage.deps);
    await expect.poll(() => progressOf(stage), { timeout: 20_000, interval: 2 }).toBeGreaterThan(0);
    await stage.database.pool.query('insert into sample.patient values (2, $1)', [late]);
    expect(await rotating).toMatchObject({ retired: [1] });
    expect(await stage.patients()).toEqual({ 2: 1_201 });
  });

  test('有一行被人改坏：轮换停下来说出是哪一行，不跳过', async () => {
    const stage = await aStage(10);
    await stage.database.ownerPool.query(
      "update sample.patient set sealed = sealed || '\\x00'::bytea where patient_no = 4",
    );
    await stage.ask();
    await expect(continueRotation(stage.deps)).rejects.toThrow(/sample\.patient.*4/);
    expect((await readKeyList(stage.database.pool)).rotations[0]?.finishedAt).toBeNull();
  });
});

test('封存列由数据库自己说出，一列不漏；主密钥包裹的不在内；没有单列主键的表拒绝', async () => {
  const stage = await aStage(1);
  const names = (await findSealedColumns(stage.database.ownerPool)).map(
    ({ table, column, row }) => `${table}.${column}/${row}`,
  );
  expect(names).toEqual(
    expect.arrayContaining([
      'people.person.sealed/person_no',
      'people.set_aside.sealed/set_aside_no',
      'sample.letter.hidden/uid',
    ]),
  );
  expect(names.some((name) => name.startsWith('platform.data_key'))).toBe(false);
  await stage.database.ownerPool.query(
    "create table sample.two (a int, b int, s bytea, primary key (a, b)); comment on column sample.two.s is 'L4 封存:x'",
  );
  await expect(findSealedColumns(stage.database.ownerPool)).rejects.toThrow('sample.two');
});

async function progressOf({ database }: Stage): Promise<number> {
  const { rows } = await database.pool.query(
    'select coalesce(sum(rows_done), 0)::int as n from platform.key_rotation_column',
  );
  return rows[0].n;
}
