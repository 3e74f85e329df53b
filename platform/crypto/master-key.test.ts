import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fingerprintOf, openMasterKey, readMasterKey } from './master-key.ts';

function aFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kangyang-master-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'secrets', 'master.key');
}

test('C-23 没有就产生一把，只有本人可读；再打开是同一把', async () => {
  const file = aFile();
  const made = await openMasterKey({ file });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await openMasterKey({ file })).toEqual(made);
  expect(readFileSync(file, 'utf8').trim()).not.toContain(fingerprintOf(made));
  chmodSync(file, 0o640);
  await expect(readMasterKey({ file })).rejects.toThrow('可被他人读取');
});

test('C-23 环境变量里的主密钥：用它，不建文件', async () => {
  const file = aFile();
  const fromEnvironment = Array.from({ length: 32 }, (_, n) =>
    ((n * 73 + 41) % 256).toString(16).padStart(2, '0'),
  ).join('');
  expect((await openMasterKey({ file, fromEnvironment })).toString('hex')).toBe(fromEnvironment);
  expect(existsSync(file)).toBe(false);
});

test('C-01 F27 太短的、写残的、样例般的主密钥都拒绝', async () => {
  const staircase = Buffer.from(Array.from({ length: 32 }, (_, n) => n)).toString('hex');
  for (const [text, sentence] of [
    ['', '内容不完整'],
    ['00'.repeat(16), '内容不完整'],
    [`${'a1'.repeat(31)}zz`, '内容不完整'],
    ['00'.repeat(32), '不是随机产生的'],
    ['deadbeef'.repeat(8), '不是随机产生的'],
    [staircase, '不是随机产生的'],
  ] as const) {
    await expect(readMasterKey({ file: '/none', fromEnvironment: text }), text).rejects.toThrow(sentence);
  }
  const file = aFile();
  await openMasterKey({ file });
  writeFileSync(file, '1234\n', { mode: 0o600 });
  await expect(openMasterKey({ file })).rejects.toThrow('内容不完整');
});
