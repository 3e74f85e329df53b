import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Refusal } from '#platform/refusal/refusal.ts';
import { tell } from './output.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC_CHROME = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
const PACKAGES = ['chromium', 'fonts-noto-cjk'];

/** The browser of the journeys: CHROMIUM_PATH, else the system's, else (root on Debian) installed now. Never skipped. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string {
  const named = env.CHROMIUM_PATH;
  if (named) {
    if (isProgram(named)) return named;
    throw refusal(`CHROMIUM_PATH 指定的 ${named} 不能执行。请改正或去掉它。`);
  }
  const found = onSystem(env);
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) installOnDebian();
  const installed = onSystem(env);
  if (installed) return installed;
  throw refusal(`浏览器测试需要 Chromium。请执行：sudo apt-get install -y ${PACKAGES.join(' ')}`);
}

function onSystem(env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env.PATH ?? '').split(delimiter);
  const places = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...places, MAC_CHROME].find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function installOnDebian(): void {
  tell(`正在安装浏览器测试所需的 ${PACKAGES.join('、')}……`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', ...PACKAGES],
  ]) {
    spawnSync('apt-get', args, { env, stdio: ['ignore', 2, 2] });
  }
}

function refusal(sentence: string): Refusal {
  return new Refusal('test.chromium', 409, sentence, {});
}
