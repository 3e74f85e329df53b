import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from '#tools/cli/chromium.ts';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'];

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: FLAGS });
}

export type OpenPage = { page: Page; problems: string[] };

/** A page as somebody in China opens it; what the browser reports as an error is collected in `problems`. */
export async function openPage(browser: Browser, width: number, height: number): Promise<OpenPage> {
  const viewport = { width, height };
  const context = await browser.newContext({ viewport, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  return { page, problems };
}

/** 无障碍检查 (WCAG 2.1 AA and axe's best practice; more tags on request): one line per violation. */
export async function axeViolations(page: Page, moreTags: string[] = []): Promise<string[]> {
  // Legacy means: in the page itself. The other way opens a window more for frames of other sites, of which there are none here.
  const axe = new AxeBuilder({ page }).withTags([...WCAG, ...moreTags]).setLegacyMode();
  const { violations } = await axe.analyze();
  return violations.map(({ id, help, nodes }) => `${id} (${help}): ${nodes.map(({ html }) => html).join(' | ')}`);
}

const checked = new Set<string>();

/**
 * The same once for each title and width, and for each `state` of a screen (an open dialog): journeys cross the same screens again and
 * again, and a check takes seconds.
 */
export async function axeViolationsOnce(page: Page, state = ''): Promise<string[]> {
  const screen = `${page.viewportSize()?.width} ${await page.title()} ${state}`;
  if (checked.has(screen)) return [];
  const violations = await axeViolations(page);
  if (violations.length === 0) checked.add(screen);
  return violations;
}
