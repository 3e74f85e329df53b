import data from './data/mortality.json' with { type: 'json' };

const FIRST_AGE = 60;
const LAST_AGE = 110;

/** 年死亡概率 at a full age, with the province's factor. */
export function yearlyDeathShare(sex: 1 | 2, age: number): number {
  const table = sex === 1 ? data.male : data.female;
  const index = Math.min(Math.max(age, FIRST_AGE), LAST_AGE) - FIRST_AGE;
  return (table[index] as number) * data.zhejiangFactor;
}
