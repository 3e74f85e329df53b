import type { CountyResult } from '#modules/allowances/contract.ts';

export type Town = CountyResult['byTown'][number];

/** 年龄档 that occur in a county, youngest first, as the ages at which they begin. */
export function startingAges(towns: readonly Town[]): number[] {
  const ages = new Set(towns.flatMap(({ bands }) => bands.map(({ fromAge }) => fromAge)));
  return [...ages].toSorted((a, b) => a - b);
}

export function personsInBand(towns: readonly Town[], fromAge: number): number {
  const bands = towns.flatMap((town) => town.bands.filter((band) => band.fromAge === fromAge));
  return bands.reduce((sum, { persons }) => sum + persons, 0);
}

/** 年龄档 by the age at which it begins: where it ends differs between rules. */
export function bandText(fromAge: number): string {
  return `${fromAge}岁起`;
}
