import data from './data/names.json' with { type: 'json' };
import { type Random, weightedKey } from './random.ts';

type Weights = Readonly<Record<string, number>>;
type GivenNames = { first: Weights; second: Weights; single: Weights };
type Key = (random: Random) => string;
type GivenDraw = { lastYear: number; singleShare: number; first: Key; second: Key; single: Key | undefined };

const JINGNING = '331127';
/** GB/T 3304 */
const HAN = 1;
const MONGOL = 2;
const UYGHUR = 5;
const KAZAKH = 17;
const SHE = 20;

export type DrawnName = { name: string; ethnicity: number };

/** 姓名: surname by city, given name by sex and years of birth, with rare characters and dot names in small shares. */
export function nameDraw(): (random: Random, sex: 1 | 2, bornYear: number, county: string) => DrawnName {
  const surnames = surnameDraws();
  const she = weightedKey(Object.fromEntries(data.sheSurnames.map((surname) => [surname, 1])));
  const given = { 1: givenDraws(data.given.male), 2: givenDraws(data.given.female) };
  const common = { 1: data.common.male, 2: data.common.female };
  const { characters } = data.rareCharacters;

  return (random, sex, bornYear, county) => {
    if (random.chance(data.dotNames.share)) return dotName(random, sex);
    const isShe = county === JINGNING && random.chance(data.sheShareJingning);
    const surname = isShe ? she(random) : (surnames.get(county.slice(0, 4)) ?? (surnames.get('') as Key))(random);
    const ethnicity = isShe ? SHE : HAN;
    if (random.chance(data.rareCharacters.share)) {
      return { name: surname + characters[random.below(characters.length)], ethnicity };
    }
    if (random.chance(data.common.share)) {
      return { name: surname + common[sex][random.below(common[sex].length)], ethnicity };
    }
    return { name: surname + givenName(random, given[sex], bornYear), ethnicity };
  };
}

function givenName(random: Random, draws: readonly GivenDraw[], bornYear: number): string {
  const draw = draws.find(({ lastYear }) => bornYear <= lastYear) ?? (draws.at(-1) as GivenDraw);
  if (draw.single && random.chance(draw.singleShare)) return draw.single(random);
  const first = draw.first(random);
  let second = draw.second(random);
  while (second === first) second = draw.second(random);
  return first + second;
}

function givenDraws(periods: Readonly<Record<string, GivenNames>>): GivenDraw[] {
  const singleShares: Weights = data.singleNameShare;
  return Object.entries(periods).map(([period, { first, second, single }]) => ({
    lastYear: Number(period.slice(5)),
    singleShare: singleShares[period] ?? 0,
    first: weightedKey(first),
    second: weightedKey(second),
    single: Object.keys(single).length > 0 ? weightedKey(single) : undefined,
  }));
}

/** Per city (first four digits) with its own most frequent surname raised to the top; '' for everybody else. */
function surnameDraws(): Map<string, Key> {
  const weights: Weights = data.surnames;
  const top = Math.max(...Object.values(weights)) + 5;
  const draws = new Map([['', weightedKey(weights)]]);
  for (const [city, surname] of Object.entries(data.cityFirstSurname)) {
    draws.set(city.slice(0, 4), weightedKey({ ...weights, [surname]: top }));
  }
  return draws;
}

function dotName(random: Random, sex: 1 | 2): DrawnName {
  const { uyghurMale, uyghurFemale, kazakhMale, kazakhFemale, mongolian } = data.dotNames;
  const pick = (list: readonly string[]) => list[random.below(list.length)] as string;
  const share = random.unit();
  if (share < 0.2) return { name: pick(mongolian), ethnicity: MONGOL };
  if (share < 0.5)
    return { name: `${pick(sex === 1 ? kazakhMale : kazakhFemale)}·${pick(kazakhMale)}`, ethnicity: KAZAKH };
  return { name: `${pick(sex === 1 ? uyghurMale : uyghurFemale)}·${pick(uyghurMale)}`, ethnicity: UYGHUR };
}
