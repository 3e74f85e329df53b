import { describe, expect, it } from 'vitest';
import { ageOn, checkBirth } from './birth.ts';

const TODAY = '2023-08-05';

describe('周岁与出生日期', () => {
  it.each([
    ['1943-08-05', '2023-08-04', 79],
    ['1943-08-05', '2023-08-05', 80],
    ['1943-08-05', '2023-08-06', 80],
    ['1900-12-31', '2000-12-30', 99],
  ])('%s出生，%s为%i周岁', (born, day, age) => {
    expect(ageOn(born, day)).toBe(age);
  });

  it.each(['1920', '1924', '1928', '1932', '1936', '1940', '1944', '1948', '1952', '1956', '1960'])(
    'B-35 %s年2月29日出生：平年3月1日算满，闰年当日满（规则另有参数）',
    (year) => {
      const born = `${year}-02-29`;
      const age = 83 - ((Number(year) + 83) % 4 === 0 ? 1 : 0);
      const common = Number(year) + age;
      expect([ageOn(born, `${common}-02-28`), ageOn(born, `${common}-03-01`)]).toEqual([age - 1, age]);
      expect(ageOn(born, `${Number(year) + 80}-02-29`)).toBe(80);
    },
  );

  it.each(['1940-06-01', '1941-03-15', '1946-05-15', '1947-04-15', '1948-05-01', '1949-05-01', '1900-12-31'])(
    'B-37 %s零点在上海不曾存在或不是整时区：日期仍是这一天，80周岁不差一日',
    (born) => {
      const turns = `${Number(born.slice(0, 4)) + 80}${born.slice(4)}`;
      expect(checkBirth(born, TODAY)).toBeUndefined();
      expect(ageOn(born, turns)).toBe(80);
    },
  );

  it.each([
    '1900-01-00',
    '1943',
    '1943-02',
    '民国三十二年',
    '44197',
    '2024/2/30',
    '24.2.1',
    '2023-02-29',
    '1943-13-01',
    '',
  ])('B-38 “%s”不是完整的公历日期：拒绝，不推测', (text) => {
    expect(checkBirth(text, TODAY)).toMatchObject({ code: 'people.birth-day' });
  });

  it.each([
    ['2023-08-06', 'people.birth-future'],
    ['2099-13-01', 'people.birth-day'],
    ['1879-12-31', 'people.birth-too-early'],
    ['1892-01-01', 'people.birth-too-old'],
  ])('B-23 %s：%s', (born, code) => {
    expect(checkBirth(born, TODAY)).toMatchObject({ code });
  });
});
