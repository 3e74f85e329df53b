import type { MonthNo } from '#platform/month/month.ts';
import type { Cause } from '../../modules/allowances/cause.ts';
import type { OrderBook } from '../../modules/allowances/order-book.ts';
import { computeUnit, inOneGo } from '../../modules/allowances/run-unit.ts';
import type { Settled } from '../../modules/allowances/settle.ts';
import { settlingAlike } from '../../modules/allowances/settle-window.ts';
import { numberOfDivision } from '../../modules/policy/input/codes.ts';
import { columnsOf } from '../../modules/policy/input/columns.ts';
import type { InputRow } from '../../modules/policy/input/input-row.ts';
import type { Rulebook } from '../../modules/policy/rule.ts';

/** A line of a run, with the person it is of. */
export type RunLine = Omit<Settled, 'why'> & { personNo: number; cause: Cause };
export type Order = { personNo: number; fromMonth: MonthNo; toMonth: MonthNo; monthlyFen: number; county: string };

/**
 * The engine of a run over a handful of persons, with the orders kept in memory instead of in the database. `province` is
 * the two-digit code.
 */
export function openLedger(rulebook: Rulebook, firstMonth: MonthNo, opening: readonly Order[] = [], province = '33') {
  const orders: Order[] = [...opening];
  return {
    orders,
    /** What a run of the month finds for persons as known then, by person. */
    run(payMonth: MonthNo, rows: readonly InputRow[], law = rulebook, settling = settlingAlike): Map<number, RunLine> {
      const input = { own: columnsOf(rows), leavers: columnsOf([]), sha256: '' };
      const wish = { unit: '331083', payMonth, firstMonth, leaveOut: new Set<number>() };
      const { lines } = inOneGo(computeUnit(input, { rulebook: law, province }, orderBookOf(orders), wish, settling));
      return new Map(
        lines.map(({ personNo, cause, settled: { why: _, ...settled } }) => [
          personNo,
          { ...settled, personNo, cause },
        ]),
      );
    },
    /** 发放: the parts become orders. */
    release({ personNo, parts }: RunLine): void {
      for (const { fromMonth, toMonth, monthlyFen, county } of parts)
        orders.push({ personNo, fromMonth, toMonth, monthlyFen, county });
    },
    orderedFen: (personNo: number, month: MonthNo): number =>
      orders
        .filter((order) => order.personNo === personNo && order.fromMonth <= month && month < order.toMonth)
        .reduce((sum, order) => sum + order.monthlyFen, 0),
  };
}

/** As it is read from the database: by person in order of release; who takes back does not pay. */
function orderBookOf(orders: readonly Order[]): OrderBook {
  const sorted = orders.toSorted((a, b) => a.personNo - b.personNo);
  return {
    length: sorted.length,
    personNo: Int32Array.from(sorted, (order) => order.personNo),
    fromMonth: Int32Array.from(sorted, (order) => order.fromMonth),
    toMonth: Int32Array.from(sorted, (order) => order.toMonth),
    monthlyFen: Int32Array.from(sorted, (order) => order.monthlyFen),
    county: Int32Array.from(sorted, (order) => numberOfDivision(order.monthlyFen > 0 ? order.county : '')),
  };
}
