import population from './data/population.json' with { type: 'json' };
import { yearlyDeathShare } from './mortality.ts';
import { type Random, weighted } from './random.ts';

export type AgeProfile = keyof typeof population.ageProfiles;
export type AgeAndSex = { age: number; sex: 1 | 2 };

/** 年龄与性别: bands exactly as in the profile; inside a band of the old, years thin out as the life table says. */
export function ageDraw(profile: AgeProfile): (random: Random) => AgeAndSex {
  const cells: AgeAndSex[] = [];
  const weights: number[] = [];
  for (const [from = 0, to = 0, bandShare = 0] of population.ageProfiles[profile].bands) {
    const women =
      population.womenShare.bands.find(([first = 0, last = 0]) => first <= from && from <= last)?.[2] ?? 0.5;
    for (const sex of [1, 2] as const) {
      const years = yearsOf(from, to, sex);
      const total = years.reduce((sum, weight) => sum + weight, 0);
      years.forEach((weight, i) => {
        cells.push({ age: from + i, sex });
        weights.push((weight / total) * bandShare * (sex === 2 ? women : 1 - women));
      });
    }
  }
  const draw = weighted(weights);
  return (random) => cells[draw(random)] as AgeAndSex;
}

function yearsOf(from: number, to: number, sex: 1 | 2): number[] {
  const weights: number[] = [];
  let alive = 1;
  for (let age = from; age <= to; age += 1) {
    weights.push(alive);
    alive *= 1 - yearlyDeathShare(sex, age);
  }
  return weights;
}
