import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDay } from '#platform/month/month.ts';
import { reasonOf } from './contract.ts';
import { readDocument } from './document.ts';
import { DOCUMENT_NAMES } from './document-kind.ts';
import { permitNumber, withWrongCheckDigit } from './people.testing.ts';

// Only 810000, 820000, 830000 were issued, no province has the code 99 and no country 999: these belong to nobody.
const PREFIXES = [
  ['hk-macao-permit', '819900'],
  ['hk-macao-permit', '829900'],
  ['taiwan-permit', '839900'],
  ['foreign-card', '999999'],
] as const;

const codeOf = (text: string, kind?: string) => {
  const read = readDocument(text, kind);
  return 'code' in read ? read.code : undefined;
};

describe('证件', () => {
  it.each(PREFIXES)('B-26 %s（%s开头）当作身份证号报来：按开头识别，出生日期、性别照身份证读', (kind, prefix) => {
    const number = permitNumber(prefix, '1943-03-15', 2);
    const expected = { kind, number, born: '1943-03-15', sex: 2 };
    expect(readDocument(number)).toMatchObject(expected);
    expect(readDocument(number, 'id-card')).toMatchObject(expected);
    expect(readDocument(number, kind)).toMatchObject(expected);
  });

  it('B-26 居住证、永居证的校验位：任何一位写错、任何相邻两位颠倒，全部发现', () => {
    const anyNumber = fc
      .record({
        prefix: fc.constantFrom(...PREFIXES.map(([, prefix]) => prefix)),
        day: fc.integer({ min: -25_000, max: 10_000 }),
        order: fc.integer({ min: 1, max: 999 }),
      })
      .map(({ prefix, day, order }) => permitNumber(prefix, formatDay(day), order));
    fc.assert(
      fc.property(anyNumber, (number) => {
        for (let at = 0; at < 18; at += 1) {
          for (const sign of '0123456789X') {
            if (sign === number[at]) continue;
            expect(readDocument(number.slice(0, at) + sign + number.slice(at + 1))).toHaveProperty('code');
          }
          const swapped = number.slice(0, at) + number[at + 1] + number[at] + number.slice(at + 2);
          if (at < 17 && swapped !== number) expect(readDocument(swapped)).toHaveProperty('code');
        }
      }),
    );
  });

  it.each([
    ['taiwan-permit', '819900'],
    ['hk-macao-permit', '839900'],
    ['hk-macao-permit', '339900'],
    ['foreign-card', '339900'],
  ])('B-26 写明是%s而号码以%s开头：拒绝，请核对种类', (kind, prefix) => {
    expect(codeOf(permitNumber(prefix, '1943-03-15', 2), kind)).toBe('people.document-prefix');
  });

  it('B-26 居住证没有15位的号码：81开头的15位拒绝', () => {
    expect(codeOf('819900430315002')).toBe('people.id-shape');
    expect(codeOf('999999430315002')).toBe('people.id-shape');
  });

  it('B-26 旧的外国人永久居留证：3个字母加12位数字，号码里读不出出生日期', () => {
    expect(readDocument(' ｘｘa 000000000000', 'foreign-card')).toEqual({
      kind: 'foreign-card',
      number: 'XXA000000000000',
      born: null,
      sex: null,
    });
    expect(codeOf('XXA00000000000', 'foreign-card')).toBe('people.id-shape');
  });

  it.each(['ex0000001', 'ＥＸ０００００01', 'EX 0000-001'])('B-26 护照“%s”：折算后接受', (text) => {
    expect(readDocument(text, 'passport')).toEqual({
      kind: 'passport',
      number: 'EX0000001',
      born: null,
      sex: null,
    });
  });

  it.each(['', 'EX01', 'PASSPORT', 'EX00000000001', 'ЕX0000001', '军字第1234567号'])(
    'B-26 “%s”不是护照号码：拒绝',
    (text) => {
      expect(codeOf(text, 'passport')).toBe('people.passport-shape');
    },
  );

  it.each(['测字第0000001号', '测字第0000001', '测字0000001号', '测0000001', ' 测字第 ０００0001 号'])(
    'B-26 军官证“%s”：统一写法后接受',
    (text) => {
      expect(readDocument(text, 'officer-card')).toMatchObject({ kind: 'officer-card', number: '测字第0000001号' });
    },
  );

  it.each(['', '0000001', '字第0000001号', '测字第001号', '测字第000000001号', 'EX0000001'])(
    'B-26 “%s”不是军官证号码：拒绝',
    (text) => {
      expect(codeOf(text, 'officer-card')).toBe('people.officer-card-shape');
    },
  );

  it('B-26 代码表里没有的种类：拒绝', () => {
    expect(codeOf('12345', 'driving-licence')).toBe('people.document-kind');
    expect(codeOf('12345', 'constructor')).toBe('people.document-kind');
    expect(codeOf('12345', '')).toBe('people.document-kind');
  });

  it('B-26 每一种证件的拒绝都是一句说得清的中文', () => {
    for (const kind of Object.keys(DOCUMENT_NAMES)) {
      const read = readDocument('？', kind);
      expect('code' in read && reasonOf(read)).toMatch(/^\p{Script=Han}.*(?:请核对|请注明证件种类)。$/u);
    }
  });

  it('B-21 核实过的校验位错误、出生日期不存在：只放过核实的那一处', () => {
    const typo = withWrongCheckDigit(permitNumber('339900', '1943-03-15', 2));
    expect(readDocument(typo, undefined, 'check-digit')).toMatchObject({ number: typo, born: '1943-03-15' });
    expect(readDocument(typo, undefined, 'birth')).toMatchObject({ code: 'people.id-check-digit' });
    const noSuchDay = permitNumber('339900', '1943-02-30', 2);
    expect(readDocument(noSuchDay, undefined, 'birth')).toMatchObject({ number: noSuchDay });
    expect(readDocument(noSuchDay, undefined, 'check-digit')).toMatchObject({ code: 'people.id-birth' });
    expect(readDocument(withWrongCheckDigit(noSuchDay), undefined, 'birth')).toHaveProperty('code');
  });

  it('B-25 表格软件改坏的号码：核实也不放过', () => {
    expect(readDocument('330106194910010000', undefined, 'check-digit')).toMatchObject({
      code: 'people.id-spreadsheet',
    });
  });
});
