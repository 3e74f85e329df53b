import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { allDivisions, getDivision, placeIsWithin } from '#modules/places/index.ts';
import { aCtx } from '#platform/testing/database.ts';
import type { Account } from './contract.ts';
import { codeOf, cookieOf, openStage, PASSWORD, READ, type Stage } from './identity.testing.ts';
import { governmentOrganisation } from './organisation/government.ts';
import { seedOrganisations } from './organisation/seed-organisations.ts';
import { seenVersion } from './seen-version.testing.ts';
import { checkPassword, signIn } from './sign-in.ts';

const NEW_PASSWORD = 'cobalt-ladder-hummingbird';
const API = '/api/identity';

let stage: Stage;
let admin: string;
let adminNo: number;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  await stage.empty();
  adminNo = await stage.anAccount('sys.admin', 'system-administrator');
  admin = cookieOf(await stage.signIn('sys.admin', PASSWORD));
});
afterAll(() => stage.close());

const post = (path: string, body: object, cookie = admin) => stage.post(`${API}/${path}`, body, { cookie });
/** As from a screen that shows the row as it is now. */
const end = async (path: string, body: object, cookie = admin) =>
  post(path, { ...body, version: await seenVersion(stage.database.db, { ...body }) }, cookie);
const get = (path: string, cookie = admin) => stage.get(`${API}/${path}`, cookie);
const me = async (cookie: string) => (await get('me', cookie)).json<{ account: Account }>().account;
const audited = async () =>
  (await stage.rows('select title, subject from platform.audit_entry order by audit_no')).map(
    ({ title, subject }) => `${title} ${subject ?? ''}`,
  );

describe('组织', () => {
  test.each([
    ['330000', '浙江省民政厅'],
    ['331000', '台州市民政局'],
    ['331083', '玉环市民政局'],
    ['330114', '钱塘区社会发展局'],
    ['Z33020002', '宁波前湾新区管理委员会'],
    ['331083001', '玉环市玉城街道办事处'],
    ['331083400', '玉环市玉环经济开发区管理委员会'],
    ['330102001051', '清波街道清波门社区居民委员会'],
  ])('区划 %s 的组织是%s', (code, name) => {
    expect(governmentOrganisation(getDivision(code)).name).toBe(name);
  });

  test('全省五级和功能区各有一个，名字都成话；再做一次什么也不变，改了名的改回来', async () => {
    const { db } = stage.database;
    const inside = allDivisions().filter((division) => placeIsWithin(division, getDivision('330000')));
    const seed = () => db.transaction().execute((transaction) => seedOrganisations(transaction, '330000'));
    // The administrator's own stands already.
    expect(await seed()).toBe(inside.length - 1);
    expect(await seed()).toBe(0);
    await stage.rows("update identity.organisation set name = '错' where division = '331083'");
    expect(await seed()).toBe(1);
    const names = (await stage.rows('select name from identity.organisation')).map(({ name }) => String(name));
    expect(new Set(names.map((name) => name.slice(-3))).size).toBeLessThan(60);
    expect(names.filter((name) => /村委会$|居委会$|街道$|[镇乡]$/.test(name))).toEqual([]);
    const { organisations, total } = (await get('organisations?division=331000&search=玉环市')).json();
    expect(total).toBe(inside.filter(({ code }) => /^331083(...)?$/.test(code)).length);
    expect(organisations[0]).toMatchObject({ division: '331083', divisionName: '台州市 玉环市', level: 3 });
    const abolished = (await get('organisations?division=331021')).json().organisations;
    expect(abolished[0]).toMatchObject({ kind: 'government', division: '331021', untilDay: '2017-04-09' });
    const csv = (await get('organisations.csv?division=331083')).body.trimEnd().split('\r\n');
    expect(csv[0]).toBe('\uFEFF组织序号,类别,名称,所在地,区划代码,起日,止日,导出标记');
    expect(csv).toHaveLength(1 + inside.filter(({ code }) => code.startsWith('331083')).length);
    const zones = (await get('organisations?division=330200&search=新区')).json<{ total: number }>();
    expect(zones.total).toBeGreaterThan(0);
  });

  test('外部单位：建立、查找、停用；重名、外省、民政系统的都拒绝，各有审计', async () => {
    const bank = { kind: 'bank', name: '玉环农商银行', division: '331083' };
    const made = (await post('organisations', bank)).json<{ organisationNo: number }>();
    expect(codeOf(await post('organisations', bank))).toEqual([409, 'identity.organisation-exists']);
    expect(codeOf(await post('organisations', { ...bank, division: '310115' }))).toEqual([422, 'identity.no-division']);
    expect(codeOf(await post('organisations', { ...bank, kind: 'government' }))).toEqual([422, 'input']);
    expect((await get('organisations?kind=bank&search=农商')).json()).toMatchObject({
      total: 1,
      organisations: [{ ...made, name: '玉环农商银行', divisionName: '台州市 玉环市', fromDay: '2023-08-07' }],
    });
    expect((await get('organisations?search=%25')).json().total).toBe(0);
    const row = { organisationNo: made.organisationNo };
    expect((await end('organisations/end', { ...row, untilDay: '2023-08-01' })).json().code).toBe('identity.day-past');
    expect((await end('organisations/end', row)).statusCode).toBe(200);
    expect(codeOf(await end('organisations/end', row))).toEqual([409, 'identity.ended-already']);
    expect(codeOf(await end('organisations/end', { organisationNo: 1 }))).toEqual([409, 'identity.government-fixed']);
    expect(codeOf(await end('organisations/end', { organisationNo: 999 }))).toEqual([404, 'identity.no-organisation']);
    expect(await audited()).toEqual(['登录 sys.admin', '建立外部单位 玉环农商银行', '停用外部单位 玉环农商银行']);
  });
});

describe('账号', () => {
  async function aNewOne(name = 'li.qiang') {
    const made = await post('accounts', { name, displayName: '李强' });
    return made.json<{ accountNo: number; oneTimePassword: string }>();
  }

  test('C-01 一次性口令：只显示一次，登录后先改口令才有权限，改了旧的作废', async () => {
    const { accountNo, oneTimePassword } = await aNewOne();
    await stage.aPost(accountNo, 'auditor');
    const cookie = cookieOf(await stage.signIn('li.qiang', oneTimePassword));
    expect(await me(cookie)).toMatchObject({ unfinished: 'password', post: null, permissions: [] });
    expect(codeOf(await stage.get(READ, cookie))).toEqual([403, 'sign-in-unfinished']);
    const [mine] = (await me(cookie)).posts;
    expect(codeOf(await post('switch-post', { postNo: mine?.postNo }, cookie))).toEqual([
      403,
      'identity.password-first',
    ]);

    const change = (password: string, newPassword: string) =>
      post('change-password', { password, newPassword }, cookie);
    expect(codeOf(await change('wrong', NEW_PASSWORD))).toEqual([422, 'identity.wrong-old-password']);
    expect(codeOf(await change(oneTimePassword, 'Li.Qiang-2023-zj'))).toEqual([422, 'identity.weak-password']);
    expect(codeOf(await change(oneTimePassword, oneTimePassword))).toEqual([422, 'identity.same-password']);
    const changed = (await change(oneTimePassword, NEW_PASSWORD)).json<{ account: Account }>();
    expect(changed.account).toMatchObject({ unfinished: 'enrol', post: { role: 'auditor' } });
    expect((await stage.signIn('li.qiang', oneTimePassword)).statusCode).toBe(401);
    const again = cookieOf(await stage.signIn('li.qiang', NEW_PASSWORD));
    expect((await stage.get(READ, again)).statusCode).toBe(200);
    const texts = await stage.rows('select t::text as text from platform.audit_entry t');
    expect(texts.filter(({ text }) => String(text).includes(oneTimePassword))).toEqual([]);
  });

  test('C-01 一次性口令七天后过期；口令错了照样计数锁定', async () => {
    const { oneTimePassword } = await aNewOne();
    stage.minutesLater(7 * 24 * 60);
    expect(codeOf(await stage.signIn('li.qiang', oneTimePassword))).toEqual([403, 'identity.one-time-over']);
    const accountNo = await stage.anAccount('wu.min');
    const cookie = cookieOf(await stage.signIn('wu.min', PASSWORD, { from: '10.0.0.7' }));
    for (let i = 0; i < 5; i += 1) {
      const body = { password: `wrong ${i}`, newPassword: NEW_PASSWORD };
      expect((await post('change-password', body, cookie)).statusCode).toBe(422);
    }
    const right = { password: PASSWORD, newPassword: NEW_PASSWORD };
    expect(codeOf(await post('change-password', right, cookie))).toEqual([429, 'identity.locked']);
    expect(accountNo).toBeGreaterThan(0);
  });

  test('重设口令：会话立即失效，旧口令作废，锁定解开', async () => {
    const accountNo = await stage.anAccount('li.qiang');
    const cookie = cookieOf(await stage.signIn('li.qiang', PASSWORD, { from: '10.0.0.2' }));
    await stage.failTimes(5, 'li.qiang', { from: '10.0.0.3' });
    const { oneTimePassword } = (await end('accounts/reset-password', { accountNo })).json();
    expect((await stage.get(READ, cookie)).statusCode).toBe(401);
    expect((await stage.signIn('li.qiang', PASSWORD, { from: '10.0.0.4' })).statusCode).toBe(401);
    expect((await stage.signIn('li.qiang', oneTimePassword, { from: '10.0.0.4' })).statusCode).toBe(200);
    expect(codeOf(await end('accounts/reset-password', { accountNo: 999 }))).toEqual([404, 'identity.no-account']);
  });

  test('B-87 口令在核对时被重设：用旧口令的这次登录不成', async () => {
    const accountNo = await stage.anAccount('li.qiang');
    const { db } = stage.database;
    const checked = await checkPassword(db, stage.clock.now, {
      name: 'li.qiang',
      password: PASSWORD,
      source: '10.0.0.8',
    });
    expect(checked.right).toBe(true);
    expect((await end('accounts/reset-password', { accountNo })).statusCode).toBe(200);
    const signing = db
      .transaction()
      .execute((transaction) => signIn(aCtx(transaction, stage.clock), checked, undefined));
    await expect(signing).rejects.toMatchObject({ code: 'identity.wrong-password' });
  });

  test('I-10 停用账号：会话、岗位、代岗同时结束，不能再登录、不能再设岗；不能停用自己', async () => {
    const accountNo = await stage.anAccount('li.qiang');
    const cookie = cookieOf(await stage.signIn('li.qiang', PASSWORD));
    expect((await end('accounts/end', { accountNo })).statusCode).toBe(200);
    expect((await stage.get(READ, cookie)).statusCode).toBe(401);
    expect(codeOf(await stage.signIn('li.qiang', PASSWORD))).toEqual([403, 'identity.account-ended']);
    expect((await stage.signIn('li.qiang', 'wrong')).statusCode).toBe(401);
    const shown = (await get(`accounts/${accountNo}`)).json();
    expect(shown).toMatchObject({ endedOn: '2023-08-07', posts: [{ role: 'auditor', untilDay: '2023-08-07' }] });
    const wish = { accountNo, organisationNo: shown.posts[0].organisationNo, role: 'auditor' };
    expect(codeOf(await post('posts', wish))).toEqual([409, 'identity.ended']);
    expect(codeOf(await end('accounts/end', { accountNo }))).toEqual([409, 'identity.ended-already']);
    expect(codeOf(await end('accounts/end', { accountNo: adminNo }))).toEqual([409, 'identity.own-post']);
  });

  test('名单：按账号、姓名、单位、状态查找，带当日岗位；导出；重名、夹带的项拒绝', async () => {
    const accountNo = await stage.anAccount('li.qiang', 'city-officer');
    await stage.aPost(accountNo, 'auditor', { at: '331083', until: '2023-08-07' });
    await stage.anAccount('wu.min', 'bank');
    const found = async (query: string) =>
      (await get(`accounts?${query}`)).json<{ accounts: { name: string }[] }>().accounts.map(({ name }) => name);
    expect(await found('')).toEqual(['sys.admin', 'li.qiang', 'wu.min']);
    expect(await found('search=LI.Q')).toEqual(['li.qiang']);
    expect(await found('search=台州市')).toEqual(['li.qiang']);
    expect(await found('search=玉环市')).toEqual([]);
    expect(await found('search=_i')).toEqual([]);
    const csv = (await get('accounts.csv?search=li')).body;
    expect(csv).toContain('li.qiang,某人,台州市民政局市级业务人员,2023-08-07,,,第 ');
    expect(codeOf(await post('accounts', { name: 'li.qiang', displayName: '又一个' }))).toEqual([
      409,
      'identity.name-taken',
    ]);
    expect((await post('accounts', { name: 'x.y', displayName: '某', role: 'demonstration' })).statusCode).toBe(422);
    const [, , bank] = (await get('accounts')).json<{ accounts: { accountNo: number }[] }>().accounts;
    await end('accounts/end', { accountNo: bank?.accountNo });
    expect(await found('state=ended')).toEqual(['wu.min']);
    expect(await found('state=in-use')).toEqual(['sys.admin', 'li.qiang']);
    expect((await get('accounts.csv?state=ended')).body).toContain('wu.min');
    const everybody = await get('accounts.csv', cookieOf(await stage.signIn('li.qiang', PASSWORD)));
    expect(codeOf(everybody)).toEqual([403, 'not-permitted']);
  });
});
