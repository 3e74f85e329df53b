import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PASSWORD } from '#modules/identity/identity.testing.ts';
import { closeToDo, openToDo } from '#modules/notices/index.ts';
import { aCtx } from '#platform/testing/database.ts';
import { codeOf, here, type OfficeStage, openOfficeStage, YUHUAN_DEPARTMENT } from './office-stage.ts';

let stage: OfficeStage;
beforeAll(async () => {
  stage = await openOfficeStage();
  return () => stage.closeOffice();
});
beforeEach(() => stage.emptyOffice());

describe('通讯录同步', () => {
  test('全量：新人建账号设岗位；再做一次什么也不变；分页读取', async () => {
    await stage.set([here('E1'), here('E2'), here('E3', '司机')], { pageSize: 1 });
    expect((await stage.sync()).counts).toMatchObject({ people: 3, make: 2, give: 2, end: 0 });
    expect(await stage.accounts()).toEqual([
      { employee_code: 'E1', display_name: '某E1', ended: false, roles: 'county-approver' },
      { employee_code: 'E2', display_name: '某E2', ended: false, roles: 'county-approver' },
    ]);
    expect((await stage.sync()).counts).toMatchObject({ make: 0, give: 0, end: 0, take: 0, conflicts: 0 });
    expect(
      await stage.rows('select count(*)::int as n from identity.account where one_time_until = created_at'),
    ).toEqual([{ n: 2 }]);
    const audit = await stage.rows("select title from platform.audit_entry where action = 'identity.directory-sync'");
    expect(audit).toHaveLength(2);
  });

  test('I-10 增量：离职的当天停用，正在用的退出；调动的结束旧岗位', async () => {
    await stage.set([here('E1'), here('E2')]);
    expect(await codeOf(stage.sync('delta'))).toBe('identity.directory-full-first');
    await stage.sync();
    await stage.set([here('E2', '发放岗')]);
    expect((await stage.sync('delta')).counts).toMatchObject({ end: 1, take: 1, give: 1 });
    expect(await stage.accounts()).toEqual([
      { employee_code: 'E1', display_name: '某E1', ended: true, roles: null },
      { employee_code: 'E2', display_name: '某E2', ended: false, roles: 'county-releaser' },
    ]);
    const [row] = await stage.rows("select ended_on::text as day from identity.account where employee_code = 'E1'");
    expect(row).toEqual({ day: '2023-08-07' });
  });

  test('空的通讯录、一次停用太多人：拒绝，什么也没有改；试算给出人数，说对人数才执行', async () => {
    const many = Array.from({ length: 8 }, (_, at) => here(`E${at + 1}`));
    await stage.set(many);
    await stage.sync();
    await stage.set([]);
    expect(await codeOf(stage.sync())).toBe('identity.directory-empty');
    await stage.set(many.slice(0, 2));
    expect(await codeOf(stage.sync())).toBe('identity.directory-too-many');
    expect(await codeOf(stage.sync('full', { allowLosing: 5 }))).toBe('identity.directory-too-many');
    const dry = await stage.sync('full', { isDry: true });
    expect([dry.losing, dry.counts.end]).toEqual([6, 6]);
    expect((await stage.accounts()).every(({ ended }) => ended === false)).toBe(true);
    await stage.sync('full', { allowLosing: 6 });
    expect((await stage.accounts()).filter(({ ended }) => ended)).toHaveLength(6);
  });

  test('不认识的部门：上待决定清单；采纳就设岗位，待办推到办公平台又关掉', async () => {
    const administrator = await stage.anAccount('sys.one', 'system-administrator');
    await stage.rows(`update identity.account set employee_code = 'S1' where account_no = ${administrator}`);
    await stage.set([here('S1', '司机'), here('E1', '审批岗', 'D9')], {
      departments: [YUHUAN_DEPARTMENT, { code: 'D9', name: '养老处' }],
    });
    expect((await stage.sync()).counts).toMatchObject({ conflicts: 1, make: 0 });
    expect((await stage.sync()).counts).toMatchObject({ conflicts: 1 });

    expect(await stage.push()).toBe(1);
    type Told = { calls: number; toDos: { subject: string; assigneeId: string; isFinished: boolean }[] };
    const told = await stage.tell<Told>('to-dos', {});
    expect(told.toDos.at(-1)).toMatchObject({
      subject: '通讯录同步有一件事要您决定',
      assigneeId: '8S1',
      isFinished: false,
    });
    expect(await stage.push()).toBe(0);

    const cookie = String((await stage.signIn('sys.one', PASSWORD)).headers['set-cookie']).split(';')[0] ?? '';
    const [conflict] = (await stage.get('/api/identity/directory/conflicts?state=open', cookie)).json().conflicts;
    expect(conflict).toMatchObject({ kind: 'unknown-department', evidence: { 部门: '养老处' } });
    const decide = (body: object) => stage.post('/api/identity/directory/conflicts/decide', body, { cookie });
    const accept = { conflictNo: conflict.conflictNo, answer: 'accept' };
    expect((await decide(accept)).json().code).toBe('identity.conflict-organisation');
    const organisationNo = await stage.anOrganisation('county-approver', '331083');
    expect((await decide({ ...accept, organisationNo })).statusCode).toBe(200);
    expect((await decide({ ...accept, organisationNo })).json().code).toBe('identity.conflict-decided');
    expect((await stage.accounts()).map((one) => [one.employee_code, one.roles])).toEqual([
      ['E1', 'county-approver'],
      ['S1', 'system-administrator'],
    ]);
    expect((await stage.sync()).counts).toMatchObject({ conflicts: 0, make: 0 });
    expect(await stage.push()).toBe(1);
    expect((await stage.tell<Told>('to-dos', {})).toDos.at(-1)).toMatchObject({ isFinished: true });
  });
});

describe('待办推送', () => {
  const key = 'test/1';
  const open = (accountNo: number) =>
    stage.database.db.transaction().execute((db) =>
      openToDo(aCtx(db, stage.clock), {
        key,
        title: '看一件事',
        address: '/staff/',
        to: { accountNos: [accountNo] },
      }),
    );
  const close = () => stage.database.db.transaction().execute((db) => closeToDo(aCtx(db, stage.clock), key));
  const state = () =>
    stage.rows(
      'select message_id, pushed_at is not null as pushed, closed_at is not null as closed, failed_count from notices.to_do order by to_do_no',
    );
  const mine = async (title = '看一件事') =>
    (await stage.tell<{ toDos: { subject: string; isFinished: boolean }[] }>('to-dos', {})).toDos.filter(
      ({ subject }) => subject === title,
    );

  test('答复丢了再送，还是同一件；失败了隔得越来越久再送；办结了关掉', async () => {
    const accountNo = await stage.anAccount('li.min');
    await stage.rows(`update identity.account set employee_code = 'E1' where account_no = ${accountNo}`);
    await open(accountNo);
    await open(accountNo);
    expect(await state()).toHaveLength(1);
    await stage.tell('to-dos', { loseNext: 1 });
    expect(await stage.push()).toBe(0);
    const [lost] = await state();
    expect(lost).toMatchObject({ pushed: false, failed_count: 1 });
    expect(await stage.push()).toBe(0);
    stage.minutesLater(1);
    await stage.tell('to-dos', { failNext: 1 });
    expect(await stage.push()).toBe(0);
    stage.minutesLater(1);
    expect(await stage.push()).toBe(0);
    stage.minutesLater(1);
    expect(await stage.push()).toBe(1);
    expect((await state())[0]?.message_id).toBe(lost?.message_id);
    expect(await mine()).toMatchObject([{ isFinished: false }]);
    await close();
    expect(await stage.push()).toBe(1);
    expect(await mine()).toMatchObject([{ isFinished: true }]);
    expect((await state())[0]).toMatchObject({ closed: true });
  });

  test('没有推送过就办结的，不再推送；没有工号的留在这里等，办结了一样关掉', async () => {
    const told = await mine();
    const accountNo = await stage.anAccount('li.min');
    await open(accountNo);
    await close();
    expect(await stage.push()).toBe(0);
    await open(accountNo);
    expect(await stage.push()).toBe(0);
    expect(await state()).toMatchObject([{ closed: true }, { pushed: false }]);
    await close();
    await stage.push();
    expect(await state()).toMatchObject([{ closed: true }, { pushed: false, closed: true }]);
    stage.minutesLater(120);
    expect([await stage.push(), await mine()]).toEqual([0, told]);
  });
});
