import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDay } from '#platform/month/month.ts';
import { readIdNumber } from './id-number.ts';
import { checkDigit, makeSyntheticIdNumber } from './synthetic-id-number.ts';

const anyNumber = fc
  .record({
    prefix: fc.integer({ min: 339_900, max: 339_999 }),
    day: fc.integer({ min: -25_000, max: 10_000 }),
    order: fc.integer({ min: 1, max: 995 }),
  })
  .map(({ prefix, day, order }) => makeSyntheticIdNumber(prefix, formatDay(day), order));

const withSign = (text: string, at: number, sign: string) => text.slice(0, at) + sign + text.slice(at + 1);
const swapped = (text: string, at: number) => text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2);

describe('身份证号（GB 11643）', () => {
  it('标准附录的例子：11010519491231002X', () => {
    expect(readIdNumber('11010519491231002X')).toEqual({
      kind: 'id-card',
      number: '11010519491231002X',
      prefix: '110105',
      born: '1949-12-31',
      sex: 2,
    });
  });

  it.each(['x', 'X', 'ｘ', 'Ｘ', '×'])('B-20 末位写作“%s”：都记作X', (sign) => {
    expect(readIdNumber(`11010519491231002${sign}`)).toMatchObject({ number: '11010519491231002X' });
  });

  it('B-08 全角数字、空格、不可见字符：折算后接受', () => {
    expect(readIdNumber('\uFEFF１１０１０５ 1949\u00A01231\u200B００２Ｘ\u3000')).toMatchObject({
      number: '11010519491231002X',
    });
  });

  it.each(['Х', 'х'])('B-08 末位是俄文字母“%s”：拒绝', (sign) => {
    expect(readIdNumber(`11010519491231002${sign}`)).toMatchObject({ code: 'people.id-cyrillic' });
  });

  it('B-21 任何一位写错：全部发现', () => {
    fc.assert(
      fc.property(anyNumber, (number) => {
        for (let at = 0; at < 18; at += 1) {
          for (const sign of '0123456789X') {
            if (sign === number[at]) continue;
            expect(readIdNumber(withSign(number, at, sign))).toHaveProperty('code');
          }
        }
      }),
    );
  });

  it('B-21 任何相邻两位颠倒：全部发现', () => {
    fc.assert(
      fc.property(anyNumber, (number) => {
        for (let at = 0; at < 17; at += 1) {
          if (number[at] === number[at + 1]) continue;
          expect(readIdNumber(swapped(number, at))).toHaveProperty('code');
        }
      }),
    );
  });

  it('B-22 15位号码：补19和校验位', () => {
    expect(readIdNumber('130503670401001')).toMatchObject({ number: '130503196704010016', born: '1967-04-01', sex: 1 });
  });

  it.each(['996', '997', '998', '999'])(
    'B-22 15位号码顺序码%s（发证时已满百岁，生于18xx年）：拒绝并请提供18位',
    (order) => {
      expect(readIdNumber(`130503670401${order}`)).toMatchObject({ code: 'people.id-order-century' });
    },
  );

  it('B-22 18位号码顺序码996：出生年份写明，接受', () => {
    const first17 = '33990018990401996';
    expect(readIdNumber(first17 + checkDigit(first17))).toMatchObject({ born: '1899-04-01', sex: 2 });
  });

  it('B-23 不存在的日期（19410229）：即使校验位对也拒绝', () => {
    const first17 = '33990019410229001';
    expect(readIdNumber(first17 + checkDigit(first17))).toMatchObject({ code: 'people.id-birth' });
  });

  it('B-24 区划代码已撤销（330103原下城区）：接受', () => {
    const first17 = '33010319410301001';
    expect(readIdNumber(first17 + checkDigit(first17))).toMatchObject({ prefix: '330103' });
  });

  it.each(['3.30106194910010E+17', '330106194910010000', '330106194910010E17'])(
    'B-25 表格软件改坏的%s：拒绝',
    (text) => {
      expect(readIdNumber(text)).toHaveProperty('code');
    },
  );

  it('B-25 科学计数法：说明把列设为文本', () => {
    expect(readIdNumber('3.30106194910010E+17')).toMatchObject({ code: 'people.id-spreadsheet' });
  });

  it.each(['', '  ', '33010619491001003', '3301061949100100311', '军字第123号'])('不是号码的“%s”：拒绝', (text) => {
    expect(readIdNumber(text)).toHaveProperty('code');
  });

  it('合成号码只用从未启用的339900–339999', () => {
    expect(() => makeSyntheticIdNumber(330_106, '1941-01-01', 1)).toThrow();
    expect(() => makeSyntheticIdNumber(339_900, '1941-01-01', 996)).toThrow();
    expect(readIdNumber(makeSyntheticIdNumber(339_900, '1941-06-01', 1))).toMatchObject({ born: '1941-06-01', sex: 1 });
  });
});
