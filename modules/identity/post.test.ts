import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Account } from './contract.ts';
import { codeOf, cookieOf, openStage, PASSWORD, READ, RELEASE, type Stage } from './identity.testing.ts';
import { POSTS_LOCK } from './post/alone-with-posts.ts';
import { ROLE_TABLE, ROLES, type Role } from './role.ts';
import { seenVersion } from './seen-version.testing.ts';

const API = '/api/identity';

let stage: Stage;
let admin: string;
let adminNo: number;
let personNo: number;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  await stage.empty();
  adminNo = await stage.anAccount('sys.admin', 'system-administrator');
  personNo = await stage.anAccount('li.qiang', null);
  admin = cookieOf(await stage.signIn('sys.admin', PASSWORD));
});
afterAll(() => stage.close());

const post = (path: string, body: object, cookie = admin) => stage.post(`${API}/${path}`, body, { cookie });
/** As from a screen that shows the row as it is now. */
const end = async (path: string, body: object, cookie = admin) =>
  post(path, { ...body, version: await seenVersion(stage.database.db, { ...body }) }, cookie);
const me = async (cookie: string) => (await stage.get(`${API}/me`, cookie)).json<{ account: Account | null }>().account;
const signedIn = async (name = 'li.qiang') => cookieOf(await stage.signIn(name, PASSWORD));
const makePost = async (role: Role, more: object = {}, at?: string) =>
  post('posts', { accountNo: personNo, organisationNo: await stage.anOrganisation(role, at), role, ...more });
const tomorrow = () => stage.minutesLater(24 * 60);

describe('岗位', () => {
  test('每个角色只能设在它的层级或类别', async () => {
    await stage.rows("insert into platform.birth (kind, demonstration, born_at) values ('demonstration', 'x', now())");
    const places = ['330000', '331000', '331083', '331083001', '331083001001'];
    const organisations = new Map<string, number>();
    let tries = 0;
    for (const [at, code] of places.entries())
      organisations.set(`${at + 1}`, await stage.anOrganisation('demonstration', code));
    for (const role of ['institution-manager', 'merchant', 'bank', 'treasury'] as const) {
      const entry = ROLE_TABLE[role];
      if ('kinds' in entry) organisations.set(String(entry.kinds[0]), await stage.anOrganisation(role));
    }
    for (const role of ROLES) {
      const entry = ROLE_TABLE[role];
      const allowed = new Set(('kinds' in entry ? entry.kinds : entry.levels).map(String));
      for (const [where, organisationNo] of organisations) {
        await stage.rows('truncate identity.post cascade');
        tries += 1;
        await stage.anAccount(`admin.${tries}`, 'system-administrator');
        const cookie = await signedIn(`admin.${tries}`);
        const answer = await post('posts', { accountNo: personNo, organisationNo, role }, cookie);
        expect(answer.statusCode, `${role} ${where}`).toBe(allowed.has(where) ? 200 : 422);
      }
    }
  });

  test('C-04 三类管理员互不兼任，也不办业务：期间有一天重叠就拒绝，错开可以，代岗也算', async () => {
    expect((await makePost('security-administrator', { untilDay: '2023-09-01' })).statusCode).toBe(200);
    for (const role of ['system-administrator', 'audit-administrator', 'auditor', 'bank'] as const) {
      const answer = await makePost(role, { fromDay: '2023-08-31' });
      expect(codeOf(answer), role).toEqual([409, 'identity.administrators-apart']);
      expect(answer.json().sentence).toContain('安全管理员');
    }
    expect((await makePost('auditor', { fromDay: '2023-09-01', untilDay: '2023-10-01' })).statusCode).toBe(200);
    const other = await stage.aPost(await stage.anAccount('wu.min', null), 'audit-administrator');
    const standIn = (fromDay: string, untilDay: string) =>
      post('stand-ins', { postNo: other, accountNo: personNo, fromDay, untilDay });
    expect(codeOf(await standIn('2023-09-30', '2023-10-02'))).toEqual([409, 'identity.administrators-apart']);
    expect((await standIn('2023-10-01', '2023-10-05')).statusCode).toBe(200);
    expect(codeOf(await makePost('seat', { fromDay: '2023-10-04' }))).toEqual([409, 'identity.administrators-apart']);
    expect((await makePost('seat', { fromDay: '2023-10-05' })).statusCode).toBe(200);
  });

  test('M-25 计算的人不发放：审批和发放两个岗位不能同期由一人担任', async () => {
    expect((await makePost('county-approver')).statusCode).toBe(200);
    expect(codeOf(await makePost('county-releaser', {}, '330106'))).toEqual([409, 'identity.maker-releases']);
    expect((await makePost('auditor')).statusCode).toBe(200);
  });

  test('演示人员只在演示库；同一岗位不重复；自己的不能动；日期要对', async () => {
    expect(codeOf(await makePost('demonstration'))).toEqual([422, 'identity.demonstration-only']);
    expect((await makePost('auditor')).statusCode).toBe(200);
    expect(codeOf(await makePost('auditor'))).toEqual([409, 'identity.post-exists']);
    expect((await makePost('auditor', {}, '331083')).statusCode).toBe(200);
    const organisationNo = await stage.anOrganisation('system-administrator');
    const own = { accountNo: adminNo, organisationNo, role: 'system-administrator' };
    expect(codeOf(await post('posts', own))).toEqual([409, 'identity.own-post']);
    const [mine] = await stage.rows(`select post_no from identity.post where account_no = ${adminNo}`);
    expect(codeOf(await end('posts/end', { postNo: mine?.post_no }))).toEqual([409, 'identity.own-post']);
    const days = { fromDay: '2023-09-01', untilDay: '2023-09-01' };
    expect(codeOf(await makePost('seat', days))).toEqual([422, 'identity.day-order']);
    expect((await makePost('seat', { fromDay: '2023-02-30' })).statusCode).toBe(422);
    expect(codeOf(await end('posts/end', { postNo: 99_999 }))).toEqual([404, 'identity.no-post']);
  });

  test('B-87 两个系统管理员同时停用对方，总留下一个', async () => {
    const otherNo = await stage.anAccount('other.admin', 'system-administrator');
    const other = await signedIn('other.admin');
    const letGo = await holdingPosts(2);
    const both = Promise.all([
      end('accounts/end', { accountNo: otherNo }),
      end('accounts/end', { accountNo: adminNo }, other),
    ]);
    await letGo();
    expect((await both).map(({ statusCode }) => statusCode).sort()).toEqual([200, 404]);
    expect(
      await stage.rows('select from identity.account where ended_on is null and name like $$%admin$$'),
    ).toHaveLength(1);
  });
});

describe('岗位的期限，下一个请求就算', () => {
  test('I-10 结束岗位、停用单位、到了止日：权限当即没有；未到起日的还没有', async () => {
    const { postNo } = (await makePost('county-releaser', { untilDay: '2023-08-10' })).json();
    const cookie = await signedIn();
    const released = async () => (await stage.post(RELEASE, {}, { cookie })).statusCode;
    expect(await released()).toBe(200);
    expect(codeOf(await end('posts/end', { postNo, untilDay: '2023-08-06' }))).toEqual([422, 'identity.day-past']);
    expect((await end('posts/end', { postNo, untilDay: '2023-08-09' })).statusCode).toBe(200);
    expect(await released()).toBe(200);
    expect((await end('posts/end', { postNo })).statusCode).toBe(200);
    expect(await released()).toBe(403);
    expect(await me(cookie)).toMatchObject({ post: null, posts: [], permissions: [], scope: { type: 'none' } });

    await makePost('auditor', { fromDay: '2023-08-08', untilDay: '2023-08-09' });
    expect((await me(await signedIn()))?.posts).toEqual([]);
    tomorrow();
    const next = await signedIn();
    expect((await stage.get(READ, next)).statusCode).toBe(200);
    await stage.rows("update identity.organisation set until_day = '2023-08-08' where division = '330000'");
    expect((await stage.get(READ, next)).statusCode).toBe(403);
    await stage.rows('update identity.organisation set until_day = null');
    // Shanghai's midnight, not the server's.
    stage.clock.now = new Date('2023-08-08T15:59:59Z');
    const late = await signedIn();
    expect((await stage.get(READ, late)).statusCode).toBe(200);
    stage.clock.now = new Date('2023-08-08T16:00:00Z');
    expect((await stage.get(READ, late)).statusCode).toBe(403);
  });

  test('几个岗位：登录用上次的；切换不结束会话，权限和范围随岗位，留审计；别人的岗位切不了', async () => {
    await makePost('auditor', {}, '331083');
    const approver = (await makePost('city-officer')).json().postNo;
    const cookie = await signedIn();
    expect((await me(cookie))?.scope).toEqual({ type: 'division', code: '331083', level: 3, county: '331083' });
    const switched = await post('switch-post', { postNo: approver }, cookie);
    expect(switched.json().account).toMatchObject({ post: { role: 'city-officer' }, scope: { code: '331000' } });
    expect((await me(cookie))?.post).toMatchObject({ postNo: approver, standsInFor: null });
    tomorrow();
    expect((await me(await signedIn()))?.post).toMatchObject({ postNo: approver });
    const [adminPost] = await stage.rows(`select post_no from identity.post where account_no = ${adminNo}`);
    const foreign = await post('switch-post', { postNo: adminPost?.post_no }, await signedIn());
    expect(codeOf(foreign)).toEqual([404, 'identity.no-own-post']);
    const entries = await stage.rows("select subject from platform.audit_entry where title = '切换岗位'");
    expect(entries).toEqual([{ subject: '台州市民政局 市级业务人员' }]);
  });

  test('代岗：在日子里用别人的岗位办事，看得出代谁；日子一过、岗位一结束就没有', async () => {
    const holder = await stage.anAccount('wu.min', null);
    const postNo = await stage.aPost(holder, 'county-releaser');
    const wish = { postNo, accountNo: personNo, fromDay: '2023-08-07', untilDay: '2023-08-09' };
    expect(codeOf(await post('stand-ins', { ...wish, accountNo: holder }))).toEqual([422, 'identity.own-stand-in']);
    expect(codeOf(await post('stand-ins', { ...wish, accountNo: adminNo }))).toEqual([409, 'identity.own-post']);
    const early = { ...wish, fromDay: '2022-12-31' };
    expect(codeOf(await post('stand-ins', early))).toEqual([422, 'identity.stand-in-outside']);
    const { standInNo } = (await post('stand-ins', wish)).json();
    const cookie = await signedIn();
    expect((await stage.post(RELEASE, {}, { cookie })).statusCode).toBe(200);
    expect((await me(cookie))?.post).toMatchObject({ postNo, standsInFor: '某人' });
    const page = (await stage.get(`${API}/accounts/${personNo}`, admin)).json();
    expect(page).toMatchObject({ posts: [], standIns: [{ standInNo, post: { postNo }, untilDay: '2023-08-09' }] });
    stage.clock.now = new Date('2023-08-08T15:45:00Z');
    const last = await signedIn();
    expect((await stage.post(RELEASE, {}, { cookie: last })).statusCode).toBe(200);
    stage.clock.now = new Date('2023-08-08T16:00:00Z');
    expect((await stage.post(RELEASE, {}, { cookie: last })).statusCode).toBe(403);

    const again = await signedIn('sys.admin');
    const later = { postNo, accountNo: personNo, untilDay: '2023-09-01' };
    const second = (await post('stand-ins', later, again)).json().standInNo;
    const third = await signedIn();
    expect((await stage.post(RELEASE, {}, { cookie: third })).statusCode).toBe(200);
    expect((await end('stand-ins/end', { standInNo: second }, again)).statusCode).toBe(200);
    expect((await stage.post(RELEASE, {}, { cookie: third })).statusCode).toBe(403);
    expect(codeOf(await end('stand-ins/end', { standInNo: second }, again))).toEqual([409, 'identity.ended-already']);
  });
});

/** Holds what a change of posts needs; letting go waits until so many stand before it. */
async function holdingPosts(waiting: number) {
  const client = await stage.database.ownerPool.connect();
  await client.query('select pg_advisory_lock($1)', [POSTS_LOCK]);
  return async () => {
    const held = "select from pg_locks where locktype = 'advisory' and not granted and objid = 72670";
    await expect.poll(async () => (await stage.rows(held)).length).toBe(waiting);
    await client.query('select pg_advisory_unlock($1)', [POSTS_LOCK]);
    client.release();
  };
}
