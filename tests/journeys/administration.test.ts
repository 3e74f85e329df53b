import { readFile } from 'node:fs/promises';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  actAfterProving,
  type Desk,
  fillPasswords,
  givePost,
  givePostAtOnce,
  makeAccount,
  navigation,
  OWN,
  openAccount,
  openDesk,
  openDialog,
  openSystem,
  SYSTEM,
  storedText,
  takeOwnPassword,
} from './administration.ts';
import { ADMINISTRATOR, arrive, fillFirstAdministrator, setupCode, signIn, tabTo } from './staff.ts';

const MONTH = '2023年8月高龄津贴清册';

let desk: Desk;
let securityOneTime = '';

beforeAll(async () => {
  desk = await openDesk(['--demo', 'yuhuan']);
  return desk.close;
});

afterEach(() => desk.leave());

describe('系统管理员建立账号和岗位', () => {
  test('演示人员给第一位系统管理员建立账号和岗位', async () => {
    const page = await desk.openNew('/staff/');
    await fillFirstAdministrator(page, setupCode(desk.server), ADMINISTRATOR.password);
    await arrive(page, MONTH);
    const oneTime = await makeAccount(page, '张伟', SYSTEM);
    await givePostAtOnce(page, '浙江省民政厅', '系统管理员');
    const system = await desk.openAs(SYSTEM, oneTime);
    await takeOwnPassword(system, oneTime, OWN);
    await arrive(system, '账号');
  });

  test('新人用一次性口令登录，只能先改口令；改完到原来要去的页面，只看到本县', async () => {
    desk.expectRefusals(2);
    const system = await openSystem(desk);
    const oneTime = await makeAccount(system, '李敏', 'li.min');
    await system.getByText('李敏还没有岗位').waitFor();
    await givePostAtOnce(system, '玉环市民政局', '县级审批人员');
    const page = await desk.openAs('li.min', oneTime, '/staff/rules');
    await arrive(page, '先换成自己的口令');
    expect(await navigation(page)).toEqual([]);
    await page.goto(new URL('/staff/rules', desk.server.url).href);
    await takeOwnPassword(page, 'AAAA-BBBB-CCCC-DDDD-EEEE', OWN);
    await page.getByText('原口令不对。请核对后再试。').waitFor();
    await takeOwnPassword(page, oneTime, '123456');
    await page.getByText('口令太弱').waitFor();
    await takeOwnPassword(page, oneTime, OWN);
    await arrive(page, '规则库');
    await page.getByRole('link', { name: '本月' }).click();
    await arrive(page, MONTH);
    expect(await navigation(page)).toEqual(['本月', '查找老人', '规则库', '授权委托', '紧急查看', '复核台']);
    await page.getByRole('link', { name: '打开玉环市2023年8月清册' }).waitFor();
    expect(await page.getByRole('table').locator('tbody tr').count()).toBe(1);
    expect(await page.getByRole('main').innerText()).not.toContain('越城区');
    await page.getByRole('link', { name: '打开玉环市2023年8月清册' }).click();
    await arrive(page, '玉环市2023年8月高龄津贴清册');
    expect(await storedText(page)).not.toMatch(/李敏|li\.min|玉环|[A-Z0-9]{4}-[A-Z0-9]{4}/);
  });

  test('一次性口令用过就作废，也不留在页面里', async () => {
    desk.expectRefusals(1);
    const page = await openSystem(desk);
    const oneTime = await makeAccount(page, '钱进', 'qian.jin');
    expect(await page.content()).not.toContain(oneTime);
    const dialog = await openDialog(page, '重设口令');
    await dialog.getByRole('button', { name: '重设口令' }).click();
    const second = await dialog.locator('.staff-one-time-password').innerText();
    await dialog.getByRole('button', { name: '口令已告诉本人，关闭' }).click();
    const person = await desk.openAs('qian.jin', oneTime);
    await person.getByText('账号或口令不对。请核对后再试。').waitFor();
    await signIn(person, second, 'qian.jin');
    await takeOwnPassword(person, second, OWN);
    await arrive(person, '钱进，您好');
    await person.getByText('您今天没有岗位').waitFor();
  });

  test('两类管理员不能由一人担任：理由说在按钮旁边，填好的不丢', async () => {
    desk.expectRefusals(1);
    const page = await openSystem(desk);
    securityOneTime = await makeAccount(page, '孙丽', 'sun.li');
    await givePostAtOnce(page, '浙江省民政厅', '安全管理员');
    await givePost(page, '浙江省民政厅', '审计管理员');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('三类管理员互不兼任，也不办业务。请另选一人或错开日期。').waitFor();
    expect(await dialog.getByLabel('角色').inputValue()).toBe('audit-administrator');
    await dialog.getByRole('button', { name: '取消' }).click();
    expect(await page.getByRole('cell', { name: '审计管理员', exact: true }).count()).toBe(0);
  });

  test('系统管理员登录后直接到账号页，只有账号、组织、通讯录和权限表；自己的岗位自己不能办，说明找谁', async () => {
    const page = await openSystem(desk);
    expect(desk.address(page)).toBe('/staff/accounts');
    expect(await navigation(page)).toEqual(['账号', '组织', '通讯录', '权限表']);
    await openAccount(page, '张伟');
    await page.getByText('请另一位系统管理员办理').waitFor();
    expect(await page.getByRole('button', { name: /设立岗位|停用账号|结束/ }).count()).toBe(0);
  });
});

describe('岗位', () => {
  test('代岗：安排、在自己名下切换、结束以后就没有了', async () => {
    const system = await openSystem(desk);
    await openAccount(system, '李敏');
    const dialog = await openDialog(system, /^安排代岗/);
    await dialog.getByLabel('代岗人').fill('钱');
    await dialog.getByRole('button', { name: /^钱进/ }).click();
    await dialog.getByLabel('止日').fill('2098-01-01');
    await dialog.getByRole('button', { name: '安排代岗' }).click();
    await system.getByText('正在代岗').waitFor();
    const person = await desk.openAs('qian.jin', OWN);
    await arrive(person, MONTH);
    await tabTo(person, /^钱进（县级审批人员）/);
    await person.keyboard.press('Enter');
    await person.getByText('玉环市民政局 县级审批人员（代李敏）').waitFor();
    await person.keyboard.press('Escape');
    expect(await person.getByRole('region', { name: '我的账号' }).count()).toBe(0);

    await openDialog(system, /^结束代岗/);
    await system.getByRole('button', { name: '确认结束' }).click();
    await system.getByText('正在代岗').waitFor({ state: 'detached' });
    await person.reload();
    await arrive(person, '钱进，您好');
  });

  test('两个岗位：在名下切换，主导航和首页跟着换', async () => {
    const system = await openSystem(desk);
    await openAccount(system, '李敏');
    await givePostAtOnce(system, '玉环市坎门街道办事处', '街道（乡镇）审核人员');

    const page = await desk.openAs('li.min', OWN);
    await arrive(page, MONTH);
    await page.getByRole('button', { name: /^李敏（县级审批人员）/ }).click();
    await page.getByRole('button', { name: /玉环市坎门街道办事处/ }).click();
    await page.getByText('您的岗位在玉环市坎门街道办事处').waitFor();
    await page.getByRole('link', { name: '打开2023年8月的名单' }).click();
    await arrive(page, '玉环市坎门街道办事处2023年8月清册明细');
    const towns = await page.getByRole('table').locator('tbody tr td:nth-child(3)').allInnerTexts();
    expect([towns.length, ...new Set(towns)]).toEqual([50, '坎门街道']);
  });

  test('停用账号：先说清会怎样，停用后不能登录', async () => {
    desk.expectRefusals(3);
    const system = await openSystem(desk);
    await openAccount(system, '钱进');
    const dialog = await openDialog(system, '停用账号');
    await dialog.getByText('停用后不能恢复。').waitFor();
    await actAfterProving(desk, system, dialog, '确认停用');
    await system.getByText(/\d{4}-\d{2}-\d{2} 停用/).waitFor();
    await dialog.waitFor({ state: 'hidden' });
    await arrive(system, '钱进');
    const person = await desk.openAs('qian.jin', OWN);
    await person.getByText('这个账号已经停用。').waitFor();
  });
});

describe('组织', () => {
  test('查找、类别、所在地都在地址里；导出的就是筛选出的', async () => {
    const page = await openSystem(desk);
    await page.getByRole('link', { name: '组织', exact: true }).click();
    await arrive(page, '组织');
    await page.getByLabel('名称').fill('玉环市');
    await page.getByRole('button', { name: '查找' }).click();
    await page.getByRole('rowheader', { name: '玉环市民政局' }).waitFor();
    await page.getByRole('link', { name: '只看台州市 玉环市的组织', exact: true }).click();
    await page.getByLabel('类别').selectOption('民政系统');
    await expect.poll(() => desk.address(page)).toBe('/staff/organisations?division=331083&kind=government');
    await page.reload();
    await page.getByText('所在地：台州市 玉环市').waitFor();
    await arrive(page, '组织');
    const total = await page.locator('.staff-total strong').innerText();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: '导出这份名单（CSV）' }).click();
    const lines = (await readFile(await (await download).path(), 'utf8')).trimEnd().split('\r\n');
    expect(`${lines.length - 1} 个`).toBe(total);
  });

  test('建立外部单位，设岗位，停用；只用键盘也能选所在地', async () => {
    const page = await openSystem(desk);
    await page.getByRole('link', { name: '组织', exact: true }).click();
    await arrive(page, '组织');
    const dialog = await openDialog(page, '建立外部单位');
    await dialog.getByLabel('类别').selectOption('养老机构');
    await dialog.getByLabel('名称').fill('玉环市康宁养老院');
    await dialog.getByRole('button', { name: '建立单位' }).click();
    await dialog.getByText('请查找并选一个所在地').waitFor();
    await dialog.getByLabel('所在地').fill('玉环市坎门');
    await dialog
      .getByRole('button', { name: /坎门街道/ })
      .first()
      .waitFor();
    await dialog.getByLabel('所在地').press('ArrowDown');
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: /^重选，现在是台州市 玉环市 坎门街道/ }).waitFor();
    await dialog.getByRole('button', { name: '建立单位' }).click();
    await page.getByRole('rowheader', { name: '玉环市康宁养老院' }).waitFor();
    await arrive(page, '组织');
    await openDialog(page, '停用玉环市康宁养老院');
    await page.getByRole('button', { name: '确认停用' }).click();
    await page.getByText(/前止/).waitFor();
    expect(await page.getByRole('button', { name: /^停用/ }).count()).toBe(0);
  });
});

test('会话：安全管理员结束一个会话，那个人下一步就要重新登录；自己的会话和口令在名下', async () => {
  desk.expectRefusals(1);
  const security = await desk.openAs('sun.li', securityOneTime);
  await takeOwnPassword(security, securityOneTime, OWN);
  await arrive(security, '会话');
  expect(await navigation(security)).toEqual('账号 组织 权限表 会话 密钥 数据分级 查看质疑 复核台'.split(' '));

  const person = await desk.openAs('li.min', OWN);
  await person.getByRole('heading', { level: 1, name: MONTH }).waitFor();
  await person.getByRole('button', { name: /^李敏（/ }).click();
  await person.getByRole('link', { name: '我的会话' }).click();
  await arrive(person, '我的会话');
  await person.getByText('就是现在这一个').waitFor();

  await security.getByLabel('姓名或账号').fill('li.min');
  await security.getByRole('button', { name: '查找' }).click();
  await expect.poll(() => desk.address(security)).toBe('/staff/sessions?search=li.min');
  const rows = security.getByRole('table').locator('tbody tr');
  await expect.poll(() => rows.allInnerTexts()).not.toContainEqual(expect.stringContaining('sun.li'));
  const before = await rows.count();
  await openDialog(security, /^结束李敏/);
  await security.getByRole('button', { name: '确认结束' }).click();
  await expect.poll(() => rows.count()).toBe(before - 1);
  await person.getByRole('link', { name: '规则库' }).click();
  await arrive(person, '登录康养');

  await signIn(person, OWN, 'li.min');
  await arrive(person, '规则库');
  await person.getByRole('button', { name: /^李敏（/ }).click();
  await person.getByRole('link', { name: '修改口令' }).click();
  await arrive(person, '修改口令');
  await fillPasswords(person, ['原口令', OWN], `${OWN}-again`, '修改口令');
  await person.getByText('口令已修改').waitFor();
});
