import { describe, expect, test } from 'vitest';
import { broken, COUNTY, errorsOf, GOOD, lineOf } from './rulebook.fixture.ts';

/** piece of the good file, what stands there instead, field and words of the message */
const WRONG: [title: string, piece: string, by: string, field: string, words: string][] = [
  ['缺依据', '    basis: { document: 测民发〔2023〕1号, title: 测试通知 }\n', '', 'versions[0].basis', '缺这一栏'],
  ['依据没有文号也没有网址', 'document: 测民发〔2023〕1号, ', '', 'versions[0].basis', '文号（document）或网址（url）'],
  ['日历上没有的日子', 'from: 2023-01-01', 'from: 2023-02-29', 'versions[0].from', '不是日历上有的一天'],
  ['日期写成别的样子', 'from: 2023-01-01', 'from: 2023年1月1日', 'versions[0].from', '2023-01-01 的样子'],
  [
    '截止早于起始',
    '    status: active',
    '    to: 2022-01-01\n    status: active',
    'versions[0].to',
    '截止日须晚于起始日',
  ],
  ['状态不认识', 'status: active', 'status: running', 'versions[0].status', '可用：active、draft'],
  [
    '不认识的栏',
    '    confidence: high',
    '    confidence: high\n    amount: 5',
    'versions[0].amount',
    '没有“amount”这一栏',
  ],
  [
    '不认识的参数',
    '      recovery: recover',
    '      recovery: recover\n      recover: yes',
    'versions[0].parameters.recover',
    '没有“recover”这一项',
  ],
  [
    '起算月的代码不认识',
    'firstMonth: birth-month',
    'firstMonth: BIRTH_MONTH',
    'versions[0].parameters.firstMonth',
    '不认识“BIRTH_MONTH”；可用：birth-month',
  ],
  [
    '条件种类不认识',
    'type: hukou-in-division',
    'type: owns-a-house',
    'versions[0].parameters.conditions[0].type',
    '写法不认识',
  ],
  ['条件缺月中口径', ', counts: any-day }]', ' }]', 'versions[0].parameters.conditions[0].counts', '缺这一栏'],
  ['空值', 'recovery: recover', 'recovery:', 'versions[0].parameters.recovery', '空值'],
  ['金额没加引号', "monthlyYuan: '60'", 'monthlyYuan: 60', 'versions[0].parameters.bands[0].monthlyYuan', "例如 '60'"],
  [
    '金额三位小数',
    "monthlyYuan: '60'",
    "monthlyYuan: '60.005'",
    'versions[0].parameters.bands[0].monthlyYuan',
    '最多两位小数',
  ],
  ['金额为负', "monthlyYuan: '60'", "monthlyYuan: '-60'", 'versions[0].parameters.bands[0].monthlyYuan', '读不出'],
  ['金额全角', "monthlyYuan: '60'", "monthlyYuan: '６０'", 'versions[0].parameters.bands[0].monthlyYuan', '读不出'],
  ['金额是零', "monthlyYuan: '60'", "monthlyYuan: '0'", 'versions[0].parameters.bands[0].monthlyYuan', '不能是 0 元'],
  [
    '金额太大',
    "monthlyYuan: '60'",
    "monthlyYuan: '6000000'",
    'versions[0].parameters.bands[0].monthlyYuan',
    '超过上限',
  ],
  ['年龄写成文字', 'fromAge: 80', "fromAge: '80'", 'versions[0].parameters.bands[0].fromAge', '应是'],
  ['止龄小于起龄', 'fromAge: 80,', 'fromAge: 80, toAge: 70,', 'versions[0].parameters.bands[0].toAge', '小于起龄'],
  [
    '月标准和年标准都写',
    "monthlyYuan: '60'",
    "monthlyYuan: '60', yearly: { yuan: '1', payInMonth: 1, proRated: true }",
    'versions[0].parameters.bands[0]',
    '三者须写且只写一个',
  ],
  [
    '渠道加起来不是一万',
    "monthlyYuan: '60'",
    "monthlyYuan: '60', fundedBy: [{ source: 市, shareBp: 5000 }]",
    'versions[0].parameters.bands[0].fundedBy',
    '10000',
  ],
  ['档次有空档', 'fromAge: 80,', 'fromAge: 80, toAge: 85,', 'versions[0].parameters.bands[1]', '86–89 岁没有标准'],
  ['档次重叠', 'fromAge: 80,', 'fromAge: 80, toAge: 92,', 'versions[0].parameters.bands[1]', '重叠'],
  [
    '空表不是零元',
    `      bands:
        - { fromAge: 80, monthlyYuan: '60' }
        - { fromAge: 90, monthlyYuan: '80' }
        - { fromAge: 100, monthlyYuan: '500' }`,
    '      bands: []',
    'versions[0].parameters.bands',
    '不能是空的',
  ],
  ['缺一项就不能发放', '      leapDay: february-28\n', '', 'versions[0].parameters.leapDay', '“2月29日出生”没有写明'],
  [
    '认证日不存在',
    'certificationDeadlines: []',
    "certificationDeadlines: ['02-30']",
    'versions[0].parameters.suspension.certificationDeadlines[0]',
    '月-日',
  ],
  ['补发种类不认识', 'type: all', 'type: some', 'versions[0].parameters.backPay.type', '写法不认识'],
  ['区划代码没加引号', "division: '331083'", 'division: 331083', 'division', '须加引号'],
  ['没有的区划', "areas: ['331083']", "areas: ['331099']", 'areas[0]', '没有代码为“331099”的区划'],
  ['算例算错', "paysYuan: '600'", "paysYuan: '540'", 'examples[0].paysYuan', '按规则是 600 元'],
  ['逐月算例算错', "'2023-06': '80'", "'2023-06': '60'", 'examples[1].pays', '2023-06 写 60 元，按规则是 80 元'],
  ['算例的人没出生日', 'born: 1943-03-15, ', '', 'examples[0].person.born', '缺这一栏'],
  [
    '算例的户籍地不存在',
    "born: 1943-03-15, hukou: '331083'",
    "born: 1943-03-15, hukou: '331098'",
    'examples[0].person',
    '没有代码为“331098”',
  ],
  ['算例月份倒置', '2023-03..2023-12', '2023-12..2023-03', 'examples[0].months', '不是月份范围'],
];

describe('一处写错，指出文件、行、栏，并说怎么改', () => {
  test.each(WRONG)('%s', (_, piece, by, field, words) => {
    const text = broken(piece, by);
    const errors = errorsOf(text);
    const error = errors.find((each) => each.field === field);
    expect(errors.map((each) => `${each.field} ${each.message}`).join('\n')).toContain(words);
    expect(error, `没有报 ${field}：${JSON.stringify(errors)}`).toBeDefined();
    expect(error?.file).toBe(COUNTY);
    expect(error?.line).toBeGreaterThanOrEqual(1);
    expect(error?.message).toMatch(/[；。]/);
  });

  test('行号就是写错的那一行', () => {
    const text = broken('firstMonth: birth-month', 'firstMonth: whenever');
    expect(errorsOf(text)).toEqual([expect.objectContaining({ line: lineOf(text, 'whenever') })]);
    const example = broken("paysYuan: '600'", "paysYuan: '601'");
    expect(errorsOf(example)).toEqual([expect.objectContaining({ line: lineOf(example, "'601'") })]);
  });

  test('能发放的版本至少两个算例', () => {
    const text = GOOD.slice(0, GOOD.indexOf('  - name: 满90'));
    expect(errorsOf(text)).toEqual([
      expect.objectContaining({
        field: 'versions[0].from',
        message: expect.stringContaining('有 1 个算例，至少要 2 个'),
      }),
    ]);
  });

  test('一个文件里几处错，一次都报', () => {
    const text = broken('lastMonth: month-of-death', 'lastMonth: never', broken("'60'", '60'));
    expect(errorsOf(text).map(({ field }) => field)).toEqual([
      'versions[0].parameters.bands[0].monthlyYuan',
      'versions[0].parameters.lastMonth',
    ]);
  });
});
