import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { ROOT } from '#server/config.ts';
import { findChromium } from '#tools/cli/chromium.ts';

const FOLDER = join(ROOT, 'docs', 'pictures');
const LARGEST_BYTES = 300_000;
const DESK = { width: 1280, height: 860 };
const TALL = { width: 1280, height: 1320 };
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];
const MONTH = '2023-08';
const YUHUAN = '331083';

type Server = { url: string; code: string; stop: () => Promise<void> };

/** The documentation's pictures, from a server that this command starts on the 玉环 demonstration and stops again. */
async function makePictures(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const server = await startServer();
  try {
    const browser = await chromium.launch({ executablePath: findChromium(), args: FLAGS });
    try {
      await portalPicture(browser, server.url);
      await staffPictures(browser, server);
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}

async function portalPicture(browser: Browser, url: string): Promise<void> {
  const page = await openPage(browser);
  await page.goto(url);
  for (const [field, value] of [
    ['年', '1940'],
    ['月', '3'],
    ['日', '15'],
  ] as const) {
    await page.getByRole('textbox', { name: field, exact: true }).fill(value);
  }
  await page.getByRole('radio', { name: '台州市', exact: true }).check();
  await page.getByRole('radio', { name: '玉环市', exact: true }).check();
  await page.getByRole('button', { name: '看结果' }).click();
  await page.getByRole('heading', { level: 1 }).getByText('每月可领').waitFor();
  await keep(page, 'portal-answer');
}

async function staffPictures(browser: Browser, { url, code }: Server): Promise<void> {
  const page = await openPage(browser);
  await page.goto(`${url}/staff/`);
  await page.getByLabel('启动码').fill(code);
  await page.getByLabel('账号').fill('wang.min');
  await page.getByLabel('姓名').fill('王敏');
  const password = `Yuhuan-${crypto.randomUUID()}`;
  await page.getByLabel('口令', { exact: true }).fill(password);
  await page.getByLabel('再填一次口令').fill(password);
  await page.getByRole('button', { name: '建立并登录' }).click();
  await page.getByText('玉环市').first().waitFor();
  await keep(page, 'staff-home');
  await page.goto(`${url}/staff/months/${MONTH}/counties/${YUHUAN}`);
  await page.getByText('玉城街道').first().waitFor();
  await keep(page, 'staff-county');
  await page.goto(`${url}/staff/months/${MONTH}/counties/${YUHUAN}/list?kind=backPay`);
  await page.getByRole('row').filter({ hasText: '420' }).getByRole('link').first().click();
  await page.waitForURL(/\/people\/\d+/);
  await page.getByText('✓').first().waitFor();
  await page.setViewportSize(TALL);
  await keep(page, 'staff-person');
}

async function openPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: DESK, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  return context.newPage();
}

async function keep(page: Page, name: string): Promise<void> {
  const path = join(FOLDER, `${name}.png`);
  await page.mouse.move(0, 0); // Where the last click was, something would look pointed at.
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  const { size } = statSync(path);
  if (size > LARGEST_BYTES) throw new Error(`${path}: ${size} bytes, more than ${LARGEST_BYTES}`);
  console.error(`${path} ${size}`);
}

/** The start command as a stranger types it, in a folder of its own. */
async function startServer(): Promise<Server> {
  const parent = mkdtempSync(join(tmpdir(), 'kangyang-pictures-'));
  chmodSync(parent, 0o755); // As root the database's account must pass through.
  const args = ['start', '--port', '0', '--data', join(parent, 'data')];
  const child = spawn(join(ROOT, 'kangyang'), args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(parent, { recursive: true, force: true });
  };
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  for (;;) {
    const url = /地址 (http:\/\/[\w.:]+)/.exec(output)?.[1];
    const code = /启动码\D*?([A-Z0-9]{4}(?:-[A-Z0-9]{4})+)/.exec(output)?.[1];
    if (url && code) return { url, code, stop };
    if (child.exitCode !== null) throw new Error(`start ended with ${child.exitCode}`);
    await Promise.race([ended, once(child.stdout, 'data')]);
  }
}

await makePictures();
