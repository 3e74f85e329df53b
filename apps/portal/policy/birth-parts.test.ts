import { describe, expect, test } from 'vitest';
import { readBirth } from './birth-parts.ts';

function read(year: string, month: string, day: string) {
  return readBirth({ year, month, day });
}

describe('出生日期的填写', () => {
  test.each([
    ['1943', '3', '5', '1943-03-05'],
    ['1943', '03', '05', '1943-03-05'],
    ['１９４３', '１２', '３１', '1943-12-31'],
    [' 1943年 ', '3月', '5日', '1943-03-05'],
    ['1944', '2', '29', '1944-02-29'],
  ])('%s %s %s 即 %s', (year, month, day, born) => {
    expect(read(year, month, day)).toEqual({ born });
  });

  test.each([
    ['', '3', '5', 'year', '请填写出生的“年”。'],
    ['1943', ' ', '5', 'month', '请填写出生的“月”。'],
    ['43', '3', '5', 'year', '年份请填四位数，例如1943。'],
    ['一九四三', '3', '5', 'year', '“年”请只填数字，例如1943。'],
    ['1943', '13', '5', 'month', '月份请填1到12。'],
    ['1943', '2', '29', 'day', '1943年2月只有28天，请核对“日”。'],
    ['1943', '3', '0', 'day', '1943年3月只有31天，请核对“日”。'],
    ['1943', '3', '-5', 'day', '“日”请只填数字，例如5。'],
  ])('B-38 %s %s %s 不猜，说清哪里错', (year, month, day, part, sentence) => {
    expect(read(year, month, day)).toEqual({ wrong: part, sentence });
  });
});
