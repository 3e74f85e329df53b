import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDay } from '#platform/month/month.ts';
import { divisions } from './division.data.ts';
import {
  allDivisions,
  childrenOf,
  countiesOf,
  countyCodeOf,
  type Division,
  divisionPath,
  findDivision,
  getDivision,
  placeIsWithin,
  successorsOf,
} from './index.ts';
import { predecessorsOf } from './succession.ts';

const DATA = join(import.meta.dirname, 'data');
const current = allDivisions().filter(({ validTo, kind }) => validTo === null && kind === 'division');
const anyDivision = fc.constantFrom(...allDivisions());
const namesOf = (found: readonly Division[]) => found.map(({ name }) => name);
const countiesOn = (code: string, day: string) => countiesOf(code, day).filter(({ kind }) => kind === 'division');

describe('数量', () => {
  test('浙江五级：1 省 11 市 90 县 1387 镇街 25547 村社', () => {
    const zhejiang = current.filter((division) => placeIsWithin(division, getDivision('330000')));
    const counts = [1, 2, 3, 4, 5].map((level) => zhejiang.filter((division) => division.level === level).length);
    expect(counts).toEqual([1, 11, 90, 1387, 25547]);
  });

  test('全国 34 个省级区划，342 个地级，2975 个县级（东莞、中山、儋州不设县，只算一次）', () => {
    const counts = [1, 2, 3].map((level) => current.filter((division) => division.level === level).length);
    expect(counts).toEqual([34, 342, 2975]);
    expect(['441900', '442000', '460400'].map((code) => getDivision(code).level)).toEqual([2, 2, 2]);
  });

  test('历年浙江县级区划数随沿革变化：2012 年 90，撤江东区后 89，龙港设市后 90', () => {
    const days = ['2012-12-31', '2016-01-01', '2018-01-01', '2020-01-01', '2022-01-01'];
    expect(days.map((day) => countiesOn('330000', day).length)).toEqual([90, 90, 89, 90, 90]);
  });

  test('数据文件合计不到 1 MB', () => {
    const bytes = readdirSync(DATA).reduce((sum, file) => sum + statSync(join(DATA, file)).size, 0);
    expect(bytes).toBeLessThan(1_000_000);
  });
});

describe('区划序号', () => {
  test('每个区划的序号都在上级之内，且不含上级自己的序号', () => {
    for (const division of allDivisions()) {
      if (division.parentCode === null) continue;
      const parent = getDivision(division.parentCode);
      expect(placeIsWithin(division, parent) && division.placeLo > parent.placeLo, division.code).toBe(true);
    }
  });

  test('同级互不重叠，全部是 32 位整数', () => {
    const roots = allDivisions().filter(({ level }) => level === 1);
    for (const siblings of [roots, ...divisions().childrenByParent.values()]) {
      const ordered = siblings.toSorted((a, b) => a.placeLo - b.placeLo);
      ordered.forEach((division, index) => {
        expect(division.placeLo, division.code).toBeGreaterThan(ordered[index - 1]?.placeHi ?? 0);
        expect(division.placeHi, division.code).toBeLessThan(2 ** 31);
      });
    }
  });

  test('辖区判断与逐级上溯一致', () => {
    fc.assert(
      fc.property(anyDivision, anyDivision, (inner, outer) => {
        const above = divisionPath(inner.code).includes(outer);
        expect(placeIsWithin(inner, outer)).toBe(above);
        expect(inner.placeLo >= outer.placeLo && inner.placeLo <= outer.placeHi).toBe(above);
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(anyDivision, (inner) => divisionPath(inner.code).every((outer) => placeIsWithin(inner, outer))),
    );
  });
});

describe('查找', () => {
  test('逐级路径：省在前，自己在后', () => {
    expect(namesOf(divisionPath('331083001'))).toEqual(['浙江省', '台州市', '玉环市', '玉城街道']);
    expect(namesOf(divisionPath('330102001051'))).toEqual(['浙江省', '杭州市', '上城区', '清波街道', '清波门社区']);
  });

  test('玉环市十二个镇街，含玉环经济开发区', () => {
    expect(namesOf(childrenOf('331083'))).toEqual([
      ...['玉城街道', '坎门街道', '大麦屿街道', '清港镇', '楚门镇', '干江镇'],
      ...['沙门镇', '芦浦镇', '龙溪镇', '鸡山乡', '海山乡', '玉环经济开发区'],
    ]);
  });

  test.each([
    ['33', '330000'],
    ['3301', '330100'],
    ['330106000000', '330106'],
    ['331083001000', '331083001'],
    ['330000000000', '330000'],
    ['330106000', '330106'],
  ])('短码、补零码 %s 即 %s', (written, code) => {
    expect(findDivision(written)?.code).toBe(code);
  });

  test('任何区划按十二位补零都能找回自己', () => {
    fc.assert(
      fc.property(anyDivision, (division) => {
        const padded = division.kind === 'zone' ? division.code : division.code.padEnd(12, '0');
        expect(findDivision(padded)).toBe(division);
      }),
    );
  });

  test('所属县：镇街、村社、县、功能区', () => {
    const codes = ['331083001', '330102001051', '330106', 'Z33010002', '310115'];
    expect(codes.map(countyCodeOf)).toEqual(['331083', '330102', '330106', 'Z33010002', '310115']);
  });

  test('没有的代码说清楚；省、市没有所属县', () => {
    expect(findDivision('339999')).toBeUndefined();
    for (const code of ['339999', '330103001', '', '杭州', '33010', 'Z33010099', '331083001999']) {
      expect(() => countyCodeOf(code), code).toThrow(`没有代码为“${code}”的行政区划`);
    }
    expect(() => countyCodeOf('3301')).toThrow('杭州市（330100）不在县级以下');
    expect(() => countiesOf('330000', '2021-02-30')).toThrow('not a day');
  });

  test('上级有效期之外，下级也不有效', () => {
    expect(getDivision('330114001').validFrom).toBe('2021-04-09');
    for (const division of allDivisions()) {
      const parent = division.parentCode === null ? undefined : getDivision(division.parentCode);
      if (parent?.validFrom) expect(division.validFrom! >= parent.validFrom, division.code).toBe(true);
      if (parent?.validTo) expect(division.validTo! <= parent.validTo, division.code).toBe(true);
    }
  });
});

describe('沿革', () => {
  test('2021 年杭州调整前一日与当日的区', () => {
    const before = namesOf(countiesOn('330100', '2021-04-08'));
    const after = namesOf(countiesOn('330100', '2021-04-09'));
    expect(before).toHaveLength(13);
    expect(after).toHaveLength(13);
    expect(before.filter((name) => !after.includes(name))).toEqual(['下城区', '江干区']);
    expect(after.filter((name) => !before.includes(name))).toEqual(['临平区', '钱塘区']);
  });

  test.each([
    ['330103', '2021-04-08', ['330103']],
    ['330103', '2021-04-09', ['330105']],
    ['330104', '2022-01-01', ['330102', '330114']],
    ['330110', '2022-01-01', ['330110', '330113']],
    ['330113', '2021-04-08', []],
    ['Z33010001', '2021-04-08', ['Z33010001']],
    ['Z33010001', '2021-04-09', ['330114']],
    ['330204', '2016-09-14', ['330212']],
    ['331021', '2023-08-01', ['331083']],
    ['330327', '2019-08-16', ['330327', '330383']],
    ['330183', '2014-12-13', ['330111']],
    ['330185', '2017-07-18', ['330112']],
    ['330106', '2023-08-01', ['330106']],
  ])('%s 到 %s 为 %j', (code, day, successors) => {
    expect(successorsOf(code, day)).toEqual(successors);
  });

  test('钱塘区的前身：江干、萧山的一部分和钱塘新区', () => {
    const until = '2021-04-09';
    expect(predecessorsOf('330114')).toEqual(['330104', '330109', 'Z33010001'].map((code) => ({ code, until })));
    expect(predecessorsOf('331083')).toEqual([{ code: '331021', until: '2017-04-09' }]);
    expect(predecessorsOf('330106')).toEqual([]);
  });

  test('已撤销的区划仍能查到，但不再列为下级', () => {
    expect(getDivision('331021')).toMatchObject({ name: '玉环县', validTo: '2017-04-09', parentCode: '331000' });
    expect(childrenOf('331000').some(({ code }) => code === '331021')).toBe(false);
    expect(childrenOf('330100').map(({ code }) => code)).toContain('330114');
  });

  test('沿革两头都有区划，日期存在，与有效期吻合', () => {
    for (const { predecessor, successor, day } of divisions().successions) {
      expect(parseDay(day), day).toBeDefined();
      const [from, to] = [getDivision(predecessor), getDivision(successor)];
      expect([null, day], predecessor).toContain(from.validTo);
      expect(to.validFrom === null || to.validFrom <= day, successor).toBe(true);
    }
    for (const { code, validTo } of divisions().counties) {
      if (validTo !== null) expect(successorsOf(code, validTo), code).not.toEqual([]);
    }
  });
});

describe('功能区与发放主管部门', () => {
  test('功能区是县级，代码以 Z 开头，与国标码不会相撞', () => {
    const zones = allDivisions().filter(({ kind }) => kind === 'zone');
    expect(zones.map(({ code }) => code).sort()).toEqual(['Z33010001', 'Z33010002', 'Z33020001', 'Z33020002']);
    for (const zone of zones) expect(zone).toMatchObject({ level: 3, parentCode: zone.code.slice(1, 7) });
    for (const { code, kind } of allDivisions()) expect(/^\d+$/.test(code), code).toBe(kind === 'division');
    expect(countiesOf('330100', '2020-01-01').map(({ code }) => code)).toContain('Z33010001');
    expect(countiesOf('330100', '2023-01-01').map(({ code }) => code)).not.toContain('Z33010001');
  });

  test('钱塘区由社会发展局发放，其他县由民政局，功能区未查明的为空', () => {
    expect(getDivision('330114').payingAuthority).toBe('社会发展局');
    expect(getDivision('331083').payingAuthority).toBe('民政局');
    expect(getDivision('Z33020002').payingAuthority).toBeNull();
    expect(getDivision('330100').payingAuthority).toBeNull();
  });
});
