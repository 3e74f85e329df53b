import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PASSWORD } from '#modules/identity/identity.testing.ts';
import { seenVersion } from '#modules/identity/seen-version.testing.ts';
import { here, type OfficeStage, openOfficeStage } from './office-stage.ts';

let stage: OfficeStage;
let liMin: number;
let cookie: string;
beforeAll(async () => {
  stage = await openOfficeStage();
  return () => stage.closeOffice();
});
beforeEach(async () => {
  await stage.emptyOffice();
  await stage.anAccount('sys.one', 'system-administrator');
  liMin = await stage.anAccount('li.min');
  cookie = cookieOf(await stage.signIn('sys.one', PASSWORD));
});

function cookieOf({ headers }: { headers: Record<string, unknown> }): string {
  return [headers['set-cookie']]
    .flat()
    .map((one) => String(one).split(';')[0])
    .join('; ');
}

/** To the office app, in there as somebody with this code, and back. */
async function enter(employeeCode: string) {
  const begun = await stage.post('/api/identity/external/begin', { way: 'zzd' });
  const state = new URL(begun.json().address).searchParams.get('state');
  const { code } = await stage.tell<{ code: string }>('codes', { employeeCode, lastName: '某' });
  return stage.post(
    '/api/identity/external/finish',
    { search: `code=${code}&state=${state}` },
    { cookie: cookieOf(begun) },
  );
}
const whoIs = async (answer: { headers: Record<string, unknown> }) =>
  (await stage.get('/api/identity/me', cookieOf(answer))).json().account?.name;
const act = (name: string, body: object) => stage.post(`/api/identity/accounts/${name}`, body, { cookie });
const changeCode = async (body: { accountNo: number; employeeCode: string }) =>
  act('employee-code', { ...body, version: await seenVersion(stage.database.db, body) });
const bindings = async () => (await stage.get(`/api/identity/accounts/${liMin}`, cookie)).json().bindings;

describe('从办公平台登录打开哪个账号', () => {
  test('不认识的身份进不来；登记工号以后进得来，绑定记在账号上', async () => {
    expect((await enter('E7')).json().code).toBe('identity.external-unbound');
    expect((await changeCode({ accountNo: liMin, employeeCode: 'E7' })).statusCode).toBe(200);
    expect(await whoIs(await enter('E7'))).toBe('li.min');
    expect(await bindings()).toMatchObject([{ way: 'zzd', subject: '8E7', boundBy: '工号' }]);
  });

  test('工号登记错了再改：凭错的工号进来的人立刻退出，也再进不来', async () => {
    await changeCode({ accountNo: liMin, employeeCode: 'E8' });
    const wrong = await enter('E8');
    expect(await whoIs(wrong)).toBe('li.min');
    await changeCode({ accountNo: liMin, employeeCode: 'E7' });
    expect(await whoIs(wrong)).toBeUndefined();
    expect((await enter('E8')).json().code).toBe('identity.external-unbound');
    expect(await whoIs(await enter('E7'))).toBe('li.min');
  });

  test('绑定编号：用它登录就是这个账号；解除以后退出；改工号不动它', async () => {
    const bind = { accountNo: liMin, way: 'zzd', subject: '8E9' };
    expect((await act('bind', { ...bind, way: 'nowhere' })).json().code).toBe('identity.no-way');
    expect((await act('bind', bind)).statusCode).toBe(200);
    expect((await act('bind', bind)).json().code).toBe('identity.bound-already');
    const entered = await enter('E9');
    expect(await whoIs(entered)).toBe('li.min');
    await changeCode({ accountNo: liMin, employeeCode: 'E7' });
    expect(await whoIs(entered)).toBe('li.min');
    expect((await enter('E7')).json().code).toBe('identity.external-other');
    expect((await act('unbind', { accountNo: liMin, way: 'zzd', subject: '8E9' })).statusCode).toBe(200);
    expect(await whoIs(entered)).toBeUndefined();
    expect((await act('unbind', { accountNo: liMin, way: 'zzd', subject: '8E9' })).json().code).toBe(
      'identity.not-bound',
    );
  });

  test('I-10 换工号：手工绑定的外部身份也解除，会话都结束，审计写明；没换的什么也不动', async () => {
    await changeCode({ accountNo: liMin, employeeCode: 'E7' });
    await act('bind', { accountNo: liMin, way: 'zzd', subject: '8E9' });
    const entered = await enter('E9');
    await changeCode({ accountNo: liMin, employeeCode: 'E7' });
    expect(await whoIs(entered)).toBe('li.min');
    await changeCode({ accountNo: liMin, employeeCode: 'E6' });
    expect([await whoIs(entered), await bindings()]).toEqual([undefined, []]);
    const said = await stage.rows(
      "select subject from platform.audit_entry where title = '登记工号' order by audit_no",
    );
    expect(said.map(({ subject }) => subject)).toEqual([
      'li.min 工号 无→E7',
      'li.min 工号 E7',
      'li.min 工号 E7→E6，解除外部身份 1，退出登录',
    ]);
  });

  test('I-10 待决定事项采纳时换了工号：凭旧工号进来的人立刻退出，也再进不来', async () => {
    await stage.rows("update identity.account set display_name = '某E1' where name = 'li.min'");
    await stage.set([here('E1')]);
    await stage.sync();
    await changeCode({ accountNo: liMin, employeeCode: 'E5' });
    const wrong = await enter('E5');
    const { conflicts } = (await stage.get('/api/identity/directory/conflicts?state=open', cookie)).json();
    const { conflictNo } = conflicts[0];
    const decided = await stage.post(
      '/api/identity/directory/conflicts/decide',
      { conflictNo, answer: 'accept' },
      { cookie },
    );
    expect([decided.statusCode, await whoIs(wrong), await bindings()]).toEqual([200, undefined, []]);
    expect((await enter('E5')).json().code).toBe('identity.external-unbound');
    expect(
      (await stage.rows("select subject from platform.audit_entry where title = '决定通讯录待决定事项'"))[0]?.subject,
    ).toContain('li.min 工号 E5→E1，解除外部身份 1，退出登录');
  });

  test('C-03 从办公平台登录算核对过身份；过了15分钟，危险的事要从那里重新登录才能办', async () => {
    const two = await stage.anAccount('sys.two', 'system-administrator');
    await changeCode({ accountNo: two, employeeCode: 'S2' });
    const setCode = async (by: string) =>
      (
        await stage.post(
          '/api/identity/accounts/employee-code',
          { accountNo: liMin, version: await seenVersion(stage.database.db, { accountNo: liMin }), employeeCode: 'E7' },
          { cookie: by },
        )
      ).json();
    const enterWhole = async () => {
      const entered = cookieOf(await enter('S2'));
      await stage.rows('update identity.session set proved_at = created_at where ended_at is null');
      return entered;
    };
    const first = await enterWhole();
    expect(await setCode(first)).toEqual({ done: true });
    stage.minutesLater(15);
    expect((await setCode(first)).code).toBe('identity.prove-again');
    expect(await setCode(await enterWhole())).toEqual({ done: true });
  });

  test('自己的不能自己办；别人用着的工号不能再登记', async () => {
    const [own] = await stage.rows("select account_no as no from identity.account where name = 'sys.one'");
    const accountNo = Number(own?.no);
    expect((await changeCode({ accountNo, employeeCode: 'E1' })).json().code).toBe('identity.own-post');
    expect((await act('bind', { accountNo, way: 'zzd', subject: '8E1' })).json().code).toBe('identity.own-post');
    await changeCode({ accountNo: liMin, employeeCode: 'E7' });
    const other = await stage.anAccount('qian.jin');
    expect((await changeCode({ accountNo: other, employeeCode: 'E7' })).json().code).toBe(
      'identity.employee-code-taken',
    );
  });
});
