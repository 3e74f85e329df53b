import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { counted, noCounts } from './counts.ts';
import population from './data/population.json' with { type: 'json' };
import { accountNumberOf, birthdayOf, idNumberOf, LARGEST_SIZE } from './identity.ts';
import { writePopulation } from './main.ts';
import { makeProvince, PROVINCE_DEFAULTS, type ProvincePerson } from './province.ts';
import { mix } from './random.ts';

const SIZE = 200_000;
const province = makeProvince({ ...PROVINCE_DEFAULTS, seed: 7, size: SIZE });
const counts = noCounts();
const all: ProvincePerson[] = [...counted(province.persons(), province.wish.asOf, counts)];
const share = (count: number) => count / SIZE;
/** Four standard deviations of a share counted on the sample. */
const near = (found: number, expected: number) =>
  expect(Math.abs(found - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / SIZE) + 0.0005);

describe('全省合成人口', () => {
  it('2024年结构：80岁以上占14.03%，百岁2.24/万', () => {
    near(share(counts.aged80), 0.1403);
    near(share(counts.aged100), 0.000224);
  });

  it('2016年杭州结构：60–69、70–79、80–89、90以上为57.8%、25.1%、15.1%、1.9%', () => {
    const wish = {
      ...PROVINCE_DEFAULTS,
      ageProfile: 'hangzhou-2016',
      asOf: '2016-12-31',
      seed: 7,
      size: SIZE,
    } as const;
    const hangzhou = noCounts();
    for (const _ of counted(makeProvince(wish).persons(), wish.asOf, hangzhou));
    near(share(hangzhou.aged80), 0.1708);
    near(share(hangzhou.aged90), 0.0194);
  });

  it('女性占比、空巢、分市人数与数据文件一致', () => {
    near(share(counts.women), 0.52);
    near(share(counts.emptyNest), population.emptyNestShare.value);
    const cities: Record<string, number> = population.cities60PlusWan.values;
    const total = Object.values(cities).reduce((sum, wan) => sum + wan, 0);
    for (const [city, wan] of Object.entries(cities)) near(share(counts.byCity[city] ?? 0), wan / total);
  });

  it('第N个人与规模、先后无关，同一种子相同', () => {
    const smaller = makeProvince({ ...PROVINCE_DEFAULTS, seed: 7, size: 10 });
    for (const personNo of [199_999, 3, 77_777, 1]) expect(smaller.person(personNo)).toEqual(all[personNo - 1]);
    expect(makeProvince({ ...PROVINCE_DEFAULTS, seed: 8, size: 1 }).person(1)).not.toEqual(all[0]);
  });

  it('B-27 身份证号无重复，只有重复登记除外，且与原登记同号同名同生日', () => {
    const doubles = all.filter(({ doubleOf }) => doubleOf !== null);
    expect(doubles).toHaveLength(counts.doubleRegistrations);
    expect(doubles.length).toBeGreaterThan(10);
    expect(new Set(all.map(({ person }) => person.idNumber)).size).toBe(SIZE - doubles.length);
    for (const { person, doubleOf } of doubles) {
      const original = all[(doubleOf ?? 0) - 1] as ProvincePerson;
      expect(original.doubleOf).toBeNull();
      const { idNumber, name, born } = original.person;
      expect(person).toMatchObject({ idNumber, name, born });
    }
  });

  it('1400万人身份证号不重复：同一号段槽位的人，生日各不相同', () => {
    for (const residue of [1, 2, 24_851, 49_700]) {
      const days = new Set<string>();
      let persons = 0;
      for (let personNo = residue; personNo <= LARGEST_SIZE; personNo += 49_700) {
        days.add(birthdayOf(7, personNo));
        persons += 1;
      }
      expect(days.size).toBe(persons);
    }
    const sameDay = new Set(Array.from({ length: 49_700 }, (_, i) => idNumberOf(i + 1, '1943-03-15', 2)));
    expect(sameDay.size).toBe(49_700);
  });

  it('已知数等于数据里的：死亡、迟报、迁移、更正', () => {
    const withFact = (kind: string) =>
      all.filter(({ person }) => person.facts.some((fact) => fact.kind === kind)).length;
    expect(withFact('death')).toBe(counts.deaths);
    expect(withFact('birth')).toBe(counts.birthCorrections);
    const moved = all.filter(({ person }) => person.facts.filter(({ kind }) => kind === 'hukou').length === 3);
    expect(moved).toHaveLength(counts.movesWithin + counts.movesOut);
    const left = moved.filter(
      ({ person }) => !person.facts.findLast(({ kind }) => kind === 'hukou')?.division?.startsWith('33'),
    );
    expect(left).toHaveLength(counts.movesOut);
    const late = all.filter(({ person }) => {
      const death = person.facts.find(({ kind }) => kind === 'death');
      return death && Date.parse(death.recordedAt ?? '') - Date.parse(death.fromDay) > 125 * 86_400_000;
    });
    expect(late).toHaveLength(counts.deathsByDelay['130'] ?? 0);
    expect(late.length).toBeGreaterThan(0);
  });

  it('账号一眼可知是合成的，Luhn校验正确', () => {
    const account = accountNumberOf(12_345_678);
    const sum = [...account].reverse().reduce((total, sign, i) => {
      const digit = Number(sign) * (i % 2 === 1 ? 2 : 1);
      return total + (digit > 9 ? digit - 9 : digit);
    }, 0);
    expect([account.slice(0, 6), account.length, sum % 10]).toEqual(['999933', 19, 0]);
  });

  it('超过1400万：拒绝生成', () => {
    expect(() => makeProvince({ ...PROVINCE_DEFAULTS, seed: 1, size: LARGEST_SIZE + 1 })).toThrow();
  });

  it('CSV：一行一人，列数一致，返回已知数', async () => {
    let text = '';
    const out = new Writable({
      write(chunk: Buffer, _encoding, done) {
        text += chunk.toString('utf8');
        done();
      },
    });
    const { persons, counts: known } = await writePopulation({ kind: 'province', seed: 7, size: 3000 }, out);
    const lines = text.trimEnd().split('\r\n');
    expect([persons, lines.length, (known as { deaths: number }).deaths > 0]).toEqual([3000, 3001, true]);
    expect(new Set(lines.map((line) => line.split(',').length)).size).toBe(1);
    expect(lines[1]).toContain(all[0]?.person.idNumber);
  });

  it('随机数：相邻输入的输出无规律', () => {
    expect(new Set(Array.from({ length: 10_000 }, (_, i) => mix(i) % 1000)).size).toBe(1000);
  });
});
