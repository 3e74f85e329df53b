import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, openPage } from './browser.ts';
import { type OpenServer, openServer } from './server.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDER = '/mobile/elderly/kangyang/';
const GATEWAY = '/gateway/kangyang';
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

let folder: string;
let server: OpenServer;
let front: Server;
let browser: Browser;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kangyang-package-'));
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  const config = join(ROOT, 'apps', 'portal', 'vite.config.ts');
  const args = [vite, 'build', '--config', config, '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn'];
  const [code] = await once(
    spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, NODE_ENV: 'production' } }),
    'exit',
  );
  expect(code).toBe(0);
  server = await openServer(['--demo', 'none']);
  front = createServer((asked, answer) => (asked.url?.startsWith(GATEWAY) ? pass(asked, answer) : give(asked, answer)));
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  front.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

type Asked = Parameters<Parameters<typeof createServer>[1] & object>[0];
type Given = Parameters<Parameters<typeof createServer>[1] & object>[1];

/** The one gateway: everything behind it is the server's. */
function pass(asked: Asked, answer: Given): void {
  const target = new URL((asked.url ?? '').slice(GATEWAY.length), server.url);
  const headers = { ...asked.headers, host: target.host };
  const passed = request(target, { method: asked.method, headers }, (reply) => {
    answer.writeHead(reply.statusCode ?? 502, reply.headers);
    reply.pipe(answer);
  });
  asked.pipe(passed);
}

/** Files of the package, in a folder deep in somebody else's site. */
function give({ url = '' }: Asked, answer: Given): void {
  const path = url.split('?')[0]?.replace(FOLDER, '') || 'index.html';
  try {
    const body = readFileSync(join(folder, path));
    answer.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(body);
  } catch {
    answer.writeHead(404).end();
  }
}

test('门户可以单独打包：相对路径、一个网关、没有外面的地址；放在别处的文件夹里也答得出', async () => {
  const page = join(folder, 'index.html');
  const html = readFileSync(page, 'utf8');
  expect(html).not.toMatch(/(?:src|href)="\//);
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(html|js|css)$/.test(name)) continue;
    const hosts = [
      ...readFileSync(join(folder, name), 'utf8').matchAll(/(?:src|href|url\()=?["'(]https?:\/\/[^"')]+/g),
    ];
    expect(
      hosts.map(([found]) => found),
      name,
    ).toEqual([]);
  }
  cpSync(page, join(folder, 'as-built.html'));
  writeFileSync(
    page,
    html.replace('name="kangyang-gateway" content=""', `name="kangyang-gateway" content="${origin()}${GATEWAY}"`),
  );

  const { page: opened, problems } = await openPage(browser, 390, 844);
  const asked: string[] = [];
  opened.on('request', (one) => asked.push(one.url()));
  await opened.goto(`${origin()}${FOLDER}`);
  await opened.getByRole('textbox', { name: '年', exact: true }).fill('1940');
  await opened.getByRole('textbox', { name: '月', exact: true }).fill('1');
  await opened.getByRole('textbox', { name: '日', exact: true }).fill('1');
  await opened.getByRole('radio', { name: '台州市', exact: true }).check();
  await opened.getByRole('radio', { name: '玉环市', exact: true }).check();
  await opened.getByRole('button', { name: '看结果' }).click();
  await opened.getByRole('heading', { level: 1 }).getByText('每月可领').waitFor();
  const calls = asked.filter((url) => url.includes('/api/'));
  expect(calls.length).toBeGreaterThan(1);
  for (const url of asked)
    expect(url.startsWith(`${origin()}${FOLDER}`) || url.startsWith(`${origin()}${GATEWAY}/api/`), url).toBe(true);
  expect(problems).toEqual([]);
});

function origin(): string {
  return `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
}
