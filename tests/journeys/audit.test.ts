import { afterEach, beforeAll, expect, test } from 'vitest';
import { type Desk, openDesk, openDialog } from './administration.ts';
import { ADMINISTRATOR, arrive, fillFirstAdministrator, setupCode } from './staff.ts';

let desk: Desk;

beforeAll(async () => {
  desk = await openDesk(['--demo', 'yuhuan']);
  return desk.close;
});

afterEach(() => desk.leave());

const openAs = (path: string) => desk.openAs(ADMINISTRATOR.account, ADMINISTRATOR.password, path);

test('审计查询：条件在地址里；一行的详情当场核对', async () => {
  const page = await desk.openNew('/staff/audit');
  await fillFirstAdministrator(page, setupCode(desk.server), ADMINISTRATOR.password);
  await arrive(page, '审计查询');
  await page.getByLabel('账号').fill(ADMINISTRATOR.account);
  await page.getByLabel('种类').selectOption('权限变动');
  await page.getByRole('button', { name: '查询' }).click();
  await expect.poll(() => desk.address(page)).toBe(`/staff/audit?account=${ADMINISTRATOR.account}&kind=rights`);
  await page.getByText('建立首位管理员').waitFor();
  await page.getByRole('rowheader').first().getByRole('link').click();
  await arrive(page, /^审计第 \d+ 行/);
  await page.getByRole('button', { name: '现在核对这一行' }).click();
  await page.getByText('核对相符：没有改过。').waitFor();
});

test('谁看过谁、审计状态；查阅自己也在审计里', async () => {
  const page = await openAs('/staff/audit/seen');
  await arrive(page, '谁看过谁');
  await openDialog(page, '按证件号码找人');
  await page.getByRole('button', { name: '取消' }).click();
  await page.getByRole('link', { name: '审计状态', exact: true }).click();
  await arrive(page, '审计状态');
  await page.getByText('没有核对过', { exact: true }).waitFor();
  await page.getByRole('link', { name: '审计', exact: true }).click();
  await page.getByText('查询审计').first().waitFor();
});

test('紧急查看：先说清会怎样，事由要写明；复核台；C-38 屏幕和打印都写着是谁的屏幕', async () => {
  const page = await openAs('/staff/break-glass');
  await arrive(page, '紧急查看');
  const dialog = await openDialog(page, '打开一个人');
  await dialog.getByRole('button', { name: '打开并记入审计' }).click();
  await dialog.getByText('请写明出了什么事').waitFor();
  await dialog.getByRole('button', { name: '先不看' }).click();
  await page.getByRole('link', { name: '复核台', exact: true }).click();
  await arrive(page, '紧急查看复核台');
  await page.getByText('没有等待复核的。', { exact: true }).waitFor();
  const mark = page.locator('.staff-watermark');
  expect(await mark.textContent()).toContain(ADMINISTRATOR.name);
  await page.emulateMedia({ media: 'print' });
  expect(await mark.isVisible()).toBe(true);
});
