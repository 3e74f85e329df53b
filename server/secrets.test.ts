import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readConfig } from './config.ts';
import { readSecret } from './secrets.ts';

const read = (env: NodeJS.ProcessEnv) => readConfig('/tmp/none', env);
const url = (password: string) => `postgresql://kangyang:${encodeURIComponent(password)}@db.example/kangyang`;

describe('C-01 F27 短的、示例里的机密不启动', () => {
  test.each([
    'short',
    'password',
    'Password-1234',
    'changeme!!!!',
    '111111111111',
    '1234567890123',
    'KANGYANG_app-2023',
    '密码密码密码密码密码密码',
  ])('口令“%s”', (password) => {
    for (const name of ['DATABASE_URL', 'DATABASE_APP_URL']) {
      const env = { DATABASE_URL: url('of-the-owner-71'), [name]: url(password) };
      expect(() => read(env), name).toThrow(new RegExp(`${name}.*没有启动`));
    }
  });

  test('随机的、没有口令的照常', () => {
    expect(read({ DATABASE_URL: url('b7Qx-93kLm2!') }).databaseUrl).toContain('b7Qx');
    expect(read({ DATABASE_URL: 'postgresql://kangyang@db.example/kangyang' }).databaseUrl).toBeDefined();
    expect(read({}).databaseUrl).toBeUndefined();
  });

  test('可以放在文件里；文件只有本人能读，两处不能都写', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kangyang-secret-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'url');
    writeFileSync(file, `${url('b7Qx-93kLm2!')}\n`, { mode: 0o600 });
    expect(read({ DATABASE_URL_FILE: file }).databaseUrl).toBe(url('b7Qx-93kLm2!'));
    expect(() => readSecret({ A: 'x', A_FILE: file }, 'A')).toThrow('只能设一个');
    chmodSync(file, 0o640);
    expect(() => readSecret({ A_FILE: file }, 'A')).toThrow('chmod 600');
    expect(() => readSecret({ A_FILE: join(folder, 'absent') }, 'A')).toThrow('读不到');
    writeFileSync(join(folder, 'empty'), '', { mode: 0o600 });
    expect(() => readSecret({ A_FILE: join(folder, 'empty') }, 'A')).toThrow('空的');
  });
});

test('F27 地址、代理、嵌入的设置写错了就不启动；写对了各就各位', () => {
  const { site } = read({
    KANGYANG_PUBLIC_URL: 'https://kangyang.example',
    KANGYANG_TRUST_PROXY: '10.1.0.5, 10.2.0.0/16',
    KANGYANG_FRAME_ANCESTORS: 'https://zzd.example',
  });
  expect(site).toEqual({
    ...{ https: true, host: 'kangyang.example', trustProxy: ['10.1.0.5', '10.2.0.0/16'] },
    frameAncestors: ['https://zzd.example'],
  });
  expect(read({}).site).toEqual({ https: false, host: undefined, trustProxy: [], frameAncestors: [] });
  for (const [name, wrong] of [
    ['KANGYANG_PUBLIC_URL', 'kangyang.example'],
    ['KANGYANG_PUBLIC_URL', 'https://a.example/path'],
    ['KANGYANG_PUBLIC_URL', 'https://a.example https://b.example'],
    ['KANGYANG_TRUST_PROXY', 'true'],
    ['KANGYANG_TRUST_PROXY', '*'],
    ['KANGYANG_FRAME_ANCESTORS', '*'],
    ['KANGYANG_FRAME_ANCESTORS', "'self'; script-src *"],
    ['KANGYANG_FRAME_ANCESTORS', 'http://zzd.example'],
  ] as const) {
    expect(() => read({ [name]: wrong }), `${name}=${wrong}`).toThrow(`${name} 里的`);
  }
});
