import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '#tools/simulators/start-simulator.ts';
import { type Desk, openAccount, openDesk, openDialog } from './administration.ts';
import { axeViolations } from './browser.ts';
import { proveAgainAsked } from './second-factor.ts';
import { ADMINISTRATOR, arrive, fillFirstAdministrator, setupCode } from './staff.ts';

const SECRET = 'simulator-secret-of-thirty-two-signs';
const DEPARTMENTS = [
  { code: 'D0', name: '省民政厅办公室', division: '330000' },
  { code: 'D1', name: '玉环市民政局', division: '331083' },
  { code: 'D9', name: '养老服务处' },
];
const isHere = (employeeCode: string, name: string, departmentCode: string, position: string) => ({
  ...{ employeeCode, name, isHere: true },
  positions: [{ departmentCode, position }],
});
const ZHOU = isHere('S1', '周敏', 'D0', '系统管理岗');
const OTHERS = [
  isHere('E1', '李娟', 'D1', '审批岗'),
  isHere('E2', '钱江', 'D9', '审批岗'),
  isHere('E3', '赵云', 'D1', '驾驶员'),
];

let office: Simulator;
let desk: Desk;

beforeAll(async () => {
  office = await startSimulator('office-app');
  const folder = mkdtempSync(join(tmpdir(), 'kangyang-sign-in-'));
  const file = join(folder, 'sign-in.yaml');
  const way = `{ form: office-app, name: zzd, title: 浙政钉, gateway: '${office.url}', loginUrl: '${office.url}/oauth2/auth.htm',
    accessKey: simulator-access-key, secret: { env: OFFICE_SECRET } }`;
  const port = await freePort();
  writeFileSync(
    file,
    `publicUrl: http://127.0.0.1:${port}
officials: [${way}]
directory: { way: zzd, roles: { 审批岗: county-approver, 系统管理岗: system-administrator } }
`,
  );
  desk = await openDesk(['--demo', 'yuhuan'], { KANGYANG_SIGN_IN: file, OFFICE_SECRET: SECRET }, port);
  return async () => {
    await desk.close();
    await office.stop();
    rmSync(folder, { recursive: true, force: true });
  };
});

afterEach(() => desk.leave());

/** Known before the server starts: its settings name its address. */
async function freePort(): Promise<number> {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  taken.close();
  await once(taken, 'close');
  return port;
}

async function tell<T>(path: string, body: object): Promise<T> {
  const answer = await fetch(`${office.url}/simulator/${path}`, { method: 'POST', body: JSON.stringify(body) });
  return (await answer.json()) as T;
}
const setDirectory = (employees: object[]) => tell('directory', { departments: DEPARTMENTS, employees });
type ToDo = { subject: string; assigneeId: string; url: string; isFinished: boolean };
const toDoOf = async (assigneeId: string) =>
  (await tell<{ toDos: ToDo[] }>('to-dos', {})).toDos.find((one) => one.assigneeId === assigneeId);

/** Signs in by the office app's page, as somebody with this employee code. */
async function signInByOffice(page: Page, name: string, employeeCode: string): Promise<void> {
  await page.getByRole('button', { name: '浙政钉登录' }).click();
  await fillAtOffice(page, name, employeeCode);
}

async function fillAtOffice(page: Page, name: string, employeeCode: string): Promise<void> {
  await page.locator('input[name=lastName]').fill(name);
  await page.locator('input[name=employeeCode]').fill(employeeCode);
  await page.getByRole('button', { name: '登录' }).click();
}

/** Asked for proof again, he signs in at the office app in another window; this one goes on by itself. */
async function proveAtOffice(page: Page, name: string, employeeCode: string): Promise<void> {
  const asked = await proveAgainAsked(page);
  const there = page.context().waitForEvent('page');
  await asked.getByRole('link', { name: '去浙政钉核对（新窗口）' }).click();
  const other = await there;
  await fillAtOffice(other, name, employeeCode);
  await arrive(other, '身份核对好了');
  await asked.waitFor({ state: 'hidden' });
  await other.close();
}

test('I-10 通讯录：先试算再同步，决定不了的推成待办；新人从浙政钉登录去决定，待办关掉；离职的马上退出', async () => {
  desk.expectRefusals(1);
  await setDirectory([ZHOU, ...OTHERS]);
  const first = await desk.openNew('/staff/directory');
  await fillFirstAdministrator(first, setupCode(desk.server), ADMINISTRATOR.password);
  await arrive(first, '通讯录');
  await first.getByRole('button', { name: '试算全量，先不改' }).click();
  await first.getByText('试算结果：涉及 4 人，新建账号 2').waitFor();
  expect(await axeViolations(first)).toEqual([]);
  expect(await toDoOf('8S1')).toBeUndefined();
  await first.getByRole('button', { name: '执行全量同步' }).click();
  await first.getByRole('cell', { name: /养老服务处/ }).waitFor();
  await first.getByRole('row', { name: /周敏 S1 新加入 浙江省民政厅 系统管理员/ }).waitFor();
  expect(await axeViolations(first)).toEqual([]);
  await expect.poll(() => toDoOf('8S1'), { timeout: 12_000 }).toMatchObject({ isFinished: false });

  const page = await desk.openNew((await toDoOf('8S1'))?.url ?? '');
  await arrive(page, '登录康养');
  await signInByOffice(page, '周敏', 'S1');
  await arrive(page, '通讯录');
  const dialog = await openDialog(page, /^决定第/);
  await dialog.getByLabel('对应的组织').fill('玉环市民政局');
  await dialog.getByRole('button', { name: /^玉环市民政局/ }).click();
  await desk.server.asOwner(`update identity.session set last_proof_at = last_proof_at - interval '15 minutes'
    where account_no = (select account_no from identity.account where employee_code = 'S1')`);
  await dialog.getByRole('button', { name: '采纳', exact: true }).click();
  await proveAtOffice(page, '周敏', 'S1');
  await page.getByText('现在不用您决定什么').waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await expect.poll(() => toDoOf('8S1'), { timeout: 12_000 }).toMatchObject({ isFinished: true });

  await setDirectory(OTHERS);
  await first.getByRole('button', { name: '现在做一次增量' }).click();
  await first.getByText(/已经同步：涉及 1 人.*停用账号 1/).waitFor();
  await first.getByRole('link', { name: '周敏' }).first().waitFor();
  await first.getByRole('row', { name: /周敏 S1 离职停用/ }).waitFor();
  expect(await axeViolations(first)).toEqual([]);
  await page.reload();
  await arrive(page, '登录康养');
});

test('账号页：登记工号、绑定别处的编号，用它登录就是这个账号；解除', async () => {
  desk.expectRefusals(2);
  const first = await desk.openAs(ADMINISTRATOR.account, ADMINISTRATOR.password, '/staff/accounts?search=李娟');
  await arrive(first, '账号');
  await openAccount(first, '李娟');
  await first.getByText('在用，没有口令').waitFor();
  await first.getByText('工号：E1').waitFor();
  const code = await openDialog(first, '改工号');
  await code.getByLabel('工号').fill('E2');
  await code.getByRole('button', { name: '登记', exact: true }).click();
  await code.getByText('工号E2已经登记在另一个账号上').waitFor();
  await code.getByRole('button', { name: '取消' }).click();

  const page = await desk.openNew('/staff/');
  await signInByOffice(page, '李娟', 'X7');
  await page.getByText('您在浙政钉的身份还没有对应的账号').waitFor();
  const bind = await openDialog(first, '绑定外部身份');
  await bind.getByLabel('在那边的编号').fill('8X7');
  await bind.getByRole('button', { name: '绑定', exact: true }).click();
  await first.getByRole('cell', { name: '8X7' }).waitFor();
  expect(await axeViolations(first)).toEqual([]);

  await page.getByRole('link', { name: '返回登录页' }).click();
  await signInByOffice(page, '李娟', 'X7');
  await page.getByRole('heading', { level: 1, name: '启用动态口令' }).waitFor();
  await page.getByText('李娟').first().waitFor();
  await openDialog(first, '解除浙政钉的绑定');
  await first.getByRole('button', { name: '确认解除' }).click();
  await first.getByText('还没有从其他系统登录过').waitFor();
  await page.reload();
  await arrive(page, '登录康养');
});
