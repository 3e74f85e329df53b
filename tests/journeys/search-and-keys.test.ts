import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, openDesk, openDialog, storedText } from './administration.ts';
import { axeViolations } from './browser.ts';
import { ADMINISTRATOR, arrive, fillFirstAdministrator, setupCode } from './staff.ts';

let desk: Desk;
let page: Page;
beforeAll(async () => {
  desk = await openDesk(['--demo', 'yuhuan']);
});
afterAll(() => desk.close());

async function picture(of: Page, name: string, fullPage = true): Promise<void> {
  const target = process.env.KANGYANG_PICTURES;
  if (target) await of.screenshot({ path: join(target, `${name}.png`), fullPage });
}

test('查找老人：按号码、末四位、姓名、辖区；地址和浏览器里没有个人信息；打开一位，说明用途看一项', async () => {
  page = await desk.openNew('/staff/people');
  await arrive(page, '建立首位管理员');
  await fillFirstAdministrator(page, setupCode(desk.server), ADMINISTRATOR.password);
  await arrive(page, '查找老人');
  const idNumber = await page.evaluate(async () => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ personNo: 1, field: 'id-number', purpose: 'verify' });
    const answer = await fetch('/api/people/reveal', { method: 'POST', headers, body });
    return ((await answer.json()) as { value: string }).value;
  });
  await page.getByLabel('证件号码（写全）').fill(idNumber);
  await page.keyboard.press('Enter');
  await page.getByRole('row').nth(1).waitFor();
  await page.getByLabel('按什么找').selectOption('证件末四位');
  await page.getByLabel('证件号码最后四位').fill(idNumber.slice(-4));
  await page.getByRole('button', { name: '查找' }).click();
  await page.getByText('请先选县（市、区）').waitFor();
  await page.getByLabel('县（市、区）').selectOption('台州市 玉环市');
  await page.getByRole('button', { name: '查找' }).click();
  await page.getByText('证件末四位，第 1 页').waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await picture(page, 'people-search');
  await page.getByLabel('按什么找').selectOption('整个辖区');
  await page.getByRole('button', { name: '查找' }).click();
  await page.getByText('整个辖区，第 1 页').waitFor();
  await page.getByRole('button', { name: '下一页' }).click();
  await page.getByText('整个辖区，第 2 页').waitFor();
  expect(desk.address(page)).toBe('/staff/people?by=place&county=331083');
  expect(await storedText(page)).not.toContain(idNumber.slice(-4));

  await page.getByRole('row').nth(1).getByRole('link').click();
  await page.getByRole('heading', { name: '身份和联系方式' }).waitFor();
  const dialog = await openDialog(page, '显示证件号码');
  await dialog.getByRole('button', { name: '显示', exact: true }).click();
  await dialog.getByText('请选择用途').waitFor();
  await dialog.getByRole('radio').first().check();
  await picture(page, 'person-reveal', false);
  await dialog.getByRole('button', { name: '显示', exact: true }).click();
  await page.getByText('秒后自动隐去').waitFor();
  await expect(page.locator('.staff-revealed').innerText()).resolves.toMatch(/^3399\d{13}[\dX]$/);
  expect(await axeViolations(page)).toEqual([]);
  await page.locator('.staff-identity').scrollIntoViewIfNeeded();
  await picture(page, 'person-revealed', false);
  await page.getByRole('button', { name: '现在隐去' }).click();
  expect(await page.locator('.staff-revealed').count()).toBe(0);
});

test('权限表、密钥、数据分级：条件在地址里，能导出；轮换密钥看得到进度和结果', async () => {
  await page.goto(new URL('/staff/matrix?audience=administrator', desk.server.url).href);
  await arrive(page, '权限表');
  await page.getByLabel('角色能用的').selectOption('审计管理员');
  expect(desk.address(page)).toBe('/staff/matrix?audience=administrator&role=audit-administrator');
  expect(await page.getByRole('row').filter({ hasText: '/api/people/' }).count()).toBe(0);
  await page.getByRole('row').filter({ hasText: '/api/audit/entries.csv' }).waitFor();
  await page.goto(new URL('/staff/matrix', desk.server.url).href);
  await arrive(page, '权限表');
  await picture(page, 'matrix', false);

  await page.getByRole('link', { name: '数据分级' }).click();
  await arrive(page, '数据分级');
  await page.getByLabel('级', { exact: true }).selectOption({ index: 4 });
  await page.getByLabel('保护', { exact: true }).selectOption('缺保护');
  await page.getByText('没有缺保护的列').waitFor();
  expect(desk.address(page)).toBe('/staff/classification?level=4&protection=missing');
  await page.getByLabel('保护', { exact: true }).selectOption('封存');
  await page.getByRole('row').filter({ hasText: 'people.person.sealed' }).waitFor();
  await picture(page, 'classification');

  await page.getByRole('link', { name: '密钥' }).click();
  await arrive(page, '密钥');
  const dialog = await openDialog(page, '轮换密钥');
  await picture(page, 'keys-dialog', false);
  await dialog.getByRole('button', { name: '开始轮换' }).click();
  // On a fast machine it is over before the page asks again.
  const underWay = page.getByRole('heading', { name: '第 1 次轮换正在进行' });
  await underWay
    .or(page.getByRole('cell', { name: '已停用' }))
    .first()
    .waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await picture(page, 'keys-rotating');
  await page.getByRole('cell', { name: '已停用' }).waitFor({ timeout: 90_000 });
  await picture(page, 'keys');
  await desk.leave();
});
