import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PASSWORD } from '#modules/identity/identity.testing.ts';
import { hashOfChanges } from '#modules/identity/sync/change.store.ts';
import type { Change } from '#modules/identity/sync/change.ts';
import { applyToPeople } from '#modules/identity/sync/sync-directory.ts';
import { aCtx } from '#platform/testing/database.ts';
import { codeOf, here, type OfficeStage, openOfficeStage } from './office-stage.ts';

let stage: OfficeStage;
let cookie: string;
beforeAll(async () => {
  stage = await openOfficeStage();
  return () => stage.closeOffice();
});
beforeEach(async () => {
  await stage.emptyOffice();
  await stage.anAccount('sys.one', 'system-administrator');
  cookie = String((await stage.signIn('sys.one', PASSWORD)).headers['set-cookie']).split(';')[0] ?? '';
});

type Shown = { runs: { syncNo: number; changed: number }[] };
const lastRun = async () => (await stage.get('/api/identity/directory', cookie)).json<Shown>().runs[0];
type Row = { what: string; detail: string; why: string; displayName: string; conflictNo: number | null };
async function changes(syncNo: number) {
  const { changes: rows } = (await stage.get(`/api/identity/directory/changes?syncNo=${syncNo}`, cookie)).json<{
    changes: Row[];
  }>();
  return rows.map(({ displayName, what, detail, why }) => [displayName, what, detail, why].join(' '));
}
/** From the table alone, as an auditor would. */
async function hashInTable(where: string) {
  const rows = await stage.rows(
    `select account_no as "accountNo", what, detail, why from identity.directory_change where ${where} order by change_no`,
  );
  return hashOfChanges(rows as Change[]);
}
const audited = async (title: string) =>
  (
    await stage.rows(
      `select item_count::int as count, list_hash from platform.audit_entry where title = '${title}' order by audit_no`,
    )
  ).at(-1);

describe('每次同步改了什么', () => {
  test('C-06 新来的写“新加入”，改姓名、调动、离职各一行，写明原因；校验值在审计里，与表里的一致', async () => {
    await stage.set([here('E1'), here('E2'), here('E3', '司机')]);
    await stage.sync();
    expect(await changes((await lastRun())?.syncNo ?? 0)).toEqual([
      '某E1 joined 玉环市民政局 县级审批人员 new-person',
      '某E2 joined 玉环市民政局 县级审批人员 new-person',
    ]);
    expect(await audited('通讯录同步')).toEqual({ count: 2, list_hash: await hashInTable('true') });

    await stage.set([{ ...here('E1', '发放岗'), name: '李娟' }]);
    await stage.sync('delta');
    const run = await lastRun();
    expect(run?.changed).toBe(4);
    expect(await changes(run?.syncNo ?? 0)).toEqual([
      '某E2 left 某E2：停用账号，结束岗位和代岗 gone',
      '李娟 post-ended 玉环市民政局 县级审批人员 position-gone',
      '李娟 renamed 某E1→李娟 name-changed',
      '李娟 post-given 玉环市民政局 县级发放人员 position-named',
    ]);
    expect(await audited('通讯录同步')).toEqual({ count: 4, list_hash: await hashInTable(`sync_no = ${run?.syncNo}`) });
    const csv = (await stage.get(`/api/identity/directory/changes.csv?syncNo=${run?.syncNo}`, cookie)).body.split(
      '\r\n',
    );
    expect(csv[0]).toBe('\uFEFF序号,账号,姓名,工号,变化,内容,原因,待决定事项,时间,导出标记');
    expect(csv[2]).toContain(
      ',e-e1,李娟,E1,结束岗位,玉环市民政局 县级审批人员,通讯录里不再有这个职位，或与别的岗位不相容,,',
    );
    expect(csv.filter((line) => line !== '')).toHaveLength(5);
  });

  test('C-06 试算和没有变化的同步什么也不记；待决定事项办了记在后面，校验值在那次决定的审计里', async () => {
    await stage.anAccount('li.min');
    await stage.rows("update identity.account set display_name = '某E1' where name = 'li.min'");
    await stage.set([here('E1')]);
    await stage.sync('full', { isDry: true });
    await stage.sync();
    const run = await lastRun();
    expect([run?.changed, await changes(run?.syncNo ?? 0)]).toEqual([0, []]);
    const { conflicts } = (await stage.get('/api/identity/directory/conflicts?state=open', cookie)).json();
    const { conflictNo } = conflicts[0];
    await stage.post('/api/identity/directory/conflicts/decide', { conflictNo, answer: 'accept' }, { cookie });
    expect(await changes(run?.syncNo ?? 0)).toEqual([
      '某E1 code-changed 工号 无→E1 decided',
      '某E1 post-given 玉环市民政局 县级审批人员 position-named',
    ]);
    const hash = await hashInTable(`conflict_no = ${conflictNo}`);
    expect(await audited('决定通讯录待决定事项')).toEqual({ count: 2, list_hash: hash });
  });

  test('C-07 应用的角色只能添加，不能改也不能删', async () => {
    await stage.set([here('E1')]);
    await stage.sync();
    const asApplication = (text: string) => stage.database.pool.query(text);
    await expect(asApplication("update identity.directory_change set what = 'left'")).rejects.toThrow(
      'permission denied',
    );
    await expect(asApplication('delete from identity.directory_change')).rejects.toThrow('permission denied');
  });

  test('按通讯录给岗位只能在锁住岗位的事务里：别处调用就是出错，什么也没有改', async () => {
    const person = { ...here('E1'), displayName: '某E1' };
    const { db } = stage.database;
    const outside = db
      .transaction()
      .execute((transaction) => applyToPeople(aCtx(transaction, stage.clock), stage.deps, [person]));
    expect(await codeOf(outside)).toContain('outside the transaction');
    expect(await stage.accounts()).toEqual([]);
  });
});
