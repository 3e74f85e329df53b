import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeSyntheticIdNumber } from '#modules/people/contract.ts';
import { type Simulator, startSimulator } from '#tools/simulators/start-simulator.ts';
import { axeViolations, openBrowser, openPage } from './browser.ts';
import { measure } from './large-print.ts';
import { type OpenServer, openServer } from './server.ts';
import { ADMINISTRATOR, arrive, fillFirstAdministrator, setupCode } from './staff.ts';

const PHONE = [390, 844] as const;
const DAUGHTER = { userName: '合成乙', idNo: makeSyntheticIdNumber(339_902, '1970-05-01', 2), phone: '19900000002' };
const SECRET = 'simulator-secret-of-thirty-two-signs';

let simulator: Simulator;
let server: OpenServer;
let browser: Browser;
let folder: string;
const pages: { page: Page; problems: string[] }[] = [];

beforeAll(async () => {
  simulator = await startSimulator('portal-account');
  folder = mkdtempSync(join(tmpdir(), 'kangyang-sign-in-'));
  const file = join(folder, 'sign-in.yaml');
  const root = new URL('/', simulator.url).href;
  writeFileSync(file, settings(root), { mode: 0o600 });
  server = await openServer(['--demo', 'yuhuan'], { KANGYANG_SIGN_IN: file, PORTAL_APP_SECRET: SECRET });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await server.close();
  await simulator.stop();
  rmSync(folder, { recursive: true, force: true });
});

function settings(root: string): string {
  return `publicUrl: http://127.0.0.1:8080
citizens:
  - form: portal-app
    name: zlb
    title: 浙里办
    loginUrl: ${root}uc/sso/login
    tokenUrl: ${root}restapi/prod/IC33000020220329000007/uc/sso/access_token
    userUrl: ${root}restapi/prod/IC33000020220329000008/uc/sso/getUserInfo
    appId: kangyang
    accessKey: simulator-access-key
    secret: { env: PORTAL_APP_SECRET }
`;
}

async function openAs(person: Record<string, string>, [width, height]: readonly [number, number] = PHONE) {
  const answer = await fetch(new URL('/simulator/tickets', simulator.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(person),
  });
  const { ticketId } = (await answer.json()) as { ticketId: string };
  const opened = await openPage(browser, width, height);
  pages.push(opened);
  await opened.page.goto(`${server.url}?ticketId=${ticketId}`);
  // From inside the service's app nobody was sent by us: the page asks first.
  await heading(opened.page, '是您自己点的登录吗？');
  if (width === PHONE[0]) await isLargePrint(opened.page, '是不是自己登录');
  await press(opened.page, '是我自己，继续登录');
  await heading(opened.page, '我的');
  expect(opened.page.url()).not.toContain('ticketId');
  return opened.page;
}

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();

/** C-50 C-51 C-52 on the page as it stands. */
async function isLargePrint(page: Page, name: string): Promise<void> {
  expect(await axeViolations(page, ['wcag2aaa']), name).toEqual([]);
  const seen = await measure(page);
  expect(seen.smallestFontPx, name).toBeGreaterThanOrEqual(18);
  expect(seen.tightestLine, name).toBeGreaterThanOrEqual(1.3);
  expect(seen.smallTargets, name).toEqual([]);
  expect(seen.overflowPx, name).toBeLessThanOrEqual(0);
  await picture(page, name);
}

async function picture(page: Page, name: string): Promise<void> {
  const folderOfPictures = process.env.KANGYANG_PICTURES;
  if (folderOfPictures) await page.screenshot({ path: join(folderOfPictures, `${name}.png`), fullPage: true });
}

/** The administrator shows one person's document number, with a purpose: the only way from outside to know one. */
async function revealed(personNo: number): Promise<{ idNo: string; staff: Page }> {
  const opened = await openPage(browser, 1440, 900);
  pages.push(opened);
  const { page } = opened;
  await page.goto(new URL('/staff/', server.url).href);
  await arrive(page, '建立首位管理员');
  await fillFirstAdministrator(page, setupCode(server), ADMINISTRATOR.password);
  await arrive(page, /高龄津贴清册/);
  const reply = await page.evaluate(async (no) => {
    const body = JSON.stringify({ personNo: no, field: 'id-number', purpose: 'verify' });
    const answer = await fetch('/api/people/reveal', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    return (await answer.json()) as { value?: string; sentence?: string };
  }, personNo);
  if (reply.value === undefined) throw new Error(reply.sentence);
  return { idNo: reply.value, staff: page };
}

/** 查看质疑 at the security administrator's desk: taken, looked into, answered. */
async function answer(staff: Page): Promise<void> {
  await staff.getByRole('link', { name: '查看质疑' }).click();
  await arrive(staff, '查看质疑');
  await staff.getByLabel('状态').selectOption('待受理');
  await staff.getByRole('link', { name: '第 1 件' }).waitFor();
  await picture(staff, 'access-questions');
  await staff.getByRole('link', { name: '第 1 件' }).click();
  await arrive(staff, '第 1 件查看质疑');
  await press(staff, '受理');
  await press(staff, '答复：属于正常办事');
  await staff.getByLabel('核查了什么、结论是什么').fill('受托人查看老人的津贴，在委托范围以内。');
  expect(await axeViolations(staff)).toEqual([]);
  await staff.getByRole('dialog').getByRole('button', { name: '答复：属于正常办事' }).click();
  await staff.getByRole('heading', { level: 2, name: '已答复' }).waitFor();
  await picture(staff, 'access-question');
}

/** 消息, 谁看过我的数据, 质疑, 撤销. */
async function looksAndEnds(grandma: Page, daughter: Page, staff: Page): Promise<void> {
  await grandma.goto(`${server.url}#messages`);
  await grandma.getByText('已经接受').waitFor();
  await isLargePrint(grandma, 'messages');
  await press(grandma, '回到“我的”');
  await press(grandma, '谁看过我的数据');
  await grandma.getByText('显示一项明文').waitFor();
  await grandma.getByText('门户 本人或受托人').first().waitFor();
  await isLargePrint(grandma, 'lookers');
  await press(grandma, /^问.*这一条/);
  await grandma.getByLabel('想问什么').fill('为什么要看我的身份证号？');
  await press(grandma, '送出');
  await grandma.getByText('已经问了，最晚').waitFor();
  await press(grandma, '我问过的');
  await grandma.getByText('为什么要看我的身份证号？').waitFor();
  await isLargePrint(grandma, 'questions');
  await answer(staff);
  await press(grandma, '回到“我的”');
  await press(grandma, '谁看过我的数据');
  await press(grandma, '我问过的');
  await grandma.getByText('属于正常办事').waitFor();

  await press(grandma, '回到“我的”');
  await press(grandma, /请家人代办/);
  await press(grandma, /^撤销合成乙的委托/);
  await press(grandma, '确定撤销');
  await grandma.getByText('已撤销').waitFor();
  await isLargePrint(grandma, 'mandates');
  await daughter.reload();
  await daughter.getByText('没有查到您本人的老年人登记').waitFor();
  await isLargePrint(daughter, 'nobody');
}

/** 结束公民的登录 at the security administrator's page: the telephone is lost. */
async function endedByStaff(staff: Page, daughter: Page): Promise<void> {
  await staff.goto(new URL('/staff/sessions', server.url).href);
  await arrive(staff, '会话');
  await press(staff, '结束公民的登录');
  await staff.getByLabel('本人的证件号码').fill(DAUGHTER.idNo);
  await staff.getByLabel('事由').fill('本人来电，手机丢失');
  await picture(staff, 'end-citizen-sessions');
  expect(await axeViolations(staff)).toEqual([]);
  await press(staff, '结束他的登录');
  await staff.getByText('已结束1处登录').waitFor();
  await picture(staff, 'citizen-sessions-ended');
  await daughter.reload();
  await heading(daughter, '登录看“我的”');
}

/** 在哪些地方登录着: signed in a second time elsewhere, and that one ended here. */
async function endsElsewhere(grandma: Page, self: Record<string, string>): Promise<void> {
  const elsewhere = await openAs(self);
  await grandma.reload();
  await grandma.getByText('就是现在这一个').waitFor();
  await picture(grandma, 'own-sessions');
  await press(grandma, /^结束.*的登录$/);
  await grandma.getByRole('button', { name: /^结束.*的登录$/ }).waitFor({ state: 'detached' });
  await elsewhere.goto(`${server.url}#own`);
  await elsewhere.reload();
  await heading(elsewhere, '登录看“我的”');
}

test('老人登录看“我的”，请女儿代办；女儿凭接受码接受、看津贴；老人看到谁看过、质疑、撤销；撤销后女儿什么也看不到', async () => {
  const { idNo, staff } = await revealed(1);
  const grandma = await openAs({ userName: '合成甲', idNo, phone: '19900000001' });
  await grandma.getByText('应领').or(grandma.getByText('没有应领')).first().waitFor();
  await endsElsewhere(grandma, { userName: '合成甲', idNo, phone: '19900000001' });
  await isLargePrint(grandma, 'own');

  await press(grandma, '每个月的津贴');
  await heading(grandma, /每个月的高龄津贴/);
  await grandma.getByRole('heading', { level: 2 }).first().waitFor();
  await isLargePrint(grandma, 'months');
  await press(grandma, '回到“我的”');

  await press(grandma, /请家人代办/);
  await press(grandma, '请一位家人代办');
  await grandma.getByLabel('家人的姓名').fill(DAUGHTER.userName);
  await grandma.getByLabel('家人的身份证号').fill(DAUGHTER.idNo);
  await grandma.getByLabel('家人的手机号').fill(DAUGHTER.phone);
  await grandma.getByRole('radio', { name: '子女' }).check();
  await grandma.getByRole('checkbox', { name: '代收通知' }).check();
  await isLargePrint(grandma, 'give');
  await press(grandma, '看委托书');
  await heading(grandma, '请看一遍委托书');
  await isLargePrint(grandma, 'text');
  await press(grandma, '我看过了，同意');
  await heading(grandma, '把接受码告诉家人');
  await isLargePrint(grandma, 'code');
  const code = (await grandma.locator('.amount').innerText()).replace(/\s/g, '');

  const daughter = await openAs(DAUGHTER);
  await press(daughter, '去看看');
  await daughter.getByLabel('接受码').fill(code);
  await isLargePrint(daughter, 'accept');
  await press(daughter, '接受');
  await daughter.getByText('您受委托代看').waitFor();
  await isLargePrint(daughter, 'mandated');

  await looksAndEnds(grandma, daughter, staff);
  await endedByStaff(staff, daughter);
  for (const { problems } of pages) expect(problems).toEqual([]);
});

test('C-50 窄屏也完整；没有登录的人看到怎么登录', async () => {
  const { page } = await openPage(browser, 320, 640);
  await page.goto(`${server.url}#own`);
  await heading(page, '登录看“我的”');
  await page.getByRole('link', { name: '用浙里办登录' }).waitFor();
  await isLargePrint(page, 'sign-in');
});
