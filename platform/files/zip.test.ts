import { describe, expect, test } from 'vitest';
import { Refusal } from '../refusal/refusal.ts';
import { type AnEntry, aZip } from './zip.fixture.ts';
import { isPlainName, readZip, unzip } from './zip.ts';

function refusalOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
  return 'read';
}

describe('压缩包在解开之前先看目录', () => {
  test('平常的压缩包读得出，解得开', () => {
    const zip = aZip([
      { name: '名单/甲.csv', content: Buffer.from('甲\n') },
      { name: '名单/', content: Buffer.alloc(0) },
    ]);
    const [first, second] = readZip(zip);
    expect(unzip(zip, first!).toString()).toBe('甲\n');
    expect(second).toMatchObject({ name: '名单/', bytes: 0 });
    expect(readZip(aZip([], { comment: Buffer.from('说明') }))).toEqual([]);
  });

  test.each<[string, AnEntry[], string]>([
    ['42.zip 那样的压缩炸弹', [{ name: 'a', content: Buffer.alloc(2_000_000) }], '压缩率超过'],
    ['解开后超过 200 MB', [{ name: 'a', said: { bytes: 201 * 1024 * 1024, packed: 3 * 1024 * 1024 } }], '超过 200 MB'],
    ['链接', [{ name: 'a', mode: 0o120777 }], '链接或设备'],
    ['加密', [{ name: 'a', flags: 1 }], '加密'],
    ['不认识的压缩方式', [{ name: 'a', method: 99 }], '压缩方式'],
    ['同名两次，大小写不同也算', [{ name: 'a.txt' }, { name: 'A.TXT' }], '同名'],
  ])('B-52 %s：拒绝', (_, entries, said) => {
    expect(refusalOf(() => readZip(aZip(entries)))).toContain(said);
  });

  test('B-52 一百万个条目、互相重叠的条目、目录和内容不一致', () => {
    const many = Array.from({ length: 1_001 }, (_, n) => ({ name: `f${n}`, method: 0 }));
    expect(refusalOf(() => readZip(aZip(many)))).toContain('超过 1000 个');
    expect(refusalOf(() => readZip(aZip([{ name: 'a' }], { count: 0xffff })))).toContain('超过 1000 个');
    const content = Buffer.from(Array.from({ length: 5_000 }, (_, n) => n % 251));
    const overlapping = Array.from({ length: 40 }, (_, n) => ({
      name: `f${n}`,
      content,
      said: { at: 0, packed: 9_000 },
    }));
    expect(refusalOf(() => readZip(aZip(overlapping)))).toContain('重叠');
    for (const count of [0, 2])
      expect(refusalOf(() => readZip(aZip([{ name: 'a' }], { count })))).toContain('目录不完整');
    for (const cut of [1, 10, 40]) {
      const zip = aZip([{ name: 'a' }]);
      expect(refusalOf(() => readZip(zip.subarray(0, zip.length - cut)))).toContain('目录不完整');
    }
    expect(refusalOf(() => readZip(Buffer.alloc(0)))).toContain('目录不完整');
  });

  test('B-52 目录里说小了的文件，解开时在说的大小处停下', () => {
    const zip = aZip([{ name: 'a', content: Buffer.alloc(50_000, 7), said: { bytes: 1_000 } }]);
    expect(refusalOf(() => unzip(zip, readZip(zip)[0]!))).toContain('与目录不符');
    const elsewhere = aZip([{ name: 'a', said: { at: 5 } }]);
    expect(refusalOf(() => unzip(elsewhere, readZip(elsewhere)[0]!))).toContain('目录不完整');
  });

  test.each([
    '../a',
    'a/../../b',
    '/etc/passwd',
    '/profile/../../etc/passwd',
    '..',
    '.',
    './a',
    'a//b',
    'a/./b',
    '..;/a',
    '%2e%2e%2fa',
    'a%00.jpg',
    '\\\\server\\share',
    'C:\\a',
    'C:a',
    'a\\..\\b',
    'a\0b',
    'a\r\nb',
    'CON',
    'nul.txt',
    'com1.jpg',
    'a.',
    'a ',
    '\u202egpj.exe',
    'a\u2028b',
    'a:b',
    'a|b',
    '',
    'x'.repeat(201),
  ])('B-52 B-54 名字“%s”不收', (name) => {
    expect(isPlainName(name)).toBe(false);
    if (name !== '') expect(refusalOf(() => readZip(aZip([{ name }])))).toContain('不安全的文件名');
  });

  test('B-54 平常的名字都收', () => {
    for (const name of ['a.txt', '名单 2023.csv', '玉环/清港镇/甲.jpg', 'console.log', 'a..b', '.hidden', 'folder/']) {
      expect(isPlainName(name), name).toBe(true);
    }
  });
});
