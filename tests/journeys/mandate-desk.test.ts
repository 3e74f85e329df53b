import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeSyntheticIdNumber } from '#modules/people/contract.ts';
import { type Desk, OWN, openDesk, openDialog, takeOwnPassword } from './administration.ts';
import { axeViolationsOnce } from './browser.ts';
import { ADMINISTRATOR, arrive, fillFirstAdministrator, setupCode, tabTo } from './staff.ts';

const DAUGHTER = makeSyntheticIdNumber(339_902, '1970-05-01', 2);
const UNTIL = `${new Date().getFullYear() + 1}-01-01`;
const SECOND = 'li.min';
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==',
  'base64',
);

let desk: Desk;
/** The first administrator's window: of a demonstration, so he may do everything. */
let page: Page;
let idNumber: string;
let oneTime: string;

beforeAll(async () => {
  desk = await openDesk(['--demo', 'yuhuan']);
});
afterAll(() => desk.close());

test('准备：首位管理员样样能办，另有一位县级审批人员；部门报送过一项亲属关系', async () => {
  page = await desk.openNew('/staff/');
  await arrive(page, '建立首位管理员');
  await fillFirstAdministrator(page, setupCode(desk.server), ADMINISTRATOR.password);
  await arrive(page, /高龄津贴清册/);
  idNumber = await send<{ value: string }>('people/reveal', {
    ...{ personNo: 1, field: 'id-number', purpose: 'verify' },
  }).then(({ value }) => value);
  const made = await send<{ accountNo: number; oneTimePassword: string }>('identity/accounts', {
    ...{ name: SECOND, displayName: '李敏' },
  });
  oneTime = made.oneTimePassword;
  const { organisations } = await page.evaluate(async () => {
    const answer = await fetch('/api/identity/organisations?search=玉环市民政局');
    return (await answer.json()) as { organisations: { organisationNo: number; name: string }[] };
  });
  const { organisationNo } = organisations.find(({ name }) => name === '玉环市民政局') ?? {};
  const fromDay = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const post = { accountNo: made.accountNo, organisationNo, role: 'county-approver', fromDay };
  await send('identity/posts', post);
  const relation = { personIdNumber: idNumber, relative: { name: '合成乙', idNumber: DAUGHTER }, relation: 'child' };
  await send('people/family-relations', { ...relation, source: '公安户籍' });
});

async function send<T>(path: string, body: object): Promise<T> {
  const [status, reply] = await page.evaluate(
    async ([to, text]) => {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`/api/${to}`, { method: 'POST', headers, body: text ?? '' });
      return [answer.status, await answer.json()] as const;
    },
    [path, JSON.stringify(body)],
  );
  if (status !== 200) throw new Error(`${path}: ${JSON.stringify(reply)}`);
  return reply as T;
}

async function picture(of: Page, name: string, fullPage = true): Promise<void> {
  const target = process.env.KANGYANG_PICTURES;
  if (target) await of.screenshot({ path: join(target, `${name}.png`), fullPage });
}

async function openForm(): Promise<void> {
  await page.goto(new URL('/staff/mandates/make', desk.server.url).href);
  await arrive(page, '登记委托');
}

/** 第一步 up to the text; then the page asks for proofs. */
async function fillMandate(way: string): Promise<void> {
  await page.getByRole('radio', { name: way }).check();
  await page.getByLabel('老人的证件号码').fill(idNumber);
  await page.getByLabel('受托人姓名').fill('合成乙');
  await page.getByLabel('受托人证件号码').fill(DAUGHTER);
  await page.getByLabel('受托人手机号').fill('19900000002');
  await page.getByRole('radio', { name: '子女' }).check();
  await page.getByLabel('止日（这一天起不再有效）').fill(UNTIL);
}

async function writeText(way: string): Promise<void> {
  await page.getByRole('button', { name: '生成委托书' }).click();
  await page.getByRole('heading', { name: '第三步：留证明' }).waitFor();
  expect(await axeViolationsOnce(page, way)).toEqual([]);
}

async function register(number: number): Promise<void> {
  await page.getByRole('button', { name: '登记', exact: true }).click();
  await arrive(page, `第 ${number} 号委托`);
}

const photograph = () =>
  page.locator('input[type=file]').last().setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: PNG });

async function draw(): Promise<void> {
  await page.locator('canvas').scrollIntoViewIfNeeded();
  const box = await page.locator('canvas').boundingBox();
  if (!box) throw new Error('nothing to sign on');
  await page.mouse.move(box.x + 60, box.y + 60);
  await page.mouse.down();
  for (const [x, y] of [
    [140, 110],
    [200, 50],
    [280, 100],
  ] as const)
    await page.mouse.move(box.x + x, box.y + y, { steps: 4 });
  await page.mouse.up();
}

test('双方到场：念过才能登记，手写签名；登记的人不能确认，第二名工作人员见证后有效；可以撤销；名单能筛选、导出', async () => {
  desk.expectRefusals(1);
  await page.getByRole('link', { name: '授权委托' }).click();
  await arrive(page, '授权委托');
  await tabTo(page, '登记委托');
  await page.keyboard.press('Enter');
  await arrive(page, '登记委托');
  await fillMandate('双方到场办理');
  await page.getByRole('checkbox', { name: '代收通知' }).check();
  await picture(page, 'mandate-form');
  await writeText('双方到场办理');
  await draw();
  await page.getByRole('button', { name: '登记', exact: true }).click();
  await page.getByText('先把委托书全文念给老人听').waitFor();
  await page.getByRole('checkbox', { name: '已把全文念给老人听' }).check();
  await picture(page, 'mandate-sign');
  await page.setViewportSize({ width: 390, height: 844 });
  await picture(page, 'mandate-sign-phone');
  await page.setViewportSize({ width: 1440, height: 900 });
  await register(1);
  await page.getByText('登记的人自己不能确认').waitFor();
  expect(await page.getByRole('button', { name: '确认', exact: true }).count()).toBe(0);

  const second = await desk.openAs(SECOND, oneTime);
  await takeOwnPassword(second, oneTime, OWN);
  await arrive(second, /高龄津贴清册/);
  await second.getByRole('link', { name: '授权委托' }).click();
  await second.getByLabel('现状').selectOption('待第二人确认');
  await second.getByRole('link', { name: '第 1 号' }).click();
  await arrive(second, '第 1 号委托');
  await second.getByRole('button', { name: '看图片（留记录）' }).click();
  await second.getByRole('img', { name: '老人手写签名' }).waitFor();
  await second.getByRole('button', { name: '看全文（留记录）' }).click();
  await second.getByText('我随时可以撤销委托').waitFor();
  const dialog = await openDialog(second, '确认');
  await dialog.getByLabel('核实的时间、经过和结果').fill('今天在场，听完宣读后老人本人签名');
  await picture(second, 'mandate-confirm', false);
  await dialog.getByRole('button', { name: '确认', exact: true }).click();
  await second.getByRole('heading', { level: 2, name: '有效' }).waitFor();
  await picture(second, 'mandate-page');

  await page.reload();
  await arrive(page, '第 1 号委托');
  const revoking = await openDialog(page, '撤销');
  await revoking.getByLabel('原因').fill('老人当面要求撤销');
  await revoking.getByRole('button', { name: '撤销', exact: true }).click();
  await page.getByRole('heading', { level: 2, name: '已撤销' }).waitFor();
  await page.getByRole('link', { name: '授权委托', exact: true }).click();
  await page.getByLabel('现状').selectOption('已撤销');
  await page.getByRole('cell', { name: '已撤销' }).waitFor();
  expect(desk.address(page)).toBe('/staff/mandates?standing=revoked');
  const csv = await page.getByRole('link', { name: '导出这份名单（CSV）' }).getAttribute('href');
  expect(csv).toBe('/api/people/mandates.csv?standing=revoked');
  await picture(page, 'mandates');
});

test('另外三种：亲属关系由村确认、异地委托书、法院裁判，各要各的证明，各说还要谁确认', async () => {
  await openForm();
  await fillMandate('亲属关系由村（社区）确认');
  await writeText('亲属关系');
  await page.getByLabel('村（社区）核实记录').fill('今天上午入户，老人本人知情并同意');
  await register(2);
  await page.getByRole('heading', { level: 2, name: '有效' }).waitFor();

  await openForm();
  await fillMandate('异地委托书');
  await page.getByLabel('委托书上的办理日期').waitFor();
  await page.getByText('另一名工作人员打电话向老人核实').waitFor();
  await picture(page, 'mandate-paper');
  await writeText('异地委托书');
  await photograph();
  await page.getByText('已取好').waitFor();
  await picture(page, 'mandate-photo');
  await page.emulateMedia({ media: 'print' });
  await picture(page, 'mandate-print');
  await page.emulateMedia({ media: 'screen' });
  await register(3);
  await page.getByText('还要另一名工作人员打电话向老人核实').waitFor();

  await openForm();
  await fillMandate('法院裁判或公证');
  await page.getByRole('checkbox', { name: '变更收款账户' }).check();
  await page.getByRole('radio', { name: '法院指定监护' }).check();
  await page.getByLabel('文书号').fill('（2026）浙1083民特1号');
  await page.getByLabel('作出单位').fill('玉环市人民法院');
  await page.getByLabel('作出日期').fill('2026-07-01');
  await picture(page, 'mandate-court');
  await writeText('法院裁判');
  await photograph();
  await page.getByText('已取好').waitFor();
  await register(4);
  await page.getByText('变更收款账户').first().waitFor();
  await desk.leave();
});
