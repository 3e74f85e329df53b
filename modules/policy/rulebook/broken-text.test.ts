import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { broken, COUNTY, errorsOf, GOOD, lineOf, readFiles } from './rulebook.fixture.ts';

describe('规则文件的文本', () => {
  test('好的文件没有错误', () => {
    expect(errorsOf(GOOD)).toEqual([]);
  });

  test('空文件、只有注释的文件', () => {
    for (const text of ['', '\n \n', '# 只有注释\n']) {
      expect(errorsOf(text)).toEqual([
        { file: COUNTY, line: 1, field: '', message: '文件是空的；请照 rulebook/README.md 填写，或删去这个文件。' },
      ]);
    }
  });

  test('GBK 字节：指出行，说是 GBK', () => {
    // “津贴” in GBK: BD F2 CC F9
    const bytes = Buffer.concat([
      Buffer.from('scheme: old-age-allowance\ntitle: '),
      Buffer.from([0xbd, 0xf2, 0xcc, 0xf9]),
      Buffer.from('\n'),
    ]);
    const [error] = errorsOf(bytes);
    expect(error).toMatchObject({ file: COUNTY, line: 2 });
    expect(error?.message).toContain('GBK');
    expect(error?.message).toContain('另存为 UTF-8');
  });

  test('制表符：指出行', () => {
    const text = broken('    status: active', '\tstatus: active');
    expect(errorsOf(text)).toEqual([
      expect.objectContaining({ line: lineOf(text, '\tstatus'), message: expect.stringContaining('制表符') }),
    ]);
  });

  test('太大的文件', () => {
    const [error] = errorsOf(`${GOOD}# ${'注'.repeat(400_000)}\n`);
    expect(error?.message).toContain('超过上限');
  });

  test('B-14 别名炸弹、锚点、合并键、标签都不读', () => {
    const bomb = `a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n`;
    expect(errorsOf(bomb)).toEqual([expect.objectContaining({ line: 1, message: expect.stringContaining('锚点') })]);
    const alias = broken("'60'", '*x');
    expect(errorsOf(alias)[0]).toMatchObject({
      line: lineOf(alias, '*x'),
      message: expect.stringMatching(/别名|alias/i),
    });
    const merge = broken('    confidence: high', '    <<: { confidence: high }');
    expect(errorsOf(merge)[0]).toMatchObject({ line: lineOf(merge, '<<'), message: expect.stringContaining('合并键') });
    const tag = broken("'60'", "!!js/function 'x'");
    expect(errorsOf(tag)[0]).toMatchObject({ line: lineOf(tag, '!!js'), message: expect.stringContaining('标签') });
  });

  test('B-14 重复的栏、两份文档、千层括号、坏缩进', () => {
    const twice = broken('    status: active', '    status: active\n    status: draft');
    expect(errorsOf(twice)).toEqual([
      expect.objectContaining({
        line: lineOf(twice, 'status: draft'),
        message: expect.stringContaining('同一栏写了两次'),
      }),
    ]);
    expect(errorsOf(`${GOOD}---\nscheme: x\n`)[0]?.message).toContain('一个文件只能有一份规则');
    expect(errorsOf(`a: ${'['.repeat(100_000)}`)[0]?.message).toContain('嵌套超过');
    expect(errorsOf(broken('    status: active', '   status: active')).length).toBeGreaterThan(0);
    expect(errorsOf('- 一\n- 二\n')[0]?.message).toContain('最外层');
  });

  test('B-14 __proto__ 不会悄悄丢掉', () => {
    const text = broken('      recovery: recover', '      recovery: recover\n      __proto__: { a: 1 }');
    expect(errorsOf(text)).toEqual([
      expect.objectContaining({ line: lineOf(text, '__proto__'), message: expect.stringContaining('__proto__') }),
    ]);
  });

  test('没有规则文件的文件夹要说', () => {
    expect(readFiles({}).report.errors).toEqual([
      expect.objectContaining({ message: expect.stringContaining('没有规则文件') }),
    ]);
  });

  test('随手删、改、插一处，从不崩溃，总有去处', () => {
    const edit = fc.record({
      at: fc.nat({ max: GOOD.length }),
      cut: fc.nat({ max: 30 }),
      put: fc.constantFrom(
        '',
        ' ',
        ':',
        '-',
        '{',
        "'",
        '\n',
        '0',
        'null',
        '[]',
        '&a',
        '*a',
        '!',
        '\u0000',
        '9e999',
        '？',
      ),
    });
    fc.assert(
      fc.property(edit, ({ at, cut, put }) => {
        const { report } = readFiles({ [COUNTY]: GOOD.slice(0, at) + put + GOOD.slice(at + cut) });
        for (const { file, line, message } of report.errors) {
          expect(file).toBe(COUNTY);
          expect(line).toBeGreaterThanOrEqual(1);
          expect(message).toMatch(/[；。]/);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('不是 .yaml 的文件要指出来', () => {
    const { errors } = readFiles({ [COUNTY]: GOOD, '330000-zhejiang/规则.xlsx': 'x' }).report;
    expect(errors).toEqual([
      expect.objectContaining({ file: '330000-zhejiang/规则.xlsx', message: expect.stringContaining('.yaml') }),
    ]);
  });
});
