import type { DayNo, MonthNo } from '#platform/month/month.ts';
import { isLeapBirth, monthAt } from './calendar.ts';
import type { CompiledBand } from './compiled-rule.ts';

const NO_AGE = 1_000_000;

/** First month in the band. */
export function bandStart(born: DayNo, band: CompiledBand, leapToMarch: boolean): MonthNo {
  return birthdayMonth(born, band.fromAge, leapToMarch) + band.entryLag;
}

/** First month after the band. */
export function bandEnd(born: DayNo, band: CompiledBand, leapToMarch: boolean): MonthNo {
  return band.toAge === NO_AGE ? NO_AGE : birthdayMonth(born, band.toAge + 1, leapToMarch) + band.leaveLag;
}

function birthdayMonth(born: DayNo, age: number, leapToMarch: boolean): MonthNo {
  const month = monthAt(born) + age * 12;
  return leapToMarch && isLeapBirth(born) && !isLeap(Math.floor(month / 12)) ? month + 1 : month;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Of intervals that overlap the highest amount counts; of equal ones the first. */
export function highestOf<T extends { from: MonthNo; to: MonthNo; fen: number }>(fits: readonly T[]): T[] {
  const cuts = [...new Set(fits.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  const best: T[] = [];
  for (let index = 0; index + 1 < cuts.length; index += 1) {
    const [from, to] = [cuts[index]!, cuts[index + 1]!];
    let winner: T | undefined;
    for (const fit of fits) if (fit.from <= from && to <= fit.to && (!winner || fit.fen > winner.fen)) winner = fit;
    if (winner) best.push({ ...winner, from, to });
  }
  return best;
}
