import { allDivisions, type Division } from '#modules/places/index.ts';
import assumptions from './data/assumptions.json' with { type: 'json' };
import population from './data/population.json' with { type: 'json' };
import { type Random, weighted } from './random.ts';

const HOME = '33';

/** 村 with what the generator needs to know about it. */
export type Village = { code: string; county: string; urbanShare: number };
export type PlaceDraw = {
  village: (random: Random) => Village;
  /** A county outside the province. */
  elsewhere: (random: Random) => string;
};

/** 居住分布: cities by their published or assumed numbers; inside a city every village counts the same. */
export function placeDraw(): PlaceDraw {
  const divisions = allDivisions();
  const byCode = new Map(divisions.map((division) => [division.code, division]));
  const villages = divisions.filter(({ level, validTo }) => level === 5 && validTo === null);
  const perCity = new Map<string, number>();
  for (const { code } of villages) perCity.set(cityOf(code), (perCity.get(cityOf(code)) ?? 0) + 1);
  const persons: Readonly<Record<string, number>> = population.cities60PlusWan.values;
  const draw = weighted(
    villages.map(({ code }) => (persons[cityOf(code)] ?? 0) / (perCity.get(cityOf(code)) as number)),
  );
  const drawn = villages.map(
    ({ code }): Village => ({
      code,
      county: code.slice(0, 6),
      urbanShare: urbanShareOf(byCode.get(code.slice(0, 9))),
    }),
  );
  const away = divisions.filter(({ code, level, validTo }) => level === 3 && validTo === null && !isHome(code));
  return {
    village: (random) => drawn[draw(random)] as Village,
    elsewhere: (random) => (away[random.below(away.length)] as Division).code,
  };
}

function urbanShareOf(street: Division | undefined): number {
  const { urbanHukouShare } = assumptions;
  if (street?.name.endsWith('街道')) return urbanHukouShare.street;
  return street?.name.endsWith('乡') ? urbanHukouShare.township : urbanHukouShare.town;
}

function cityOf(code: string): string {
  return `${code.slice(0, 4)}00`;
}

function isHome(code: string): boolean {
  return code.startsWith(HOME) || code.startsWith(`Z${HOME}`);
}
