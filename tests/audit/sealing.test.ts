import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { writeAudit } from '#platform/audit/audit.ts';
import { merklePath, merkleRoot, rootByPath } from '#platform/audit/merkle.ts';
import { startSealer } from '#platform/audit/sealer.ts';
import { sm3 } from '#platform/crypto/sm3.ts';
import { aCtx } from '#platform/testing/database.ts';
import { openStage, type Stage, WISH } from './stage.ts';

/** A transaction that has drawn its audit number and does not end yet. */
async function anOpenAct({ database }: Stage) {
  const transaction = await database.db.startTransaction().execute();
  await writeAudit(aCtx(transaction), WISH);
  return transaction;
}

describe('封块', () => {
  test('I-15 长事务后提交的行进后面的块；撤销的序号不算缺；位置连续', async () => {
    const stage = await openStage();
    await stage.acts(2);
    const late = await anOpenAct(stage);
    await (await anOpenAct(stage)).rollback().execute();
    await stage.acts(1);
    await stage.seal();
    expect(await stage.sealed()).toEqual([1, 2, 5]);
    await stage.seal();
    await late.commit().execute();
    await stage.acts(1);
    await stage.seal();
    expect(await stage.sealed()).toEqual([1, 2, 5, 3, 6]);
    expect(await stage.rows('select block_no::int, first_position::int from platform.audit_block order by 1')).toEqual([
      { block_no: 1, first_position: 0 },
      { block_no: 2, first_position: 3 },
    ]);
    expect(await stage.verify()).toMatchObject({ ok: true, sealed: 5, unsealed: 0, blocks: 2 });
  });

  test('重新启动时还没提交的行，也进后面的块', async () => {
    const stage = await openStage();
    const late = await anOpenAct(stage);
    await stage.acts(3);
    // The first round of a server: nothing remembered.
    await stage.seal();
    expect(await stage.sealed()).toEqual([2, 3, 4]);
    await late.commit().execute();
    await stage.seal();
    expect(await stage.sealed()).toEqual([2, 3, 4, 1]);
  });

  test('两台服务器：一台在封时另一台不封；接手的一台一行不漏、一行不重', async () => {
    const stage = await openStage();
    await stage.acts(3);
    await stage.seal();
    const late = await anOpenAct(stage);
    await stage.acts(2);
    const other = startSealer({ ...stage.deps, folder: `${stage.folder}/other` }, { sealEveryMs: 5, signEveryMs: 1e9 });
    await other.stop();
    await late.commit().execute();
    await stage.acts(1);
    await stage.seal();
    expect((await stage.sealed()).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(new Set(await stage.sealed()).size).toBe(7);
  });

  test('很多行分成几块，一次封完；没有序号的行（从未发出的号）不封', async () => {
    const stage = await openStage();
    await stage.rows(`insert into platform.audit_entry (entry_id, at, account_name, request_id, action, title, outcome, kind, mac)
      select gen_random_uuid(), now(), '', '', '', '', 'done', 'access', '' from generate_series(1, 4500)`);
    await stage.seal();
    expect(await stage.rows('select cardinality(audit_nos) as n from platform.audit_block order by block_no')).toEqual([
      { n: 2_000 },
      { n: 2_000 },
      { n: 500 },
    ]);
    await stage.rows(`insert into platform.audit_entry overriding system value
      select 9007199254740993, gen_random_uuid(), now(), 1, '', null, null, '', '', '', null, null, 'done', null, null, 'access', ''`);
    await stage.acts(1);
    await stage.seal();
    expect(await stage.sealed()).toHaveLength(4_501);
  });

  test('运行着的封存：提交后五秒内进块，停下时再封一次并签头', async () => {
    const stage = await openStage();
    const sealer = startSealer(stage.deps);
    onTestFinished(sealer.stop);
    await sleep(300);
    await stage.acts(4);
    await expect.poll(() => stage.sealed(), { timeout: 5_000 }).toHaveLength(4);
    await stage.acts(1);
    await sealer.stop();
    expect(await stage.sealed()).toHaveLength(5);
    expect(await stage.verify()).toMatchObject({ ok: true, sealed: 5, unsealed: 0, notes: [] });
    expect(stage.readHeads().trim().split('\n').at(-1)).toContain('"rows":5');
    expect(stage.log).toEqual([]);
  });

  test('签名头的文件夹写不了：业务照办、照封，说一次原因，不反复说', async () => {
    const stage = await openStage();
    const deps = { ...stage.deps, folder: '/dev/null/heads' };
    const sealer = startSealer(deps, { sealEveryMs: 2, signEveryMs: 25 });
    await stage.acts(1);
    await expect.poll(() => stage.sealed()).toHaveLength(1);
    await sleep(100);
    await sealer.stop();
    expect(stage.log).toHaveLength(1);
    expect(stage.log[0]).toContain('审计没有封存成');
  });
});

test('Merkle 树按 RFC 6962：任何大小、任何一行，路径都走到根', () => {
  const node = (left: Buffer, right: Buffer) => sm3(Buffer.from([1]), left, right);
  const leaves = Array.from({ length: 37 }, (_, n) => sm3(String(n)));
  const [a, b, c, d, e] = leaves as [Buffer, Buffer, Buffer, Buffer, Buffer];
  expect(merkleRoot([a])).toEqual(a);
  expect(merkleRoot([a, b, c])).toEqual(node(node(a, b), c));
  expect(merkleRoot([a, b, c, d, e])).toEqual(node(node(node(a, b), node(c, d)), e));
  for (let size = 1; size <= leaves.length; size += 1) {
    const some = leaves.slice(0, size);
    for (let index = 0; index < size; index += 1) {
      expect(rootByPath(some[index]!, merklePath(some, index))).toEqual(merkleRoot(some));
      if (size > 1) expect(rootByPath(sm3('other'), merklePath(some, index))).not.toEqual(merkleRoot(some));
    }
  }
});
