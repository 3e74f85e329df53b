import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PASSWORD } from '#modules/identity/identity.testing.ts';
import { here, type OfficeStage, openOfficeStage, YUHUAN_DEPARTMENT } from './office-stage.ts';

let stage: OfficeStage;
beforeAll(async () => {
  stage = await openOfficeStage();
  return () => stage.closeOffice();
});
beforeEach(() => stage.emptyOffice());

describe('部门对应的组织变了', () => {
  const postsOf = (code: string) =>
    stage.rows(`select division, p.until_day is null as stands from identity.post p join identity.organisation using (organisation_no)
      join identity.account using (account_no) where employee_code = '${code}' order by post_no`);
  const at = (division: string) => ({ departments: [{ ...YUHUAN_DEPARTMENT, division }] });

  test('换到另一个组织：原来的岗位结束，在新组织另设；同一个组织再来一次什么也不变', async () => {
    await stage.anOrganisation('county-approver', '331082');
    await stage.set([here('E1')]);
    await stage.sync();
    await stage.set([here('E1')], at('331082'));
    expect((await stage.sync()).counts).toMatchObject({ take: 1, give: 1 });
    expect(await postsOf('E1')).toEqual([
      { division: '331083', stands: false },
      { division: '331082', stands: true },
    ]);
    expect((await stage.sync()).counts).toMatchObject({ take: 0, give: 0 });
  });

  test('组织已停用：不设岗位，上待决定清单；采纳时不能选停用的，选了在用的马上设', async () => {
    await stage.anAccount('sys.one', 'system-administrator');
    const ended = await stage.anOrganisation('county-approver', '331082');
    await stage.rows(`update identity.organisation set until_day = '2023-08-07' where organisation_no = ${ended}`);
    await stage.set([here('E1')], at('331082'));
    expect((await stage.sync()).counts).toMatchObject({ make: 0, conflicts: 1 });
    const cookie = String((await stage.signIn('sys.one', PASSWORD)).headers['set-cookie']).split(';')[0] ?? '';
    const { conflicts } = (await stage.get('/api/identity/directory/conflicts?kind=organisation-ended', cookie)).json();
    expect(conflicts[0]).toMatchObject({ evidence: { 部门编号: 'D1', 止日: '2023-08-07', 人数: 1 } });
    const { conflictNo } = conflicts[0];
    const accept = (organisationNo: number) =>
      stage.post(
        '/api/identity/directory/conflicts/decide',
        { conflictNo, answer: 'accept', organisationNo },
        { cookie },
      );
    expect((await accept(ended)).json().code).toBe('identity.ended');
    expect((await accept(await stage.anOrganisation('county-approver', '331083'))).statusCode).toBe(200);
    expect(await postsOf('E1')).toEqual([{ division: '331083', stands: true }]);
  });
});

describe('待决定事项：决定了马上生效', () => {
  const decide = async (kind: string, answer: string) => {
    const cookie = String((await stage.signIn('sys.one', PASSWORD)).headers['set-cookie']).split(';')[0] ?? '';
    const { conflicts } = (await stage.get(`/api/identity/directory/conflicts?state=open&kind=${kind}`, cookie)).json();
    const { conflictNo } = conflicts[0];
    return stage.post('/api/identity/directory/conflicts/decide', { conflictNo, answer }, { cookie });
  };
  const rolesOf = async (code: string) => (await stage.accounts()).find((one) => one.employee_code === code);

  test('同名：是同一个人，岗位设在他的账号上；不是，另建账号', async () => {
    await stage.anAccount('sys.one', 'system-administrator');
    await stage.anAccount('li.min');
    await stage.rows("update identity.account set display_name = '某E1' where name = 'li.min'");
    await stage.set([here('E1')]);
    await stage.sync();
    expect((await decide('same-name', 'accept')).statusCode).toBe(200);
    expect(await stage.rows("select employee_code from identity.account where name = 'li.min'")).toEqual([
      { employee_code: 'E1' },
    ]);
    expect((await rolesOf('E1'))?.roles).toContain('county-approver');
    await stage.set([here('E1'), { ...here('E2'), name: '系统' }]);
    await stage.rows("update identity.account set display_name = '系统' where name = 'sys.one'");
    await stage.sync();
    expect((await decide('same-name', 'reject')).statusCode).toBe(200);
    expect(await rolesOf('E2')).toMatchObject({ display_name: '系统', roles: 'county-approver' });
  });

  test('不采纳的以后还能重新决定：重新打开，再采纳马上生效；没有不采纳的不能重新打开', async () => {
    await stage.anAccount('sys.one', 'system-administrator');
    await stage.set([here('E1', '审批岗', 'D9')], { departments: [YUHUAN_DEPARTMENT, { code: 'D9', name: '养老处' }] });
    await stage.sync();
    expect((await decide('unknown-department', 'reject')).statusCode).toBe(200);
    const again = async (body: object) => {
      const cookie = String((await stage.signIn('sys.one', PASSWORD)).headers['set-cookie']).split(';')[0] ?? '';
      const { conflicts } = (await stage.get('/api/identity/directory/conflicts', cookie)).json();
      const answer = await stage.post(
        '/api/identity/directory/conflicts/decide',
        { conflictNo: conflicts[0].conflictNo, ...body },
        { cookie },
      );
      return { state: conflicts[0].state, status: answer.statusCode, code: answer.json().code };
    };
    const organisationNo = await stage.anOrganisation('county-approver', '331083');
    const accept = { answer: 'accept', organisationNo };
    expect(await again(accept)).toEqual({ state: 'rejected', status: 409, code: 'identity.conflict-decided' });
    expect((await stage.sync()).counts).toMatchObject({ conflicts: 0, make: 0 });
    expect(await again({ answer: 'reopen' })).toMatchObject({ state: 'rejected', status: 200 });
    expect(await again({ answer: 'reopen' })).toEqual({ state: 'open', status: 409, code: 'identity.conflict-open' });
    const open = await stage.rows('select key from notices.to_do where done_at is null');
    expect(open).toHaveLength(1);
    expect((await stage.sync()).counts).toMatchObject({ conflicts: 1 });
    expect(await again(accept)).toMatchObject({ state: 'open', status: 200 });
    expect(await rolesOf('E1')).toMatchObject({ roles: 'county-approver' });
    expect(await stage.rows('select key from notices.to_do where done_at is null')).toEqual([]);
    expect(await again({ answer: 'reopen' })).toMatchObject({ state: 'accepted', code: 'identity.conflict-decided' });
  });

  test('回来的人恢复原来的账号；最后一位系统管理员，有了接任的才停用', async () => {
    const one = await stage.anAccount('sys.one', 'system-administrator');
    await stage.set([here('E1'), here('E2', '系统岗', 'D0')], {
      departments: [YUHUAN_DEPARTMENT, { code: 'D0', name: '省民政厅', division: '330000' }],
    });
    await stage.sync();
    await stage.set([here('E2', '系统岗', 'D0')]);
    await stage.sync();
    expect(await rolesOf('E1')).toMatchObject({ ended: true });
    await stage.set([here('E1'), here('E2', '系统岗', 'D0')]);
    await stage.sync();
    expect((await decide('returned', 'accept')).statusCode).toBe(200);
    expect(await rolesOf('E1')).toMatchObject({ ended: false, roles: 'county-approver' });

    await stage.rows(`update identity.post set from_day = '2099-01-01' where account_no = ${one}`);
    await stage.set([here('E1')]);
    expect((await stage.sync()).counts).toMatchObject({ end: 0, conflicts: 1 });
    await stage.rows(`update identity.post set from_day = '2023-01-01' where account_no = ${one}`);
    expect((await decide('last-administrator', 'accept')).statusCode).toBe(200);
    expect(await rolesOf('E2')).toMatchObject({ ended: true });
  });
});
