import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { aPerson, openStage, WENLING, YUHUAN } from '#modules/allowances/allowances.testing.ts';
import { childrenOf } from '#modules/places/index.ts';
import { keepAudit } from '#platform/audit/keeping.ts';
import { makeSigningKey, signingKeyFrom } from '#platform/crypto/sm2.ts';
import { auditKindOf } from '#server/audit-kinds.ts';
import { RULEBOOK_DIR } from '#server/config.ts';
import { createControlApp } from '#server/control.ts';
import type { Deps } from '#server/modules.ts';

const villageOf = (county: string) => childrenOf(childrenOf(county)[0]!.code)[0]!.code;

/** Two counties with people and signed openings, and the owner's commands on them. */
async function anOwner() {
  const stage = await openStage();
  const dataDir = mkdtempSync(join(tmpdir(), 'kangyang-owner-'));
  onTestFinished(async () => {
    await stage.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const bornIn = (county: string) => Array.from({ length: 5 }, () => aPerson('1938-04-11', villageOf(county)));
  await stage.load([...bornIn(YUHUAN), ...bornIn(WENLING)]);
  for (const county of [YUHUAN, WENLING]) await stage.open(county, []);
  const { db, pool, bulkPool, ownerPool, keys } = stage.database;
  keepAudit(db, { key: keys.audit, kindOf: auditKindOf });
  const deps: Deps = {
    ...{ db, pool, bulkPool, ownerPool, keys, dataDir, rulebookDir: RULEBOOK_DIR, log: () => undefined },
    now: () => stage.clock.now,
    audit: { signing: signingKeyFrom(makeSigningKey()), folder: join(dataDir, 'heads') },
  };
  const app = await createControlApp(deps, join(dataDir, 'master.key'));
  onTestFinished(() => app.close());
  const rows = () =>
    stage.rows<Record<string, unknown>>(
      `select e.title, e.subject, e.outcome, e.item_count, e.list_hash, e.kind, e.account_name,
         array(select person_no from platform.audit_subject s where s.audit_no = e.audit_no) as persons
       from platform.audit_entry e where action like '/control/%' order by audit_no`,
    );
  /** Does it and returns what it answered and which rows it left. */
  const act = async (path: string, payload: object) => {
    const before = (await rows()).length;
    const answer = await app.inject({ method: 'POST', url: path, payload });
    return { status: answer.statusCode, reply: answer.json(), rows: (await rows()).slice(before) };
  };
  return { act, dataDir };
}

test('C-06 数据文件夹主人的每个命令留一行：计算和发放写明清册的人数和校验值，查看写明是谁', async () => {
  const { act, dataDir } = await anOwner();
  const one = await act('/control/run', { month: '2023-08', county: YUHUAN });
  expect(one.rows).toMatchObject([
    {
      ...{
        title: '计算县月清册',
        subject: '2023-08 331083',
        outcome: 'done',
        account_name: 'system',
        kind: 'business',
      },
      ...{ item_count: 5, list_hash: one.reply.sha256 },
    },
  ]);
  const all = await act('/control/run', { month: '2023-08', release: true });
  expect(all.rows).toMatchObject([
    { title: '计算县月清册', item_count: 10 },
    { title: '发放县月清册', item_count: 10, outcome: 'done' },
  ]);
  expect(all.rows[1]?.list_hash).toBe(all.rows[0]?.list_hash);
  expect(all.rows[0]?.list_hash).toMatch(/^[0-9a-f]{64}$/);

  const explained = await act('/control/explain', { person: 1, month: '2023-08' });
  expect(explained).toMatchObject({ status: 200, rows: [{ outcome: 'read', kind: 'access', persons: [1] }] });
  expect(await act('/control/explain', { person: 99, month: '2023-08' })).toMatchObject({ status: 404, rows: [] });

  const backup = await act('/control/backup', { folder: join(dataDir, 'backup'), withKeys: false });
  expect(backup).toMatchObject({ status: 200, rows: [{ title: '开始备份', kind: 'provision' }] });
  const wish = { folder: join(dataDir, 'export'), from: '2023-08-01', to: '2023-08-31' };
  expect(await act('/control/audit/export', wish)).toMatchObject({
    status: 200,
    rows: [{ title: '导出审计', subject: '2023-08-01 至 2023-08-31', kind: 'provision' }],
  });
  expect(await act('/control/audit/verify', {})).toMatchObject({ status: 200, reply: { ok: true }, rows: [] });
});
