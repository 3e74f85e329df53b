import { Secret, TOTP } from 'otpauth';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { axeViolations, axeViolationsOnce } from './browser.ts';

/** The telephones of everybody in these journeys, by the name on the screen: secret, last step used, recovery codes left. */
const telephones = new Map<string, { secret: string; usedStep: number; recoveryCodes: string[] }>();
const ENROL = '启用动态口令';
const PROVE = '输入动态口令';

/** Does what signing in still lacks when its page is open; nothing on any other page. */
export async function finishSigningIn(page: Page, without?: string | RegExp): Promise<void> {
  const heading = (await page.locator('h1').first().textContent()) ?? '';
  const isWanted =
    without !== undefined && (typeof without === 'string' ? heading.includes(without) : without.test(heading));
  if (isWanted) return;
  if (heading === ENROL) await enrol(page);
  else if (heading === PROVE) await prove(page);
}

/** Waits until signing in led anywhere or was refused, then does what it still lacks. */
export async function finishAfterPassword(page: Page): Promise<void> {
  const anywhere = page.locator('h1').filter({ hasNotText: '登录康养' });
  await anywhere.or(page.getByRole('alert')).first().waitFor();
  await finishSigningIn(page);
}

async function enrol(page: Page): Promise<void> {
  const name = await nameOn(page);
  await page.getByRole('button', { name: '装好了，显示二维码' }).click();
  await page.getByRole('img', { name: '启用动态口令的二维码' }).waitFor();
  expect(await axeViolationsOnce(page)).toEqual([]);
  const secret = (await page.locator('.staff-secret').innerText()).replaceAll(' ', '');
  const step = stepNow();
  await page.getByLabel('六位数字').fill(codeOf(secret, step));
  await page.getByRole('button', { name: '启用动态口令' }).click();
  await page.getByRole('heading', { name: '最后一步：把恢复码收好' }).waitFor();
  expect(await axeViolationsOnce(page, '恢复码')).toEqual([]);
  const recoveryCodes = await page.locator('.staff-recovery code').allInnerTexts();
  telephones.set(name, { secret, usedStep: step, recoveryCodes });
  await page.getByRole('button', { name: '已经打印或抄好，开始工作' }).click();
  await page.getByRole('heading', { level: 1, name: ENROL }).waitFor({ state: 'detached' });
}

async function prove(page: Page): Promise<void> {
  expect(await axeViolationsOnce(page)).toEqual([]);
  const telephone = telephoneOf(await nameOn(page));
  // A code works once, and so does a step before the last one used: then a recovery code.
  const step = Math.max(stepNow(), telephone.usedStep + 1);
  if (step <= stepNow() + 1) {
    telephone.usedStep = step;
    await page.getByLabel('动态口令').fill(codeOf(telephone.secret, step));
  } else {
    await page.getByRole('button', { name: '手机不在身边，改用恢复码' }).click();
    await page.getByLabel('恢复码').fill(telephone.recoveryCodes.shift() ?? '');
  }
  await page.getByRole('button', { name: '核对，进入系统' }).click();
  await page.getByRole('heading', { level: 1, name: PROVE }).waitFor({ state: 'detached' });
}

/** The dialog that asks for proof again, checked for accessibility. */
export async function proveAgainAsked(page: Page): Promise<Locator> {
  const asked = page.getByRole('dialog', { name: '请再核对一次身份' });
  await asked.waitFor();
  expect(await axeViolations(page)).toEqual([]);
  return asked;
}

/** With the keyboard alone: the focus stands in the password's field when it opens. */
export async function proveAgain(page: Page, asked: Locator, password: string): Promise<void> {
  await expect
    .poll(() => asked.getByLabel('口令', { exact: true }).evaluate((one) => one === document.activeElement))
    .toBe(true);
  await page.keyboard.type(password);
  await page.keyboard.press('Tab');
  await page.keyboard.type(telephoneOf(await nameInMenu(page)).recoveryCodes.shift() ?? '');
  await page.keyboard.press('Enter');
  await asked.waitFor({ state: 'hidden' });
}

/** Once signed in, the post stands behind the name. */
async function nameInMenu(page: Page): Promise<string> {
  const text = await page.locator('.staff-account').innerText();
  return text.slice(0, text.indexOf('（'));
}

function telephoneOf(name: string) {
  const telephone = telephones.get(name);
  if (!telephone) throw new Error('nobody here has this telephone');
  return telephone;
}

async function nameOn(page: Page): Promise<string> {
  return page.locator('.staff-account span').first().innerText();
}

function stepNow(): number {
  return Math.floor(Date.now() / 30_000);
}

function codeOf(secret: string, step: number): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: step * 30_000 });
}
