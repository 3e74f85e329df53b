import { decideMonths } from '#modules/policy/decide/decide.ts';
import { governingBook } from '#modules/policy/decide/governing-book.ts';
import type { InputRow } from '#modules/policy/input/input-row.ts';
import type { Parameters, PayCycle, Rulebook } from '#modules/policy/rule.ts';
import type { MonthNo } from '#platform/month/month.ts';
import type { Compared } from '#tools/rule-coverage/cell.ts';
import { plainLaw } from './aimed-law.ts';

const FIRST_MONTHS: readonly Parameters['firstMonth'][] = [
  'birth-month',
  'month-after-birth',
  'application-month',
  'month-after-application',
  'confirmation-month',
  'eligibility-month',
];
const EVERY: readonly PayCycle['every'][] = ['month', 'quarter', 'half-year', 'year'];
const TIMING: readonly PayCycle['timing'][] = ['advance', 'arrears'];

/** The same terms with one field set to each of its values. */
export function lawsByValue(terms: readonly Parameters[], field: 'firstMonth' | 'payCycle'): Map<string, Rulebook> {
  const variants: [string, Partial<Parameters>][] =
    field === 'firstMonth'
      ? FIRST_MONTHS.map((firstMonth) => [firstMonth, { firstMonth, backPay: { type: 'none' } }])
      : EVERY.flatMap((every) =>
          TIMING.map((timing): [string, Partial<Parameters>] => [
            `${every} ${timing}`,
            { payCycle: { every, timing } },
          ]),
        );
  return new Map(variants.map(([name, change]) => [name, plainLaw(terms.map((each) => ({ ...each, ...change })))]));
}

export function compareLaws(
  laws: ReadonlyMap<string, Rulebook>,
  field: string,
  people: readonly (readonly InputRow[])[],
  months: readonly MonthNo[],
): Compared[] {
  const books = [...laws].map(([name, law]) => [name, governingBook(law)] as const);
  return people.map((rows) => ({
    field,
    rows,
    byValue: new Map(books.map(([name, book]) => [name, decideMonths(rows, book, months)])),
  }));
}
