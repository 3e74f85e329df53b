import { describe, expect, test } from 'vitest';
import { monthNo } from '#platform/month/month.ts';
import { died, hukou, type Life, lawWith, liveThrough, paidBefore, REAL } from './one-life.ts';

const YUHUAN = '330000-zhejiang/331000-taizhou/331083-yuhuan/old-age-allowance';
const NINGBO = '330000-zhejiang/330200-ningbo/old-age-allowance';
const SHANGHAI = '310000-shanghai/old-age-allowance';
const times = <T>(count: number, value: T): T[] => Array<T>(count).fill(value);

describe('钱塘区居保加发', () => {
  test('2019年1月起，那时还没有钱塘区：新区的老人每月50元，设区那月不断、不重', () => {
    const life: Life = {
      born: '1938-05-05',
      facts: [
        hukou('Z33010001', '1938-05-05', '2021-04-09'),
        hukou('330114', '2021-04-09'),
        { kind: 'pension', value: 'resident', from: '1999-01-01' },
      ],
    };
    const { paid, ordered, county } = liveThrough(life, { first: '2018-11', through: '2023-02' });
    expect(paid['2018-12']).toBeUndefined();
    expect(paid['2019-01']).toMatchObject({ payFen: 5_000, kind: 'new', parts: ['month 2019-01..2019-01 50'] });
    expect(ordered('2019-01', '2019-12')).toEqual(times(12, 50));
    // From 2020 on Hangzhou's own 50 beside it, from 2023 on 60.
    expect(ordered('2020-01', '2022-12')).toEqual(times(36, 100));
    expect(ordered('2023-01', '2023-02')).toEqual([110, 110]);
    expect([county('2021-03'), county('2021-05')]).toEqual(['Z33010001', '330114']);
  });
});

describe('嵊州市官方示例', () => {
  test('3月满80周岁，3月至12月共10个月600元', () => {
    const life = { born: '1943-03-15', facts: [hukou('330683', '1943-03-15')] };
    const { paid, ordered } = liveThrough(life, { first: '2023-01', through: '2023-12' });
    expect(Object.keys(paid)).toHaveLength(10);
    expect(paid['2023-03']).toMatchObject({ kind: 'new', cause: 'reached-age' });
    expect(ordered('2023-01', '2023-12')).toEqual([0, 0, ...times(10, 60)]);
    expect(Object.values(paid).reduce((sum, { payFen }) => sum + payFen, 0)).toBe(60_000);
  });
});

describe('R-08 标准从月中某日起', () => {
  const life = { born: '1918-01-01', facts: [hukou('330203', '1918-01-01')] };

  test('宁波2019-04-04由300元提到800元：当月起算或次月起算，由规则写明', () => {
    const months = { first: '2019-02', through: '2019-06' };
    expect(liveThrough(life, months).ordered('2019-02', '2019-06')).toEqual([300, 300, 800, 800, 800]);
    const law = lawWith(NINGBO, { midMonthStart: 'next-month' });
    expect(liveThrough(life, { ...months, law }).ordered('2019-02', '2019-06')).toEqual([300, 300, 300, 800, 800]);
  });

  test('宁波2023-01-01的标准，文件4月才施行：1至3月已按旧标准发的，4月补差恰好一次', () => {
    const old = {
      files: REAL.files.map((file) =>
        file.file === NINGBO
          ? {
              ...file,
              versions: file.versions.slice(0, 2).map((version, n) => (n === 1 ? { ...version, to: null } : version)),
            }
          : file,
      ),
      sha256: 'before 2023-04-01',
    };
    const { paid, ordered } = liveThrough(
      { born: '1937-07-01', facts: [hukou('330203', '1937-07-01')] },
      { first: '2022-12', through: '2023-06', lawIn: (month) => (month < monthNo('2023-04') ? old : REAL) },
    );
    expect(paid['2023-04']).toMatchObject({
      kind: 'changed',
      parts: ['back-pay 2023-01..2023-03 10', 'month 2023-04..2023-04 60'],
    });
    expect(paid['2023-05']).toMatchObject({ kind: 'unchanged', parts: ['month 2023-05..2023-05 60'] });
    expect(ordered('2022-12', '2023-06')).toEqual([50, ...times(6, 60)]);
  });
});

describe('M-20 月中在两县之间迁移', () => {
  const moved = (known?: string): Life => ({
    born: '1930-04-04',
    facts: [
      { ...hukou('331083', '1930-04-04'), ...(known ? {} : { to: '2023-05-10' }) },
      hukou('331081', '2023-05-10', undefined, known),
    ],
  });
  const months = { first: '2023-03', through: '2023-08' };

  test('当月由迁入地发或由迁出地发：每月一份，不重不漏', () => {
    const byNew = liveThrough(moved(), months);
    expect(byNew.ordered('2023-03', '2023-08')).toEqual([80, 80, 60, 60, 60, 60]);
    expect([byNew.county('2023-04'), byNew.county('2023-05')]).toEqual(['331083', '331081']);
    const byOld = liveThrough(moved(), { ...months, law: lawWith(YUHUAN, { moveMonth: 'old-division' }) });
    expect(byOld.ordered('2023-03', '2023-08')).toEqual([80, 80, 80, 60, 60, 60]);
    expect([byOld.county('2023-05'), byOld.county('2023-06')]).toEqual(['331083', '331081']);
  });

  test('两个月后才知道：只退差额，不重发整月', () => {
    const { paid, ordered } = liveThrough(moved('2023-07-02'), months);
    expect(ordered('2023-03', '2023-08')).toEqual([80, 80, 60, 60, 60, 60]);
    expect(paid['2023-06']).toMatchObject({ parts: ['month 2023-06..2023-06 80'] });
    expect(paid['2023-07']).toMatchObject({ parts: ['recovery 2023-05..2023-06 -20', 'month 2023-07..2023-07 60'] });
  });

  test('R-04 同一个月迁出又迁回：仍由原县发一份', () => {
    const life: Life = {
      born: '1930-04-04',
      facts: [
        hukou('331083', '1930-04-04', '2023-05-03'),
        hukou('331081', '2023-05-03', '2023-05-28'),
        hukou('331083', '2023-05-28'),
      ],
    };
    for (const moveMonth of ['old-division', 'new-division'] as const) {
      const { ordered, county } = liveThrough(life, { ...months, law: lawWith(YUHUAN, { moveMonth }) });
      expect(ordered('2023-03', '2023-08'), moveMonth).toEqual(times(6, 80));
      expect(county('2023-05'), moveMonth).toBe('331083');
    }
  });

  test('迁出本省：次月起停发，以后什么都没有', () => {
    const life = {
      born: '1930-04-04',
      facts: [hukou('331083', '1930-04-04', '2023-05-10'), hukou('310101', '2023-05-10')],
    };
    const { paid, ordered } = liveThrough(life, months);
    expect(ordered('2023-03', '2023-08')).toEqual([80, 80, 0, 0, 0, 0]);
    expect(paid['2023-05']).toMatchObject({ kind: 'stopped', cause: 'moved-out', payFen: 0 });
    expect(paid['2023-06']).toBeUndefined();
  });
});

describe('R-02 按季预拨（上海）', () => {
  const resident = (born: string, facts: Life['facts'] = []): Life => ({
    born,
    facts: [
      hukou('310101', born),
      { kind: 'confirmation', from: '2024-01-10' },
      { kind: 'application', from: '2016-05-03' },
      ...facts,
    ],
  });
  const quarter = { first: '2024-04', through: '2024-09', province: '31' };

  test('季内满80、90、100：一次拨付里分成两段，下季不再调整', () => {
    const cases: [string, number, number][] = [
      ['1944-05-10', 150, 180],
      ['1934-05-10', 180, 350],
      ['1924-05-10', 350, 600],
    ];
    for (const [born, before, after] of cases) {
      const { paid } = liveThrough(resident(born), quarter);
      expect(paid['2024-04']?.parts, born).toEqual([
        `month 2024-04..2024-04 ${before}`,
        `month 2024-05..2024-06 ${after}`,
      ]);
      for (const month of ['2024-05', '2024-06']) expect(paid[month]?.payFen, `${born} ${month}`).toBe(0);
      expect(paid['2024-07']?.parts, born).toEqual([`month 2024-07..2024-09 ${after}`]);
    }
  });

  test('季中新增：从确认的那个月起，补到季末，不重不漏', () => {
    const confirmed: Life = {
      born: '1959-05-10',
      facts: [hukou('310101', '1959-05-10'), { kind: 'confirmation', from: '2024-05-12' }],
    };
    const { paid, ordered } = liveThrough(confirmed, quarter);
    expect(paid['2024-04']).toBeUndefined();
    expect(paid['2024-05']).toMatchObject({ kind: 'new', payFen: 15_000, parts: ['month 2024-05..2024-06 75'] });
    expect(ordered('2024-04', '2024-09')).toEqual([0, ...times(5, 75)]);
  });

  test('M-24 季内身故：已预拨的以后月份追缴，身故当月仍发', () => {
    const { paid, ordered } = liveThrough(resident('1940-01-01', [died('2024-05-03', '2024-05-04')]), quarter);
    expect(paid['2024-04']?.parts).toEqual(['month 2024-04..2024-06 180']);
    expect(paid['2024-05']).toMatchObject({ payFen: -18_000, parts: ['recovery 2024-06..2024-06 -180'] });
    expect(ordered('2024-04', '2024-09')).toEqual([180, 180, 0, 0, 0, 0]);
    const kept = liveThrough(resident('1940-01-01', [died('2024-05-03', '2024-05-04')]), {
      ...quarter,
      law: lawWith(SHANGHAI, { recovery: 'none' }),
    });
    expect(kept.ordered('2024-04', '2024-09')).toEqual([180, 180, 180, 0, 0, 0]);
  });

  test('换支付周期不改应发额：按月、按季后付、按半年、按年，一年的钱一样', () => {
    const life = resident('1944-05-10', [died('2024-08-20', '2024-09-02')]);
    const year = { first: '2024-01', through: '2025-01', province: '31' };
    const due = [...times(4, 150), ...times(4, 180), ...times(4, 0)];
    for (const every of ['month', 'quarter', 'half-year', 'year'] as const) {
      for (const timing of ['advance', 'arrears'] as const) {
        const law = lawWith(SHANGHAI, { payCycle: { every, timing } });
        expect(liveThrough(life, { ...year, law }).ordered('2024-01', '2024-12'), `${every} ${timing}`).toEqual(due);
      }
    }
  });

  test('按季后付：季内各月在册、不算新增，季末一次发三个月', () => {
    const life = { born: '1938-04-04', facts: [hukou('331083', '1938-04-04'), died('2023-08-09', '2023-08-10')] };
    const law = lawWith(YUHUAN, { payCycle: { every: 'quarter', timing: 'arrears' } });
    const opening = [paidBefore('2023-01', '2023-03', 60, '331083')];
    const { paid } = liveThrough(life, { first: '2023-04', through: '2023-10', law, opening });
    const kinds = Object.entries(paid).map(([month, { kind, payFen }]) => [month, kind, payFen / 100]);
    expect(kinds).toEqual([
      ['2023-04', 'unchanged', 0],
      ['2023-05', 'unchanged', 0],
      ['2023-06', 'unchanged', 180],
      ['2023-07', 'unchanged', 0],
      ['2023-08', 'unchanged', 0],
      ['2023-09', 'stopped', 120],
    ]);
  });
});
