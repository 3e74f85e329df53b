import { describe, expect, test } from 'vitest';
import { died, hukou, lawWith, liveThrough, paidBefore } from './one-life.ts';

const NINGBO = '330000-zhejiang/330200-ningbo/old-age-allowance';

describe('M-24 很晚才知道的死亡（宁波：2023年以前发到身故次月，以后发到当月）', () => {
  /** Paid rightly since 2011: 50 元 before 90, 100 元 from January 2020 on. */
  const opening = [
    paidBefore('2011-04', '2019-12', 50, '330203'),
    { ...paidBefore('2020-01', '2023-07', 100, '330203') },
  ];
  const lateBy = (deathDay: string) => ({
    born: '1930-01-01',
    facts: [hukou('330203', '1930-01-01'), died(deathDay, '2023-08-05')],
  });
  const cases: [number, string, string[], number][] = [
    [3, '2023-05-20', ['recovery 2023-06..2023-07 -100'], 2 * 100],
    [31, '2021-01-09', ['recovery 2021-03..2023-07 -100'], 29 * 100],
    [60, '2018-08-31', ['recovery 2018-10..2019-12 -50', 'recovery 2020-01..2023-07 -100'], 15 * 50 + 43 * 100],
    [130, '2012-10-01', ['recovery 2012-12..2019-12 -50', 'recovery 2020-01..2023-07 -100'], 85 * 50 + 43 * 100],
  ];

  test.each(cases)('晚了%i个月：该退的月份一个不多一个不少，只退一次', (_late, deathDay, parts, yuan) => {
    const { paid, ordered } = liveThrough(lateBy(deathDay), { first: '2023-08', through: '2023-11', opening });
    expect(paid['2023-08']).toMatchObject({ kind: 'stopped', cause: 'died', payFen: -yuan * 100, parts });
    expect(Object.values(paid).slice(1)).toEqual([]);
    const left = ordered('2011-04', '2023-11').reduce((sum, each) => sum + each, 0);
    expect(left).toBe(105 * 50 + 43 * 100 - yuan);
  });

  test.each(cases)('晚了%i个月，规则写明不追缴：停发，什么都不退', (_late, deathDay) => {
    const law = lawWith(NINGBO, { recovery: 'none' });
    const { paid, ordered } = liveThrough(lateBy(deathDay), { first: '2023-08', through: '2023-10', opening, law });
    expect(paid['2023-08']).toMatchObject({ kind: 'stopped', cause: 'died', payFen: 0, parts: [] });
    expect(ordered('2011-04', '2019-12').every((yuan) => yuan === 50)).toBe(true);
    expect(ordered('2023-08', '2023-10')).toEqual([0, 0, 0]);
  });
});

describe('出生日期更正一年', () => {
  const months = { first: '2023-08', through: '2023-10' };

  test('晚了一年：未满80的五个月追缴，到新的满龄月再发', () => {
    const life = {
      born: '1943-03-15',
      facts: [hukou('331083', '1943-03-15'), { kind: 'birth', from: '1944-03-15', known: '2023-08-03' }],
    };
    const { paid, ordered } = liveThrough(life, {
      first: '2023-08',
      through: '2024-04',
      opening: [paidBefore('2023-03', '2023-07', 60, '331083')],
    });
    expect(paid['2023-08']).toMatchObject({ kind: 'stopped', parts: ['recovery 2023-03..2023-07 -60'] });
    expect(paid['2024-03']).toMatchObject({ kind: 'new', cause: 'reached-age' });
    expect(ordered('2023-03', '2024-04')).toEqual([...Array<number>(12).fill(0), 60, 60]);
  });

  test('早了一年：从真正满80的那月起补发，只补一次', () => {
    const life = {
      born: '1944-03-15',
      facts: [hukou('331083', '1944-03-15'), { kind: 'birth', from: '1943-03-15', known: '2023-08-03' }],
    };
    const opening = [paidBefore('2023-01', '2023-01', 0, '331083')];
    const { paid, ordered } = liveThrough(life, { ...months, opening });
    expect(paid['2023-08']).toMatchObject({
      kind: 'new',
      parts: ['back-pay 2023-03..2023-07 60', 'month 2023-08..2023-08 60'],
    });
    expect(paid['2023-09']).toMatchObject({ kind: 'unchanged', parts: ['month 2023-09..2023-09 60'] });
    expect(ordered('2023-01', '2023-10')).toEqual([0, 0, ...Array<number>(8).fill(60)]);
  });
});
