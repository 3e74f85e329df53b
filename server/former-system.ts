import type pg from 'pg';
import { OLD_AGE_ALLOWANCE } from '#modules/allowances/contract.ts';
import { importOpening, type OpeningRow, signOpening } from '#modules/allowances/index.ts';
import { type DueTable, dueTable, type Rulebook, readKnownInput } from '#modules/policy/index.ts';
import { dayNo, formatMonth, type MonthNo } from '#platform/month/month.ts';

export type FormerWish = {
  rulebook: Rulebook;
  province: string;
  firstMonth: MonthNo;
  lastMonth: MonthNo;
  /** What the former system knew: facts that came later are its mistakes, which the first run then finds. */
  knownAt: Date;
  signedBy: string;
  now: Date;
};

/**
 * 模拟原系统: for a demonstration or a bench, what a former system would have paid in a window under the same law with
 * what was known then; imported as signed openings, county by county. Returns the number of spans.
 */
export async function importFormerPayments(client: pg.ClientBase, wish: FormerWish): Promise<number> {
  const byCounty = await paidByCounty(client, wish);
  let spans = 0;
  for (const [county, flat] of byCounty) {
    const rows = [...unpacked(flat)];
    await importOpening(client, {
      county,
      firstMonth: wish.firstMonth,
      lastMonth: wish.lastMonth,
      rows,
      control: controlOf(rows),
      now: wish.now,
    });
    await signOpening(client, county, wish.signedBy, wish.now);
    spans += rows.length;
  }
  return spans;
}

/** Four numbers a row: two million small objects would weigh more than all the rest. */
function* unpacked(flat: readonly number[]): Generator<OpeningRow> {
  for (let at = 0; at < flat.length; at += 4) {
    yield { personNo: flat[at]!, fromMonth: flat[at + 1]!, toMonth: flat[at + 2]!, monthlyFen: flat[at + 3]! };
  }
}

async function paidByCounty(client: pg.ClientBase, wish: FormerWish): Promise<Map<string, number[]>> {
  const { rulebook, province, firstMonth, lastMonth, knownAt } = wish;
  const byCounty = new Map<string, number[]>();
  const ages = rulebook.files.flatMap((file) => file.versions.flatMap(({ parameters }) => parameters.bands));
  const lowestAge = Math.min(...ages.map((band) => band.fromAge));
  const bornUpTo = dayNo(`${formatMonth(lastMonth + 1 - lowestAge * 12)}-01`);
  for await (const columns of readKnownInput(client, { province, bornUpTo, benefit: OLD_AGE_ALLOWANCE, knownAt })) {
    const table = dueTable(columns, rulebook, province, firstMonth, lastMonth);
    const firm = new Int32Array(lastMonth - firstMonth + 1);
    const most = new Int32Array(firm.length);
    for (let index = 0; index < table.personNo.length; index += 1) {
      table.fill(index, firm, most);
      for (const { county, personNo, fromMonth, toMonth, monthlyFen } of spansOfPerson(table, index, firm)) {
        const flat = byCounty.get(county);
        if (flat) flat.push(personNo, fromMonth, toMonth, monthlyFen);
        else byCounty.set(county, [personNo, fromMonth, toMonth, monthlyFen]);
      }
    }
  }
  return byCounty;
}

type PaidRow = OpeningRow & { county: string };

function spansOfPerson(table: DueTable, index: number, firm: Int32Array): PaidRow[] {
  const rows: PaidRow[] = [];
  const personNo = table.personNo[index]!;
  const moved = table.factsOf(index, table.through).movedDay !== null;
  const areas = moved ? table.dues(index, table.from, table.through).map((due) => due.area) : undefined;
  const unit = table.unitOf(index);
  for (let at = 0; at < firm.length; at += 1) {
    const monthlyFen = firm[at]!;
    if (monthlyFen === 0) continue;
    const month = table.from + at;
    const county = areas?.[at] ?? unit;
    const last = rows.at(-1);
    if (last && last.toMonth === month && last.monthlyFen === monthlyFen && last.county === county)
      last.toMonth = month + 1;
    else rows.push({ personNo, fromMonth: month, toMonth: month + 1, monthlyFen, county });
  }
  return rows;
}

function controlOf(rows: readonly OpeningRow[]): { persons: number; amountFen: number } {
  const persons = new Set<number>();
  let amountFen = 0;
  for (const row of rows) {
    persons.add(row.personNo);
    amountFen += row.monthlyFen * (row.toMonth - row.fromMonth);
  }
  return { persons: persons.size, amountFen };
}
