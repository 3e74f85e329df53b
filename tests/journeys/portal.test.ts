import { brotliCompressSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { businessDay } from '#platform/month/month.ts';
import { axeViolations, openBrowser, openPage } from './browser.ts';
import { measure } from './large-print.ts';
import { type OpenServer, openServer } from './server.ts';

const PHONE = [390, 844] as const;
const DESK = [1440, 900] as const;
const NARROW = [320, 640] as const;
const THIS_YEAR = Number(businessDay(new Date()).slice(0, 4));
/** Born on 1 January, so that the age does not depend on the day of the test. */
const OLD = THIS_YEAR - 85;
const YOUNG = THIS_YEAR - 75;
const MAX_BYTES = 95_000;

let server: OpenServer;
let browser: Browser;
let page: Page;
let problems: string[] = [];

beforeAll(async () => {
  server = await openServer(['--demo', 'none']);
  browser = await openBrowser();
  return async () => {
    await browser.close();
    await server.close();
  };
});

async function open([width, height]: readonly [number, number], larger = 0): Promise<void> {
  ({ page, problems } = await openPage(browser, width, height));
  await page.goto(`${server.url}`);
  for (let step = 0; step < larger; step += 1) await page.getByRole('button', { name: '字大一点' }).click();
  await radio('台州市').waitFor();
}

afterEach(async () => {
  expect(problems).toEqual([]);
  await page.context().close();
});

const radio = (name: string) => page.getByRole('radio', { name, exact: true });
const field = (name: string) => page.getByRole('textbox', { name, exact: true });
const verdict = () => page.getByRole('heading', { level: 1 });

async function ask(year: number | string, city: string, county: string): Promise<void> {
  await field('年').fill(String(year));
  await field('月').fill('1');
  await field('日').fill('1');
  await radio(city).check();
  if (county) await radio(county).check();
  await page.getByRole('button', { name: '看结果' }).click();
}

describe('我能领多少高龄津贴', () => {
  test('能领：一句话、文件、理由、以后、怎么办', async () => {
    await open(DESK);
    await ask(OLD, '台州市', '玉环市');
    await verdict().getByText('每月可领').waitFor();
    expect(await verdict().textContent()).toBe('您今年85周岁，户籍在玉环市，每月可领高龄津贴60元。');
    const text = (await page.getByRole('main').textContent()) ?? '';
    for (const part of ['玉民发〔2023〕1号', '✓ 符合', `到${OLD + 90}年1月满90周岁，当月起每月80元。`, '不用申请']) {
      expect(text).toContain(part);
    }
  });

  test('不能领：先说为什么、到哪个月、领多少；没问的写成“如果”', async () => {
    await open(PHONE);
    await ask(YOUNG, '杭州市', '钱塘区');
    await verdict().getByText('还没有到年龄').waitFor();
    expect(await verdict().textContent()).toContain(`到${YOUNG + 80}年1月满80周岁，当月起每月60元，不用申请。`);
    const text = (await page.getByRole('main').textContent()) ?? '';
    expect(text).toContain('✗ 不符合');
    expect(text).toContain('如果您领取城乡居民养老金，每月另加50元。');
  });

  test('户籍在外省：说明由户籍地发放，不用选县', async () => {
    await open(PHONE);
    await ask(OLD, '其他省（区、市）', '');
    await verdict().getByText('户籍不在本省').waitFor();
  });

  test('浏览器的“返回”和“再查一次”都回到空白的表', async () => {
    await open(PHONE);
    for (const goBack of [() => page.goBack(), () => page.getByRole('button', { name: '再查一次' }).click()]) {
      await ask(OLD, '台州市', '玉环市');
      await verdict().getByText('每月可领').waitFor();
      await goBack();
      await radio('台州市').waitFor();
      expect(await field('年').inputValue()).toBe('');
      expect(await field('年').evaluate((element) => element === document.activeElement)).toBe(true);
    }
  });
});

describe('填错了', () => {
  test('C-54 说在那一栏旁边，读屏报出来，光标到第一处错，改了就消', async () => {
    await open(PHONE);
    await field('年').fill('1943');
    await field('月').fill('2');
    await field('日').fill('30');
    await page.getByRole('button', { name: '看结果' }).click();
    const alert = page.getByRole('alert');
    expect(await alert.textContent()).toBe('✗ 1943年2月只有28天，请核对“日”。请选择户籍在哪个市。');
    expect(await field('日').evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await field('日').getAttribute('aria-invalid')).toBe('true');
    const described = await field('日').getAttribute('aria-describedby');
    expect(await page.locator(`#${described}`).textContent()).toContain('只有28天');
    await field('日').fill('28');
    await radio('台州市').check();
    expect(await alert.textContent()).toBe('');
  });

  test('未来的日期由服务器拒绝，也说在出生日期旁边', async () => {
    await open(DESK);
    await ask(THIS_YEAR + 1, '台州市', '玉环市');
    await page.getByRole('alert').getByText('出生日期在今天之后').waitFor();
    expect(await field('年').getAttribute('aria-invalid')).toBe('true');
    problems = problems.filter((line) => !line.includes('422'));
  });
});

test('C-54 只用键盘走完，全角数字也认，答案自动读出（光标在答案上）', async () => {
  await open(DESK);
  const press = async (key: string, until: () => Promise<boolean>) => {
    for (let times = 0; times < 30 && !(await until()); times += 1) await page.keyboard.press(key);
  };
  const focused = (selector: string) => () =>
    page
      .locator(`${selector}:focus`)
      .count()
      .then((count) => count > 0);
  await press('Tab', focused('#birth-year'));
  await page.keyboard.type(
    String(OLD).replace(/\d/g, (digit) => String.fromCodePoint((digit.codePointAt(0) ?? 0) + 0xfee0)),
  );
  await page.keyboard.press('Tab');
  await page.keyboard.type('01');
  await page.keyboard.press('Tab');
  await page.keyboard.type('1');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await press('ArrowDown', () => radio('台州市').isChecked());
  await radio('玉环市').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await press('ArrowDown', () => radio('玉环市').isChecked());
  await press('Tab', focused('button[type=submit]'));
  await page.keyboard.press('Enter');
  await verdict().getByText('每月可领').waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('您今年85周岁');
  await press('Tab', async () => (await page.evaluate(() => document.activeElement?.textContent)) === '再查一次');
  await page.keyboard.press('Enter');
  await radio('台州市').waitFor();
});

describe.each([
  ['手机', PHONE, 0],
  ['电脑', DESK, 0],
  ['窄屏、最大的字', NARROW, 2],
  ['1280 宽放大到 200%', [640, 450] as const, 0],
])('大字、对比、大按钮：%s', (_, size, larger) => {
  test('C-50 C-51 C-52 C-53 字、行距、对比、按钮大小，四个画面都合格', async () => {
    await open(size, larger);
    const screens: [string, () => Promise<void>][] = [
      ['空表', async () => undefined],
      ['填错', () => page.getByRole('button', { name: '看结果' }).click()],
      ['能领', () => ask(OLD, '台州市', '玉环市').then(() => verdict().getByText('每月可领').waitFor())],
      [
        '不能领',
        async () => {
          await page.getByRole('button', { name: '再查一次' }).click();
          await radio('杭州市').waitFor();
          await ask(YOUNG, '杭州市', '钱塘区');
          await verdict().getByText('还没有到年龄').waitFor();
        },
      ],
    ];
    for (const [name, act] of screens) {
      await act();
      expect(await axeViolations(page, ['wcag2aaa']), name).toEqual([]);
      const seen = await measure(page);
      expect(seen.smallestFontPx, name).toBeGreaterThanOrEqual(larger > 0 ? 30 : 18);
      expect(seen.tightestLine, name).toBeGreaterThanOrEqual(1.4);
      expect(seen.paragraphGap, name).toBeGreaterThanOrEqual(1.3);
      expect(seen.smallTargets, name).toEqual([]);
      expect(seen.floating, name).toEqual([]);
      expect(seen.overflowPx, name).toBeLessThanOrEqual(0);
    }
  });
});

test('C-12 出生日期和户籍不进地址、不存在浏览器里；页面轻', async () => {
  const bodies: Promise<Buffer>[] = [];
  await open(PHONE);
  const addresses: string[] = [];
  page.on('request', (request) => addresses.push(request.url()));
  page.on('response', (response) => {
    const path = new URL(response.url()).pathname;
    if (path === '/' || path.startsWith('/assets/')) bodies.push(response.body());
  });
  await page.reload();
  await radio('台州市').waitFor();
  await page.getByRole('button', { name: '字大一点' }).click();
  await ask(OLD, '台州市', '玉环市');
  await verdict().getByText('每月可领').waitFor();
  expect(page.url()).toBe(new URL('/', server.url).href);
  expect(addresses.filter((address) => address.includes(String(OLD)) || address.includes('331083'))).toEqual([]);
  const kept = await page.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage), document.cookie]);
  expect(kept).toEqual([[], ['portal.text-size'], '']);
  expect(await page.title()).toBe('我能领多少高龄津贴 · 康养');
  const sizes = (await Promise.all(bodies)).map((body) => brotliCompressSync(body).length);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MAX_BYTES);
});
