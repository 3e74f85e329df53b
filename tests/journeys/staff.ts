import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { axeViolationsOnce } from './browser.ts';
import { finishSigningIn } from './second-factor.ts';
import type { OpenServer } from './server.ts';

export const ADMINISTRATOR = { account: 'wang.fang', name: '王芳', password: 'Zhi-hui-yang-lao-88' };

/** The one-time code as the terminal shows it at first start. */
export function setupCode(server: OpenServer): string {
  const code = /启动码\D*?([A-Z0-9]{4}(?:-[A-Z0-9]{4})+)/.exec(server.output())?.[1];
  if (code === undefined) throw new Error(`no one-time code in: ${server.output()}`);
  return code;
}

/** Fills what the first administrator's form asks for, the way a person does, and sends it. */
export async function fillFirstAdministrator(page: Page, code: string, password: string): Promise<void> {
  await page.getByLabel('启动码').fill(code);
  await page.getByLabel('账号').fill(ADMINISTRATOR.account);
  await page.getByLabel('姓名').fill(ADMINISTRATOR.name);
  await page.getByLabel('口令', { exact: true }).fill(password);
  await page.getByLabel('再填一次口令').fill(password);
  await page.getByRole('button', { name: '建立并登录' }).click();
}

export async function signIn(
  page: Page,
  password = ADMINISTRATOR.password,
  account = ADMINISTRATOR.account,
): Promise<void> {
  await page.getByLabel('账号').fill(account);
  await page.getByLabel('口令').fill(password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}

/** Waits for the page with this heading, then checks its window title and accessibility (C-51, C-54). */
export async function arrive(page: Page, heading: string | RegExp): Promise<void> {
  const wanted = page.getByRole('heading', { level: 1, name: heading });
  const between = page.getByRole('heading', { level: 1, name: /^(启用|输入)动态口令$/ });
  await wanted.or(between).first().waitFor();
  await finishSigningIn(page, heading);
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
  await page.getByText('正在读取').first().waitFor({ state: 'detached' });
  await expect.poll(() => page.title()).toMatch(heading);
  expect(await axeViolationsOnce(page)).toEqual([]);
}

/** Presses Tab until the wanted thing has the focus; fails when the keyboard cannot reach it. */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
    });
    if (typeof name === 'string' ? focused.trim() === name : name.test(focused)) return;
  }
  throw new Error(`Tab does not reach ${name}`);
}
