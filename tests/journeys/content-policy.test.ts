import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenPage, openBrowser, openPage } from './browser.ts';
import { type OpenServer, openServer } from './server.ts';
import { ADMINISTRATOR, fillFirstAdministrator, setupCode } from './staff.ts';

let server: OpenServer;
let browser: Browser;

beforeAll(async () => {
  server = await openServer(['--demo', 'yuhuan']);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** A page that also reports what the content security policy stopped. */
async function openWatched(): Promise<OpenPage> {
  const opened = await openPage(browser, 1440, 900);
  await opened.page.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      console.error(`policy: ${violatedDirective} ${blockedURI}`),
    );
  });
  return opened;
}

const STAFF = [
  ...['', 'months/2023-08', 'months/2023-08/counties/331083', 'months/2023-08/counties/331083/list?kind=backPay'],
  ...['people/1', 'people/1/months/2023-08', 'rules', 'organisations', 'accounts', 'accounts/1', 'sessions'],
  ...['own/sessions', 'own/password', 'nothing-here'],
];

async function quiet(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByText('正在读取').first().waitFor({ state: 'detached' });
}

test('内容安全策略不放行内联样式和脚本，每一页照样正常：工作人员端、门户、对话框', async () => {
  const { page, problems } = await openWatched();
  await page.goto(`${server.url}staff/`);
  await fillFirstAdministrator(page, setupCode(server), ADMINISTRATOR.password);
  await page.getByText('玉环市').first().waitFor();
  for (const path of STAFF) {
    await page.goto(`${server.url}staff/${path}`);
    await quiet(page);
    expect(problems, path).toEqual([]);
  }
  await page.goto(`${server.url}staff/organisations`);
  await quiet(page);
  await page.getByRole('button', { name: '建立外部单位' }).first().click();
  await page.getByRole('dialog').waitFor();
  // antd's own styles arrived: with them the dialog lies above the page.
  expect(await page.getByRole('dialog').evaluate((dialog) => getComputedStyle(dialog.parentElement!).position)).toBe(
    'fixed',
  );
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  expect(problems).toEqual([]);

  const portal = await openWatched();
  const answer = await portal.page.goto(server.url);
  await portal.page.getByRole('button', { name: '看结果' }).waitFor();
  expect(portal.problems).toEqual([]);
  const policy = answer?.headers()['content-security-policy'] ?? '';
  expect(policy).not.toContain('unsafe');
  const again = await portal.page.goto(server.url);
  expect(again?.headers()['content-security-policy']).not.toBe(policy);

  await portal.page.evaluate(() => {
    const style = document.createElement('style');
    style.textContent = 'body { color: red }';
    document.head.append(style);
    const script = document.createElement('script');
    script.textContent = 'document.title = "planted"';
    document.head.append(script);
  });
  expect(await portal.page.title()).not.toBe('planted');
  expect(portal.problems.filter((problem) => problem.startsWith('policy:')).length).toBe(2);
});
