import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { axeViolationsOnce, type OpenPage, openBrowser, openPage } from './browser.ts';
import { finishAfterPassword, proveAgain, proveAgainAsked } from './second-factor.ts';
import { openServer } from './server.ts';
import { arrive, signIn, tabTo } from './staff.ts';

export type Desk = Awaited<ReturnType<typeof openDesk>>;

/** A server, and pages of several people at it at once. */
export async function openDesk(args: string[], env: NodeJS.ProcessEnv = {}, port = 0) {
  const server = await openServer(args, env, port);
  const browser = await openBrowser();
  let opened: OpenPage[] = [];
  let refusals = 0;

  const openNew = async (path: string) => {
    const one = await openPage(browser, 1440, 900);
    opened.push(one);
    await one.page.goto(new URL(path, server.url).href);
    return one.page;
  };
  return {
    ...{ server, openNew },
    openAs: async (account: string, password: string, path = '/staff/') => {
      const page = await openNew(path);
      await signIn(page, password, account);
      await finishAfterPassword(page);
      return page;
    },
    address: (page: Page) => page.url().replace(new URL('/', server.url).href, '/'),
    /** What the browser logs by itself when the server refuses; the screen says it in words. */
    expectRefusals: (count: number) => {
      refusals = count;
    },
    /** Closes the pages; fails when a browser reported anything but the refusals that were expected. */
    leave: async () => {
      const problems = opened.flatMap((one) => one.problems);
      const expected = refusals;
      await Promise.all(opened.map(({ page }) => page.context().close()));
      [opened, refusals] = [[], 0];
      expect(problems.filter((problem) => !problem.startsWith('Failed to load resource'))).toEqual([]);
      expect(problems.length).toBe(expected);
    },
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}

export const SYSTEM = 'zhang.wei';
/** Everybody's own password here. */
export const OWN = 'vermilion-kettle-northbound';

/** 系统管理员 at his page. */
export async function openSystem(desk: Desk): Promise<Page> {
  const page = await desk.openAs(SYSTEM, OWN);
  await arrive(page, '账号');
  return page;
}

/** 主导航 as it is read. */
export function navigation(page: Page): Promise<string[]> {
  return page.getByRole('navigation', { name: '主导航' }).getByRole('link').allInnerTexts();
}

/** The open dialog, checked for accessibility. */
export async function openDialog(page: Page, button: string | RegExp) {
  await page.getByRole('button', { name: button }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  expect(await axeViolationsOnce(page, String(button))).toEqual([]);
  return dialog;
}

/** 建立账号 on the screen; ends on the new account's page and returns the one-time password. */
export async function makeAccount(page: Page, displayName: string, name: string): Promise<string> {
  await page.getByRole('link', { name: '账号', exact: true }).first().click();
  await arrive(page, '账号');
  const dialog = await openDialog(page, '建立账号');
  await dialog.getByLabel('姓名').fill(displayName);
  await dialog.getByLabel('账号', { exact: true }).fill(name);
  await dialog.getByRole('button', { name: '建立账号' }).click();
  const password = await dialog.locator('.staff-one-time-password').innerText();
  expect(await axeViolationsOnce(page, '一次性口令')).toEqual([]);
  await dialog.getByRole('button', { name: /接着设立岗位/ }).click();
  await arrive(page, displayName);
  await dialog.waitFor({ state: 'hidden' });
  return password;
}

/** 设立岗位 filled in and sent; the dialog stays open when it is refused. */
export async function givePost(page: Page, organisation: string, role: string): Promise<void> {
  const dialog = await openDialog(page, '设立岗位');
  await dialog.getByLabel('组织').fill(organisation);
  await dialog
    .getByRole('button', { name: new RegExp(`^${organisation}`) })
    .first()
    .click();
  await dialog.getByLabel('角色').selectOption(role);
  await dialog.getByRole('button', { name: '设立岗位' }).click();
}

/** The same where nothing is in its way: it then stands in the table. */
export async function givePostAtOnce(page: Page, organisation: string, role: string): Promise<void> {
  await givePost(page, organisation, role);
  await page.getByRole('cell', { name: role, exact: true }).waitFor();
}

/** A dangerous act a quarter of an hour after signing in: with the keyboard, once called off and once proved; then it is done. */
export async function actAfterProving(desk: Desk, page: Page, dialog: Locator, button: string): Promise<void> {
  await desk.server.asOwner("update identity.session set last_proof_at = last_proof_at - interval '15 minutes'");
  await tabTo(page, button);
  await page.keyboard.press('Enter');
  const asked = await proveAgainAsked(page);
  await page.keyboard.press('Escape');
  await asked.waitFor({ state: 'hidden' });
  await dialog.getByText('办这件事以前要再核对一次身份。').waitFor();
  await dialog.getByRole('button', { name: button }).click();
  await proveAgain(page, await proveAgainAsked(page), OWN);
}

/** From the list of accounts to one of them. */
export async function openAccount(page: Page, displayName: string): Promise<void> {
  await page.getByRole('link', { name: displayName }).click();
  await arrive(page, displayName);
}

/** All that the browser keeps; the router keeps how far each page was scrolled, and nothing else may be there. */
export async function storedText(page: Page): Promise<string> {
  const [kept, names] = await page.evaluate(() => [
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
    [...Object.keys(localStorage), ...Object.keys(sessionStorage)],
  ]);
  expect(names.filter((name) => !name.startsWith('tsr-scroll-restoration'))).toEqual([]);
  return kept;
}

/** The first sign-in's only page: from the one-time password to one's own. */
export async function takeOwnPassword(page: Page, oneTime: string, own: string): Promise<void> {
  await arrive(page, '先换成自己的口令');
  await fillPasswords(page, ['一次性口令', oneTime], own, '换好口令，开始工作');
}

export async function fillPasswords(
  page: Page,
  [label, old]: [label: string, old: string],
  own: string,
  button: string,
): Promise<void> {
  await page.getByLabel(label).fill(old);
  await page.getByLabel('新口令', { exact: true }).fill(own);
  await page.getByLabel('再填一次新口令').fill(own);
  await page.getByRole('button', { name: button }).click();
}
