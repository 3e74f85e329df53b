import { describe, expect, test } from 'vitest';
import { kangyang } from './kangyang.ts';

describe('命令行用法', () => {
  test('help 列出全部命令，退出码 0', async () => {
    const { code, stdout, stderr } = await kangyang(['help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const commands = [
      'start',
      'stop',
      'reset',
      'test',
      'run',
      'explain',
      'rules',
      'population',
      'bench',
      'keys',
      'backup',
      'restore',
    ];
    for (const command of commands) expect(stdout).toContain(`./kangyang ${command}`);
  });

  test.each([
    [[], '请说明要做什么'],
    [['toString'], '没有命令“toString”'],
    [['start', '--wrong'], '不认识的选项 --wrong'],
    [['start', '--port'], '选项 --port 缺少值'],
    [['start', '--port', '70000'], '--port 应为 0 到 65535 的整数'],
    [['start', '--demo', 'hangzhou'], '--demo 应为 yuhuan、province、none 之一'],
    [['start', '--size', '0'], '--size 应为'],
    [['start', '--size', '1e3'], '--size 应为'],
    [['run', 'pensions', '--month', '2023-08'], 'run 之后应为 allowances'],
    [['run', 'allowances'], '缺少 --month'],
    [['run', 'allowances', '--month', '2023-13'], '--month 应为 YYYY-MM'],
    [['run', 'allowances', '--month', '2023-08', '--county', '玉环'], '--county 应为六位区划代码'],
    [['explain', '--month', '2023-08'], '缺少 --person'],
    [['explain', '--person', '-1', '--month', '2023-08'], '--person'],
    [['rules', 'list'], 'rules 之后应为 check'],
    [['population'], '缺少 --size'],
    [['bench', 'year'], 'bench 之后应为 month'],
    [['keys'], 'keys 之后应为 list 或 rotate'],
    [['keys', 'list', 'all'], '多余的参数：all'],
    [['backup'], '缺少参数'],
    [['restore', 'a', 'b'], '多余的参数：b'],
    [['stop', 'now'], '多余的参数：now'],
  ])('用法错误退出码为 2，说明写在标准错误：%j', async (args, sentence) => {
    const { code, stdout, stderr } = await kangyang(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr).toContain('./kangyang');
  });
});
