import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openBrowser, openPage } from './browser.ts';
import { type OpenServer, openServer } from './server.ts';
import { ADMINISTRATOR, arrive, fillFirstAdministrator, setupCode, signIn, tabTo } from './staff.ts';

const COUNTY = '/staff/months/2023-08/counties/331083';
const LIST = `${COUNTY}/list`;
const LIST_HEADING = '玉环市2023年8月清册明细';

let server: OpenServer;
let browser: Browser;
let page: Page;
let problems: string[];
/** What the browser logs by itself when the server refuses; the screen says it in words. */
let refusals = 0;

beforeAll(async () => {
  server = await openServer(['--demo', 'yuhuan']);
  browser = await openBrowser();
  return async () => {
    await browser.close();
    await server.close();
  };
});

/** One window for all: opening another one takes longer than most tests. */
beforeEach(async () => {
  if (!page || page.isClosed()) ({ page, problems } = await openPage(browser, 1440, 900));
  problems.length = 0;
  refusals = 0;
});

afterEach(() => {
  const unexpected = problems.filter((problem) => !problem.startsWith('Failed to load resource'));
  expect(unexpected).toEqual([]);
  expect(problems.length).toBe(refusals);
});

const open = (address: string) => page.goto(new URL(address, server.url).href);
const address = () => page.url().replace(new URL('/', server.url).href, '/');
const total = () => page.locator('.staff-total').innerText();

async function openSignedIn(path: string): Promise<void> {
  await open(path);
  const heading = page.locator('h1').first();
  await heading.waitFor();
  if ((await heading.innerText()).includes('登录')) await signIn(page);
}

describe('登录', () => {
  afterEach(() => page.context().close());

  test('首位管理员用终端里的启动码建立账号；启动码不对、口令太弱写在该栏下', async () => {
    refusals = 2;
    await open('/staff/');
    await arrive(page, '建立首位管理员');
    await fillFirstAdministrator(page, 'AAAA-BBBB-CCCC-DDDD-EEEE', ADMINISTRATOR.password);
    await page.getByText('启动码不对或已用过').waitFor();
    await fillFirstAdministrator(page, setupCode(server), '123456');
    await page.getByText('口令太弱').waitFor();
    await arrive(page, '建立首位管理员');
    await fillFirstAdministrator(page, setupCode(server), ADMINISTRATOR.password);
    await arrive(page, '2023年8月高龄津贴清册');
    await page.getByText('王芳（演示人员）').waitFor();
  });

  test('没登录时打开任何地址都先登录，登录后回到原地址；退出后要重新登录', async () => {
    refusals = 1;
    await open(`${LIST}?kind=new`);
    await arrive(page, '登录康养');
    await signIn(page, 'wrong');
    await page.getByText('账号或口令不对。请核对后再试。').waitFor();
    await signIn(page);
    await arrive(page, LIST_HEADING);
    expect(address()).toBe(`${LIST}?kind=new`);
    await page.getByRole('button', { name: '退出登录' }).click();
    await arrive(page, '登录康养');
  });

  test('用到一半登录失效，重新登录后回到原地址', async () => {
    refusals = 1;
    await openSignedIn(COUNTY);
    await arrive(page, /玉环市/);
    await page.context().clearCookies();
    await page.getByRole('link', { name: '规则库' }).click();
    await arrive(page, '登录康养');
    await signIn(page);
    await arrive(page, '规则库');
  });
});

describe('本月清册', () => {
  test('从本月到县、到清册、到一个人、到理由、到规则，数字前后一致', async () => {
    await openSignedIn('/staff/?month=2023-08');
    await arrive(page, '2023年8月高龄津贴清册');
    const row = page.getByRole('row', { name: /玉环市/ });
    expect(await row.innerText()).toContain('16,015');
    expect(await row.innerText()).toContain('1,033,060 元');
    await page.getByRole('link', { name: '玉环市', exact: true }).click();
    await arrive(page, '玉环市2023年8月高龄津贴清册');
    expect(await page.getByRole('table').locator('tbody tr').count()).toBe(11);

    await page.getByRole('link', { name: /^鸡山乡90岁起 30/ }).click();
    await arrive(page, LIST_HEADING);
    expect(await total()).toContain('30 人');
    expect(await page.getByRole('table').locator('tbody tr').count()).toBe(30);

    await page.getByRole('table').locator('tbody tr').first().click();
    await arrive(page, /^.\*/);
    expect(address()).toMatch(/^\/staff\/people\/\d+\?month=2023-08$/);
    await page.getByRole('heading', { name: '2023年8月为什么是这个数' }).waitFor();
    await page.getByText(/90—99周岁.每月80元/).waitFor();
    await page.getByText(/依据：玉民发〔2023〕1号/).waitFor();
    await page.getByRole('link', { name: /2023年\s*7月/ }).click();
    await page.getByRole('heading', { name: '2023年7月为什么是这个数' }).waitFor();

    await page.getByRole('link', { name: /玉环市高龄津贴/ }).click();
    await arrive(page, /玉环市高龄津贴/);
    await page.getByRole('heading', { name: '规则一句话' }).waitFor();
    for (const origin of ['原文规定', '从上级']) expect(await page.getByText(origin).count()).toBeGreaterThan(0);
  });
});

describe('清册明细', () => {
  test('补发名单与公布的一致：1人，420元', async () => {
    await openSignedIn(COUNTY);
    await page.getByRole('link', { name: '420 元' }).click();
    await arrive(page, LIST_HEADING);
    expect(address()).toBe(`${LIST}?kind=backPay`);
    expect(await total()).toBe('补发 1 人，合计 420 元');
  });

  test('筛选、排序、页码都在地址里，刷新、后退都不丢', async () => {
    await openSignedIn(LIST);
    await arrive(page, LIST_HEADING);
    await page.getByLabel('类别').selectOption('不变');
    await page.getByLabel('年龄档').selectOption('90岁起');
    await page.getByRole('button', { name: /本月应发/ }).click();
    await page.getByRole('button', { name: '下一页' }).click();
    await page.getByText('第 2 页').waitFor();
    expect(address()).toBe(`${LIST}?kind=unchanged&fromAge=90&sort=due&direction=up&page=2`);
    const before = await page.getByRole('table').innerText();
    await page.reload();
    await arrive(page, LIST_HEADING);
    expect(await page.getByRole('table').innerText()).toBe(before);
    await page.getByRole('table').locator('tbody tr').first().click();
    await page.getByRole('button', { name: '返回上一页' }).click();
    await page.getByText('第 2 页').waitFor();
    expect(await page.getByRole('table').innerText()).toBe(before);
    await page.getByRole('button', { name: '清除筛选' }).click();
    await expect.poll(address).toBe(`${LIST}?sort=due&direction=up`);
  });

  test('导出的CSV只含筛选出的人，带表头，电子表格能认出中文', async () => {
    await openSignedIn(`${LIST}?kind=new`);
    const shown = /([\d,]+) 人/.exec(await total())?.[1]?.replaceAll(',', '');
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: /导出这份清册/ }).click();
    const file = await (await download).path();
    const text = await readFile(file, 'utf8');
    expect(text.startsWith('\uFEFF人员序号,姓名')).toBe(true);
    const lines = text.trimEnd().split('\r\n').slice(1);
    expect(String(lines.length)).toBe(shown);
    expect(lines.every((line) => line.includes(',新增,'))).toBe(true);
  });
});

test('规则库：按城市筛选、换日期、看历次版本，都在地址里', async () => {
  await openSignedIn('/staff/rules');
  await arrive(page, '规则库');
  await page.getByLabel('城市').selectOption('宁波市');
  await page.getByLabel('哪一天的标准').fill('2020-01-01');
  await page.getByRole('heading', { name: '2020年1月1日的标准' }).waitFor();
  expect(address()).toContain('day=2020-01-01');
  await page.getByRole('link', { name: /宁波市高龄/ }).click();
  await arrive(page, /宁波市高龄/);
  expect(await page.locator('.staff-versions li').count()).toBeGreaterThan(1);
  await page.locator('.staff-versions a').last().click();
  await arrive(page, /宁波市高龄/);
});

test('C-54 只用键盘：跳到正文，进县、进清册、进人员，用方向键换月份', async () => {
  await openSignedIn('/staff/?month=2023-08');
  await arrive(page, '2023年8月高龄津贴清册');
  await page.reload();
  await arrive(page, '2023年8月高龄津贴清册');
  await tabTo(page, '跳到正文');
  await page.keyboard.press('Enter');
  await tabTo(page, '玉环市');
  await page.keyboard.press('Enter');
  await arrive(page, '玉环市2023年8月高龄津贴清册');
  await tabTo(page, /^海山乡100岁起/);
  await page.keyboard.press('Enter');
  await arrive(page, LIST_HEADING);
  await tabTo(page, /^.\*/);
  await page.keyboard.press('Enter');
  await arrive(page, /^.\*/);
  await tabTo(page, /^2023年8月/);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '2023年7月为什么是这个数' }).waitFor();
  expect(address()).toMatch(/month=2023-07$/);
});

test('地址写错时说明原因并给出回去的路', async () => {
  refusals = 1;
  await openSignedIn('/staff/nowhere');
  await arrive(page, '没有这个页面');
  await open('/staff/months/2023-08/counties/999999');
  await page.getByText('没有代码为999999的县').waitFor();
  await arrive(page, '县月清册');
});

test('计算下一个月：点一次就开始，各县状态自己更新，算完能看到人数', async () => {
  await openSignedIn('/staff/?month=2023-08');
  await arrive(page, '2023年8月高龄津贴清册');
  await page.getByRole('button', { name: '下一月' }).click();
  await arrive(page, '2023年9月高龄津贴清册');
  const row = page.getByRole('row', { name: /玉环市/ });
  await row.getByText('未计算').waitFor();
  await page.getByRole('link', { name: '打开玉环市2023年8月清册' }).waitFor();
  await page.getByRole('button', { name: '计算本月清册' }).click();
  await expect.poll(() => row.innerText(), { timeout: 60_000 }).toContain('已计算');
  expect(await row.innerText()).toMatch(/1[56],\d{3}/);
});

test('发放：开账没有签认的县不能发放；确认前说明人数、金额和不能撤回，确认后写明是谁发放', async () => {
  await openSignedIn('/staff/months/2023-08/counties/330602');
  await arrive(page, /越城区/);
  await page.getByText('开账数据还没有签认').waitFor();
  expect(await page.getByRole('button', { name: '发放清册' }).isDisabled()).toBe(true);

  await open(COUNTY);
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: '发放清册' }).click();
  await dialog.getByText('发放后不能撤回').waitFor();
  expect(await dialog.innerText()).toMatch(/16,015 人[\s\S]*1,033,060 元/);
  await arrive(page, '玉环市2023年8月高龄津贴清册');
  await dialog.getByRole('button', { name: '先不发放' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('已计算').waitFor();

  await page.getByRole('button', { name: '发放清册' }).click();
  await dialog.getByRole('button', { name: '确认发放' }).click();
  await page.getByText('已发放').waitFor();
  expect(await page.locator('.staff-standing').innerText()).toMatch(/(王芳|wang\.fang) 于 .* 发放/);
  expect(await page.getByRole('button', { name: '发放清册' }).count()).toBe(0);
});
