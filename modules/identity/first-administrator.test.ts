import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Account, PERMISSION_NAMES } from './contract.ts';
import { codeOf, cookieOf, openStage, PASSWORD, READ, type Stage } from './identity.testing.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => stage.empty());
afterAll(() => stage.close());

describe('首位管理员', () => {
  test('C-01 新库没有任何账号，没有默认口令', async () => {
    const { get, rows, signIn } = stage;
    expect((await get('/api/identity/me')).json()).toEqual({ account: null, setupNeeded: true });
    expect(await rows('select from identity.account')).toHaveLength(0);
    expect(codeOf(await signIn('admin', 'admin'))).toEqual([401, 'identity.wrong-password']);
  });

  test('C-01 用启动码建立，随即登录；演示库里是演示人员，拥有全部权限；启动码只能用一次（B-87）', async () => {
    const { firstAdministrator, get, rows, setupCode, signIn } = stage;
    await rows("insert into platform.birth (kind, demonstration, born_at) values ('demonstration', 'yuhuan', now())");
    const code = await setupCode();
    const made = await firstAdministrator({ code });
    expect(made.statusCode).toBe(200);
    const { account } = made.json<{ account: Account }>();
    expect(account).toMatchObject({ accountNo: 1, name: 'sun.li', displayName: '孙丽', scope: { type: 'whole' } });
    expect(account.post).toMatchObject({ role: 'demonstration', organisationName: '浙江省民政厅', division: '330000' });
    expect(account.permissions).toEqual(Object.keys(PERMISSION_NAMES));
    expect(account.permissions).toContain('allowances.release');
    expect((await get('/api/identity/me', cookieOf(made))).json()).toEqual({ account, setupNeeded: false });

    expect(codeOf(await firstAdministrator({ code, name: 'second' }))).toEqual([409, 'identity.already-set-up']);
    expect(await setupCode()).toBeNull();
    expect((await signIn('sun.li', PASSWORD)).statusCode).toBe(200);
  });

  test('C-04 正式库、没有说明性质的库：首位只是系统管理员，看不到业务', async () => {
    const { firstAdministrator, get, rows, setupCode } = stage;
    for (const kind of ['real', null]) {
      await stage.empty();
      if (kind) await rows("insert into platform.birth (kind, born_at) values ('real', now())");
      const made = await firstAdministrator({ code: await setupCode() });
      expect(made.json().account).toMatchObject({ unfinished: 'enrol', permissions: [] });
      const { account } = (await get('/api/identity/me', cookieOf(made))).json<{ account: Account }>();
      expect(account.post).toMatchObject({ role: 'system-administrator' });
      expect(account.permissions).toEqual(['identity.read', 'identity.manage']);
      expect((await get(READ, cookieOf(made))).statusCode).toBe(403);
    }
  });

  test('B-87 两人同时用同一个启动码，只成一个', async () => {
    const { firstAdministrator, rows, setupCode } = stage;
    const code = await setupCode();
    const both = await Promise.all(['one.', 'two.'].map((name) => firstAdministrator({ code, name: `${name}x` })));
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
    expect(await rows('select from identity.account')).toHaveLength(1);
  });

  test('B-87 重新启动换新的启动码，旧的作废；库里只有散列', async () => {
    const { firstAdministrator, rows, setupCode } = stage;
    const [old, code] = [await setupCode(), await setupCode()];
    expect(code).not.toBe(old);
    expect(codeOf(await firstAdministrator({ code: old }))).toEqual([422, 'identity.wrong-code']);
    const kept = await rows(
      'select length(code_hash) as bytes, ended_at is null as open from identity.setup_code order by 2',
    );
    expect(kept).toEqual([
      { bytes: 32, open: false },
      { bytes: 32, open: true },
    ]);
    expect((await firstAdministrator({ code: code?.toLowerCase().replaceAll('-', ' ') })).statusCode).toBe(200);
  });

  test('B-87 启动码猜错五次，该来源锁定十五分钟，对的也不行；别的来源照常', async () => {
    const { firstAdministrator, rows, setupCode } = stage;
    const code = await setupCode();
    for (let i = 0; i < 5; i += 1) {
      expect(codeOf(await firstAdministrator({ code: `AAAA-${i}` }))).toEqual([422, 'identity.wrong-code']);
    }
    expect(codeOf(await firstAdministrator({ code }))).toEqual([429, 'identity.locked']);
    expect((await firstAdministrator({ code }, { from: '10.0.0.2' })).statusCode).toBe(200);
    const entries = await rows('select title, outcome from platform.audit_entry order by audit_no');
    expect(entries.map(({ title, outcome }) => `${title} ${outcome}`)).toEqual([
      '生成启动码 done',
      ...Array(6).fill('建立首位管理员 refused'),
      '建立首位管理员 done',
    ]);
  });

  test.each([
    ['Kx7$mQ2!pR9', '不足12位'],
    ['Yanglao@2023!!', '主要由常见词'],
    ['sun.li+Kx7mQ2pR9v', '含有账号或姓名'],
  ])('C-01 弱口令“%s”被拒，启动码仍可用', async (password, reason) => {
    const { firstAdministrator, rows, setupCode } = stage;
    const code = await setupCode();
    const answer = await firstAdministrator({ code, password });
    expect(codeOf(answer)).toEqual([422, 'identity.weak-password']);
    expect(answer.json().sentence).toContain(reason);
    expect(await rows('select from identity.setup_code where ended_at is null')).toHaveLength(1);
  });

  test('C-08 姓名里有控制字符，答 422', async () => {
    for (const displayName of ['孙\u0000丽', '孙\u202e丽', '孙\n丽', '   ']) {
      const answer = await stage.firstAdministrator({ code: 'x', displayName });
      expect(codeOf(answer)).toEqual([422, 'input']);
    }
  });

  test('B-83 夹带 role、accountNo 等多余的项被拒', async () => {
    const { firstAdministrator, setupCode } = stage;
    const answer = await firstAdministrator({ code: await setupCode(), role: 'administrator', accountNo: 7 });
    expect(answer.statusCode).toBe(422);
    expect(answer.json().sentence).toContain('role');
  });
});
