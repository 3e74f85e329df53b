import { Secret } from 'otpauth';
import { describe, expect, test } from 'vitest';
import { keysFrom } from '#platform/crypto/keys.ts';
import { hashRecoveryCode, looksLikeRecoveryCode, makeRecoveryCodes } from './recovery-code.ts';
import { enrolmentAddress, newSecret, stepOfCode } from './totp.ts';

/** RFC 6238, appendix B, SHA-1; the last six digits of its eight. */
const RFC_SECRET = Secret.fromUTF8('12345678901234567890').base32;
const RFC: [seconds: number, code: string][] = [
  [59, '287082'],
  [1111111109, '081804'],
  [1111111111, '050471'],
  [1234567890, '005924'],
  [2000000000, '279037'],
  [20000000000, '353130'],
];

describe('动态口令', () => {
  test.each(RFC)('C-20 RFC 6238 附录B：%d 秒是 %s', (seconds, code) => {
    expect(stepOfCode(RFC_SECRET, code, new Date(seconds * 1_000))).toBe(Math.floor(seconds / 30));
  });

  test('手机快慢一步都认，再多不认；全角和空格一样', () => {
    const at = (step: number) => new Date((1111111109 + step * 30) * 1_000);
    const step = Math.floor(1111111109 / 30);
    expect([-1, 0, 1].map((off) => stepOfCode(RFC_SECRET, '081804', at(off)))).toEqual([step, step, step]);
    expect([-2, 2].map((off) => stepOfCode(RFC_SECRET, '081804', at(off)))).toEqual([undefined, undefined]);
    expect(stepOfCode(RFC_SECRET, '０８１ ８０４', at(0))).toBe(step);
    for (const wrong of ['081805', '81804', '', 'abcdef']) expect(stepOfCode(RFC_SECRET, wrong, at(0))).toBeUndefined();
  });

  test('密钥各不相同，二维码里写明是谁的', () => {
    expect(newSecret()).not.toBe(newSecret());
    expect(newSecret()).toMatch(/^[A-Z2-7]{32}$/);
    expect(decodeURIComponent(enrolmentAddress('ABCD', 'li.min'))).toContain('otpauth://totp/康养:li.min?');
  });
});

describe('恢复码', () => {
  const keys = keysFrom(Buffer.alloc(32, 7));

  test('十个，各不相同，没有容易看错的字母', () => {
    const codes = makeRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^[A-HJKMNP-Z2-9]{4}(-[A-HJKMNP-Z2-9]{4}){2}$/);
    expect(codes.every(looksLikeRecoveryCode)).toBe(true);
    expect(looksLikeRecoveryCode('123 456')).toBe(false);
  });

  test('C-22 只存带密钥的散列；小写、空格一样；换一个账号就不是它', () => {
    const hash = hashRecoveryCode(keys, 7, 'ABCD-EFGH-JKMN');
    expect(hashRecoveryCode(keys, 7, 'abcd efgh jkmn')).toEqual(hash);
    expect(hashRecoveryCode(keys, 8, 'ABCD-EFGH-JKMN')).not.toEqual(hash);
    expect(hashRecoveryCode(keysFrom(Buffer.alloc(32, 8)), 7, 'ABCD-EFGH-JKMN')).not.toEqual(hash);
  });
});
