import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COMMON_ROOTS } from './common-password.data.ts';
import { whyRefused } from './refused-password.ts';
import { weaknessOf } from './weak-password.ts';

const OWN = ['zhang.san', '张三丰'];
const COMMON = '主要由常见词、姓氏地名、日期号码、键盘顺序或重复组成';

/** How people make a root "complex". */
const HABITS: ((root: string) => string)[] = [
  (root) => `${root}123456`,
  (root) => `${root}@2024`,
  (root) => `${root[0]?.toUpperCase()}${root.slice(1)}!2023!`,
  (root) => `123456${root}`,
  (root) => `${root}${root}${root}${root}`,
  (root) => `${[...root].reverse().join('')}#888888`,
  (root) => `${root.replaceAll('a', '@').replaceAll('o', '0').replaceAll('s', '$').replaceAll('e', '3')}_1949`,
  (root) => `${root}.13800138000`,
  (root) => `Qwerty-${root}-1`,
  (root) => `${root}&${root}2008`,
  (root) => `1qaz${root}2wsx`,
];

describe('弱口令', () => {
  test.each([
    ['', '不足12位'],
    ['Kx7$mQ2!pR9', '不足12位'],
    ['19491001194910', '全是数字'],
    ['１２３４５６７８９０１２', '全是数字'],
    ['Zhang.San#Kx7mQ2pR', '含有账号或姓名'],
    ['nas.gnahz#Kx7mQ2pR', '含有账号或姓名'],
    ['Kx7mQ2pRvT张三丰', '含有账号或姓名'],
    ['aaaaaaaaaaaaaaaa', COMMON],
    ['Kx7Kx7Kx7Kx7Kx7Kx7', COMMON],
    ['abcdefghijklmnop', COMMON],
    ['qwertyuiop[]asdfgh', COMMON],
    ['1q2w3e4r5t6y7u8i', COMMON],
    ['1qaz2wsx3edc4rfv', COMMON],
    ['!@#$%^&*()_+qaz', COMMON],
    ['P@ssw0rd2024!', COMMON],
    ['Drowssap-123456', COMMON],
    ['Yuhuan-Minzheng-2023', COMMON],
    ['Kangyang@zheli#88', COMMON],
    ['浙里康养浙里康养浙里康养', COMMON],
    ['我爱你中国我爱你民政局2024', COMMON],
    ['zj330106194910011234x', COMMON],
  ])('C-01 “%s”被拒：%s', (password, reason) => {
    expect(weaknessOf(password, OWN)).toBe(reason);
  });

  test('C-01 常见词按常见套路变出的三千多个口令，一个也不放过', () => {
    const made = COMMON_ROOTS.flatMap((root) => HABITS.map((habit) => habit(root)));
    expect(made.length).toBeGreaterThan(3000);
    expect(made.filter((password) => weaknessOf(password, OWN) === undefined)).toEqual([]);
  });

  test('C-01 泄露过的口令，前后加了数字符号也不行', async () => {
    const { dictionary } = await import('@zxcvbn-ts/language-common');
    const breached = (dictionary['passwords-common'] ?? []).map(String);
    expect(breached.length).toBeGreaterThan(40_000);
    const reasons = await Promise.all(breached.map((password) => whyRefused(password, OWN)));
    expect(breached.filter((_, at) => reasons[at] === undefined)).toEqual([]);
    for (const password of ['leavemealone', 'LeaveMeAlone#2024', '88!leavemealone']) {
      expect(await whyRefused(password, OWN), password).toBe('是已经泄露过的口令');
    }
    expect(await whyRefused('vermilion kettle northbound', OWN)).toBeUndefined();
  });

  test.each(['Kx7$mQ2!pR9v', 'vermilion kettle northbound', '雨打芭蕉叶带愁心同新月向人羞', 'tR4-uM8-wB1-hJ5'])(
    '“%s”可以用',
    (password) => {
      expect(weaknessOf(password, OWN)).toBeUndefined();
    },
  );

  test('随机的十六位口令，千次中至少九百九十次可用', () => {
    const letters = fc.string({
      unit: fc.constantFrom(...'ABCDEFGHJKMNPQRSTVWXYZabdfghjkmprtuvwxyz2456789#%&*-=?'),
      minLength: 16,
      maxLength: 16,
    });
    const refused = fc.sample(letters, { numRuns: 1000, seed: 7 }).filter((password) => weaknessOf(password, OWN));
    expect(refused.length).toBeLessThan(10);
  });

  test('任何输入都有回答', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.string(), (password, own) => {
        weaknessOf(password, [own]);
      }),
    );
  });
});
