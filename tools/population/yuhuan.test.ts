import { describe, expect, it } from 'vitest';
import { findDivision } from '#modules/places/index.ts';
import { monthNo } from '#platform/month/month.ts';
import data from './data/yuhuan.json' with { type: 'json' };
import { type YuhuanPerson, yuhuanPersons } from './yuhuan.ts';
import { yuhuanOpening } from './yuhuan-opening.ts';

const SEED = 1;
const all = [...yuhuanPersons(SEED)];
const opening = yuhuanOpening(SEED);
const rowsOf = Map.groupBy(opening.rows, ({ personNo }) => personNo);
const AUGUST = monthNo('2023-08');

const deathDay = ({ person }: YuhuanPerson) => person.facts.find(({ kind }) => kind === 'death')?.fromDay;
const hukouIn = ({ person }: YuhuanPerson, day: string) =>
  person.facts.findLast(
    ({ kind, fromDay, toDay, retractedAt }) =>
      kind === 'hukou' && !retractedAt && fromDay <= day && (toDay === null || day < toDay),
  )?.division;

/** Counted from the persons' facts with text and whole years only, not from the plan they were made from. */
function bandInAugust(made: YuhuanPerson): 'from80' | 'from90' | 'from100' | undefined {
  const died = deathDay(made);
  if (died !== undefined && died < '2023-08-01') return undefined;
  const { born } = made.person;
  const age = 2023 - Number(born.slice(0, 4)) - (born.slice(5, 7) <= '08' ? 0 : 1);
  if (age < 80) return undefined;
  return age >= 100 ? 'from100' : age >= 90 ? 'from90' : 'from80';
}

describe('玉环演示人口（玉民资〔2023〕73号）', () => {
  it.each(data.towns)('$name：三档人数与函相同', ({ name, from80, from90, from100 }) => {
    const counted = { from80: 0, from90: 0, from100: 0 };
    for (const made of all) {
      const band = bandInAugust(made);
      const village = hukouIn(made, '2023-08-31') ?? '';
      if (band && findDivision(village.slice(0, 9))?.name === name) counted[band] += 1;
    }
    expect(counted).toEqual({ from80, from90, from100 });
  });

  it('合计13,520、2,442、53人，共16,015人', () => {
    const bands = all.filter((made) => hukouIn(made, '2023-08-31')?.startsWith('331083')).map(bandInAugust);
    const count = (key: string) => bands.filter((band) => band === key).length;
    expect([count('from80'), count('from90'), count('from100')]).toEqual([13_520, 2_442, 53]);
  });

  it('身份证号、账号无重复，序号从1起连续，村都在所属镇内', () => {
    expect(new Set(all.map(({ person }) => person.idNumber)).size).toBe(all.length);
    expect(new Set(all.map(({ person }) => person.accountNumber)).size).toBe(all.length);
    expect(all.every(({ personNo }, index) => personNo === index + 1)).toBe(true);
    const codes = new Set(all.map((made) => hukouIn(made, '2022-12-31') ?? ''));
    expect([...codes].every((code) => findDivision(code) !== undefined)).toBe(true);
  });

  it('同一种子两次相同，不同种子人不同而人数相同', () => {
    expect([...yuhuanPersons(SEED)]).toEqual(all);
    const other = [...yuhuanPersons(2)];
    expect(other.filter((made) => made.plan.role === 'entitled')).toHaveLength(16_014);
    expect(other[0]?.person).not.toEqual(all[0]?.person);
  });

  it('8月名单四类都不空：新增、停发、变更、不变', () => {
    const turning = (age: number) => {
      const month = `${2023 - age}-08`;
      return all.filter((made) => made.person.born.startsWith(month) && bandInAugust(made)).length;
    };
    const diedInJuly = all.filter((made) => deathDay(made)?.startsWith('2023-07') && rowsOf.has(made.personNo)).length;
    expect([turning(80), turning(90), diedInJuly].every((count) => count > 10)).toBe(true);
    expect(all.filter(({ plan }) => plan.move?.direction === 'out')).toHaveLength(data.invented.movedOut);
    expect(all.filter(({ plan }) => plan.move?.direction === 'in')).toHaveLength(data.invented.movedIn);
  });

  it('8月该知道的事最迟8月3日都已获知，死亡都在当月获知', () => {
    for (const { person, plan } of all) {
      for (const { kind, fromDay, recordedAt = person.recordedAt ?? '' } of person.facts) {
        if (kind === 'death') expect(recordedAt.slice(0, 7)).toBe(fromDay.slice(0, 7));
        else expect(recordedAt < '2023-08-04').toBe(true);
      }
      if (plan.role === 'never-ordered') expect(person.recordedAt?.slice(0, 7)).toBe('2023-08');
    }
  });
});

describe('玉环期初（2023年1月至7月）', () => {
  it('应发而从未发过的只有一人：1至8月都在80–89档，7×60元', () => {
    const owed = all.filter((made) => {
      const oldEnough = made.person.born < '1943-08-01';
      return oldEnough && bandInAugust(made) && made.plan.move === undefined && !rowsOf.has(made.personNo);
    });
    expect(owed.map(({ plan }) => plan.role)).toEqual(['never-ordered']);
    expect(owed[0]?.person.born).toSatisfy((born: string) => born > '1933-09' && born < '1943-02');
  });

  it('每人每月至多一段，金额只有60、80、500元，都在1至7月', () => {
    for (const rows of rowsOf.values()) {
      const starts = rows.slice(1).map(({ fromMonth }) => fromMonth);
      expect(starts.every((fromMonth, i) => fromMonth >= (rows[i]?.toMonth ?? AUGUST))).toBe(true);
      expect(rows[0]?.fromMonth).toBeGreaterThanOrEqual(monthNo('2023-01'));
    }
    const amounts = new Set([...opening.rows].map(({ monthlyFen }) => monthlyFen));
    expect([...amounts].sort((a, b) => a - b)).toEqual([6000, 8000, 50_000]);
    expect([...opening.rows].every(({ toMonth }) => toMonth <= AUGUST)).toBe(true);
  });

  it('死亡当月是最后一月；迁入从当月起；迁出到上月止', () => {
    for (const made of all) {
      const rows = rowsOf.get(made.personNo) ?? [];
      const died = deathDay(made)?.slice(0, 7);
      if (died && rows.length > 0 && died < '2023-08') expect(rows.at(-1)?.toMonth).toBe(monthNo(died) + 1);
      const move = made.plan.move;
      if (move?.direction === 'out') expect(rows.at(-1)?.toMonth).toBe(monthNo(move.day.slice(0, 7)));
      if (move?.direction === 'in' && rows[0])
        expect(rows[0].fromMonth).toBeGreaterThanOrEqual(monthNo(move.day.slice(0, 7)));
    }
  });

  it('7月期初加7月底前的变化等于8月16,015人', () => {
    const july = opening.controlTotals.at(-1)?.persons ?? 0;
    const inJuly = new Set(
      [...opening.rows].filter(({ toMonth }) => toMonth === AUGUST).map(({ personNo }) => personNo),
    );
    const gone = all.filter((made) => inJuly.has(made.personNo) && !bandInAugust(made)).length;
    const come = all.filter((made) => {
      const here = hukouIn(made, '2023-08-31')?.startsWith('331083');
      return here && bandInAugust(made) && !inJuly.has(made.personNo);
    }).length;
    expect([inJuly.size, july - gone + come]).toEqual([july, 16_015]);
  });
});
