import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PASSWORD } from '#modules/identity/identity.testing.ts';
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
  await stage.anAccount('sys.two', 'system-administrator');
  await stage.anAccount('li.min');
  cookie = String((await stage.signIn('sys.one', PASSWORD)).headers['set-cookie']).split(';')[0] ?? '';
});

const shown = async () => (await stage.get('/api/identity/directory', cookie)).json().trouble;
const toDos = () =>
  stage.rows(`select a.name, title, address, done_at is not null as done from notices.to_do t
    join identity.account a using (account_no) order by to_do_no`);
const audited = () =>
  stage.rows(
    "select subject from platform.audit_entry where action = 'identity.directory-sync' and outcome = 'refused'",
  );

describe('自动同步没有做成', () => {
  test('告诉每位系统管理员一次，页面上写着原因和次数；后来做成了自动办结', async () => {
    expect(await shown()).toBeNull();
    expect(await codeOf(stage.tick())).toBe('identity.directory-full-first');
    stage.minutesLater(10);
    expect(await codeOf(stage.tick())).toBe('identity.directory-full-first');
    expect(await shown()).toEqual({
      since: '2023-08-07T01:00:00.000Z',
      lastAt: '2023-08-07T01:10:00.000Z',
      times: 2,
      reason: '还没有做过全量同步，不能做增量。请先做一次全量同步。',
    });
    const toDo = { title: '通讯录自动同步没有做成，请看原因', address: '/staff/directory', done: false };
    expect(await toDos()).toEqual(['sys.one', 'sys.two'].map((name) => ({ name, ...toDo })));
    expect(await audited()).toHaveLength(1);

    await stage.set([here('E1')]);
    await stage.sync('full', { isDry: true });
    expect(await shown()).toMatchObject({ times: 2 });
    await stage.sync();
    expect([await shown(), (await toDos()).every(({ done }) => done)]).toEqual([null, true]);
  });

  test('对方不答、一次失去岗位的人太多：原因各写各的；自己恢复了也办结，再坏是新的一件', async () => {
    await stage.set(Array.from({ length: 8 }, (_, at) => here(`E${at + 1}`)));
    await stage.sync();
    await stage.set([here('E1')], { failAfterPages: 0 });
    expect(await codeOf(stage.tick())).toBe('identity.directory-silent');
    expect((await shown()).reason).toContain('通讯录没有给出约定的回答');
    expect(await codeOf(stage.tick())).toBe('identity.directory-too-many');
    expect(await shown()).toMatchObject({ times: 2, reason: expect.stringContaining('这次同步会让7人失去账号或岗位') });
    expect((await stage.accounts()).every(({ ended }) => ended === false)).toBe(true);
    expect(await audited()).toHaveLength(2);
    await stage.sync('full', { allowLosing: 7 });
    expect(await shown()).toBeNull();
    await stage.set([here('E1')], { failAfterPages: 0 });
    expect(await codeOf(stage.tick())).toBe('identity.directory-silent');
    expect(await shown()).toMatchObject({ times: 1 });
    await stage.tick();
    expect(await shown()).toBeNull();
  });
});
