import { expect, test } from 'vitest';
import { divisionsOf, divisionsTable, parseSource, type SourceFile, streetsAndVillagesTable } from './extract.ts';

const SOURCE: Partial<Record<SourceFile, string>> = {
  provinces: 'code,name\n33,"浙江省"\n',
  cities: 'code,name,provinceCode\n3301,"杭州市",33\n3302,"宁波市",33\n',
  areas: 'code,name,cityCode,provinceCode\n330105,"拱墅区",3301,33\n330102,"上城区",3301,33\n330200,"宁波市",3302,33\n',
};
const rows = divisionsOf((file) => SOURCE[file] ?? '');
const linesOf = (text: string) => text.split('\n').filter((line) => line.startsWith('33'));

test('六位码按序排列，不设县的市只列一次', () => {
  expect(rows.filter(([code]) => code.startsWith('33'))).toEqual([
    ['330000', '浙江省'],
    ['330100', '杭州市'],
    ['330102', '上城区'],
    ['330105', '拱墅区'],
    ['330200', '宁波市'],
  ]);
});

test('再次提取结果不变；新增的县用空槽位，不占已撤销县的', () => {
  const history = '330103\t下城区\t2\t\t2021-04-09\n';
  const first = divisionsTable(rows, '', history);
  expect(divisionsTable(rows, first, history)).toBe(first);
  expect(linesOf(first).slice(2, 4)).toEqual(['330102\t上城区\t1', '330105\t拱墅区\t3']);
  const grown = divisionsTable([...rows, ['330101', '新区'] as const], first, history);
  expect(linesOf(grown)).toEqual([...linesOf(first), '330101\t新区\t4']);
});

test('来源里少了的区划要先写进沿革', () => {
  const previous = '330103\t下城区\t2\n';
  expect(() => divisionsTable(rows, previous, '')).toThrow('330103 下城区 is no longer in the source');
});

test('村社挂在镇街之下，只写末三位', () => {
  const text = streetsAndVillagesTable([['330102001', '清波街道']], [['330102001051', '清波门社区']]);
  expect(text.split('\n').slice(2)).toEqual(['330102001\t清波街道', '051\t清波门社区', '']);
  expect(() => streetsAndVillagesTable([], [['330102001051', '清波门社区']])).toThrow('has no street');
});

test('读不懂的行要报出来', () => {
  expect(() => parseSource('code,name\n330102,上城区\n')).toThrow('not a line of the source: 330102,上城区');
});
