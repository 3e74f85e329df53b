import { type MonthNo, monthOfYear } from '#platform/month/month.ts';
import type { InputRow } from '../input/input-row.ts';
import type { Band, Layer, RuleFile, RuleVersion } from '../rule.ts';
import { monthOfBirthday } from './birthday.ts';
import { holds } from './condition.ts';
import type { Step } from './decision.ts';

export type BandOfMonth = { band: Band; index: number; amountFen: number; layer: Layer };

/**
 * 年龄档: which bands of a version a person stands in, in this month. Of several plain bands that fit, one counts, the
 * highest (就高: several ways to qualify never add up); add-on and yearly bands come on top.
 */
export function bandsOfMonth(
  rows: readonly InputRow[],
  file: RuleFile,
  version: RuleVersion,
  month: MonthNo,
  steps: Step[],
): BandOfMonth[] {
  const fitting = version.parameters.bands
    .map((band, index) => ({ band, index }))
    .filter(({ band, index }) => fits(rows, file, version, band, index, month, steps));
  const plain = fitting.filter(({ band }) => !band.addOn && band.monthlyFen !== null);
  const best = plain.reduce<(typeof plain)[number] | undefined>(
    (held, next) => (held && (held.band.monthlyFen ?? 0) >= (next.band.monthlyFen ?? 0) ? held : next),
    undefined,
  );
  const result: BandOfMonth[] = [];
  for (const { band, index } of fitting) {
    if (band.monthlyFen !== null && (band.addOn || index === best?.index)) {
      result.push({ band, index, amountFen: band.monthlyFen, layer: band.addOn ? 'add-on' : file.layer });
    }
    const yearlyFen = yearlyAmount(rows, file, version, band, month);
    if (yearlyFen > 0) result.push({ band, index, amountFen: yearlyFen, layer: 'yearly' });
  }
  return result;
}

function fits(
  rows: readonly InputRow[],
  file: RuleFile,
  version: RuleVersion,
  band: Band,
  index: number,
  month: MonthNo,
  steps: Step[],
): boolean {
  const span = spanOf(rows, version, band);
  if (!span) return false;
  const ok = month >= span.from && month < span.to;
  // A band already left is no news; one not reached yet is the answer to "why not".
  if (ok || month < span.from)
    steps.push({ gate: 'age', ok, file, version, band: index, reachedMonth: span.from, age: band.fromAge });
  if (!ok) return false;
  for (const condition of band.conditions) {
    const held = holds(condition, rows, month, file);
    steps.push({ gate: 'condition', ok: held, file, version, condition, origin: band.origin });
    if (!held) return false;
  }
  return true;
}

/** First month of the band and the first month after it. The entry into the lowest band may lag a month (次月起). */
export function spanOf(
  rows: readonly InputRow[],
  version: RuleVersion,
  band: Band,
): { from: MonthNo; to: MonthNo } | undefined {
  const bornDay = rows[0]?.bornDay;
  if (bornDay === undefined) return undefined;
  const { bands, firstMonth, bandChange, leapDay } = version.parameters;
  const lowest = Math.min(...bands.map((each) => each.fromAge));
  const changeLag = bandChange === 'month-after-birth' ? 1 : 0;
  const entryLag = band.fromAge === lowest ? (firstMonth === 'month-after-birth' ? 1 : 0) : changeLag;
  return {
    from: monthOfBirthday(bornDay, band.fromAge, leapDay) + entryLag,
    to: band.toAge === null ? Number.MAX_SAFE_INTEGER : monthOfBirthday(bornDay, band.toAge + 1, leapDay) + changeLag,
  };
}

/** 年度发放: paid in its month to who stands in the band then; pro rata by the months of that calendar year in the band. */
function yearlyAmount(
  rows: readonly InputRow[],
  file: RuleFile,
  version: RuleVersion,
  band: Band,
  month: MonthNo,
): number {
  if (!band.yearly || monthOfYear(month) !== band.yearly.payInMonth) return 0;
  if (!band.yearly.proRated) return band.yearly.fen;
  const january = month - (month % 12);
  let monthsInBand = 0;
  for (let each = january; each < january + 12; each += 1) {
    const span = spanOf(rows, version, band);
    if (span && each >= span.from && each < span.to && band.conditions.every((c) => holds(c, rows, each, file)))
      monthsInBand += 1;
  }
  return Math.floor((band.yearly.fen * monthsInBand) / 12);
}
