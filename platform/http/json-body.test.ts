import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readJson } from './json-body.ts';

describe('B-14 JSON 正文', () => {
  test('普通的 JSON 与 JSON.parse 读得一样', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), (text) => {
        fc.pre(!/__proto__|constructor|prototype/.test(text));
        fc.pre(!/[\d.]e[+-]?\d|\d{16}/i.test(text));
        expect(readJson(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 500, seed: 20_261_128 },
    );
    for (const text of [
      '{"a":1,"b":{"a":2}}',
      ' [ -0.5 , 1e3, "\\u0061\\"" ] ',
      '9007199254740991',
      '"{"',
      '{"a":"b","c":["a","a"]}',
    ]) {
      expect(readJson(text), text).toEqual(JSON.parse(text));
    }
  });

  test.each([
    ['一千层', '['.repeat(1_000) + ']'.repeat(1_000)],
    ['一百万个括号', '['.repeat(1_000_000)],
    ['一千层对象', `${'{"a":'.repeat(1_000)}1${'}'.repeat(1_000)}`],
    ['重复的名字', '{"county":"331083","county":"330106"}'],
    ['换了写法的重复名字', '{"a":1,"\\u0061":2}'],
    ['里层的重复名字', '{"x":[{"a":1,"a":1}]}'],
    ['__proto__', '{"__proto__":{"isAdmin":true}}'],
    ['换了写法的 __proto__', '{"\\u005f_proto__":1}'],
    ['constructor', '{"constructor":{"prototype":{"a":1}}}'],
    ['1e400', '{"a":1e400}'],
    ['-1e400', '[-1e400]'],
    ['2^53+1', '{"amountFen":9007199254740993}'],
    ['1e20', '[1e20]'],
    ['NaN', '{"a":NaN}'],
    ['Infinity', '[Infinity]'],
    ['空', ''],
    ['空白', '  '],
    ['半截', '{"a":'],
    ['半截字符串', '{"a":"b'],
    ['多余的逗号', '{"a":1,}'],
    ['注释', '{/* a */}'],
    ['单引号', "{'a':1}"],
    ['两份', '{} {}'],
    ['BOM', '\ufeff{}'],
    ['十六进制', '[0x10]'],
    ['前导零', '[010]'],
  ])('%s：拒绝', (_, text) => {
    expect(() => readJson(text)).toThrow();
  });

  test('一兆字节的正文读得很快，时间与长度成正比', () => {
    const long = JSON.stringify(Array.from({ length: 40_000 }, (_, n) => ({ personNo: n, note: '甲"乙' })));
    const began = performance.now();
    expect(() => readJson(long.slice(0, -3))).toThrow();
    expect(readJson(long)).toHaveLength(40_000);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
