import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failsLuhn, readAccountNumber } from './account-number.ts';

const anyDigits = fc.stringMatching(/^\d{11,22}$/);
/** Independent of the code under test: the sum as ISO/IEC 7812-1 writes it, from the right. */
function luhnDigit(digits: string): string {
  const sum = [...digits]
    .reverse()
    .flatMap((sign, index) => (index % 2 === 0 ? [...String(Number(sign) * 2)] : [sign]))
    .reduce((total, sign) => total + Number(sign), 0);
  return String((10 - (sum % 10)) % 10);
}

describe('银行账号', () => {
  it.each([
    '9999330000000000013',
    '9999 3300 0000 0000 013',
    '9999-3300-0000-0000-013',
    '９９９９３３０００００００００００１３',
    '9999－3300‑0000–0000 013',
    '\uFEFF9999330000\u200B000000013\u3000',
  ])('B-29 写作“%s”：折算成同一个账号', (text) => {
    expect(readAccountNumber(text)).toBe('9999330000000000013');
  });

  it.each([null, '', ' ', '--'])('B-29 没有账号（%j）：没有就是没有，不算错', (text) => {
    expect(readAccountNumber(text)).toBeNull();
  });

  it.each(['1'.repeat(11), '1'.repeat(24), '6222A00000000013', '6.222E+18', '无', '９９９９33ОО00000000013'])(
    'B-29 “%s”不是12至23位数字：不收',
    (text) => {
      expect(readAccountNumber(text)).toBeUndefined();
    },
  );

  it('B-29 12至23位都收', () => {
    for (let length = 12; length <= 23; length += 1) {
      expect(readAccountNumber('1'.repeat(length))).toBe('1'.repeat(length));
    }
  });

  it('B-29 标准的例子：79927398713 的校验位是3', () => {
    expect(['79927398710', '79927398713', '79927398718'].map(failsLuhn)).toEqual([true, false, true]);
  });

  it('B-29 校验位对的不提示，换成任何别的数字都提示', () => {
    fc.assert(
      fc.property(anyDigits, (digits) => {
        const right = luhnDigit(digits);
        for (const last of '0123456789') expect(failsLuhn(digits + last)).toBe(last !== right);
      }),
    );
  });
});
