import fc from 'fast-check';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withClient } from '#platform/db/with-client.ts';
import { type MonthNo, monthNo } from '#platform/month/month.ts';
import { type ClonedDatabase, cloneDatabase } from '#platform/testing/database.ts';
import { OLD_AGE_ALLOWANCE } from './contract.ts';
import { foldOrders } from './fold-orders.ts';
import { importOpening } from './opening.ts';
import { readOrderBook } from './order-book.store.ts';
import { type OrderBook, orderedMonths, spansOf } from './order-book.ts';
import type { OrderSpan } from './order-span.ts';
import { folded } from './order-span.ts';

const TIMES = Number(process.env.KANGYANG_HISTORIES ?? 1_000) / 1_000;
const FIRST = monthNo('2023-01');
const PERSONS = [1, 2, 3, 4];
const UNITS = ['331081', '331083', 'Z33010001'];

type Part = OrderSpan & { personNo: number };
/** A list of a month and unit, released in the order they come, and whether a run begins before it that ends after `runs` more. */
type List = { unit: string; parts: Part[]; runs: number };

const months = fc
  .record({ from: fc.nat(9), length: fc.integer({ min: 1, max: 4 }) })
  .map(({ from, length }) => ({ fromMonth: FIRST + from, toMonth: FIRST + from + length }));
const part: fc.Arbitrary<Part> = fc
  .tuple(
    months,
    fc.record({
      personNo: fc.constantFrom(...PERSONS),
      monthlyFen: fc.constantFrom(6_000, 6_000, 2_000, -2_000, -6_000),
      county: fc.constantFrom(...UNITS),
    }),
  )
  .map(([when, what]) => ({ ...when, ...what }));
/** Of the two counties that had a former system, one after the other. */
const openingSpan = fc.record({
  personNo: fc.constantFrom(...PERSONS),
  monthlyFen: fc.constantFrom(6_000, 8_000),
  county: fc.constantFrom('331081', '331083'),
});
type Before = { personNo: number; monthlyFen: number; county: string };
const FORMER = { '331081': FIRST - 4, '331083': FIRST } as Record<string, MonthNo>;
const FORMER_MONTHS = 4;
const lists: fc.Arbitrary<List[]> = fc.array(
  fc.record({
    unit: fc.constantFrom(...UNITS),
    parts: fc.array(part, { maxLength: 6 }).map(ofOnePayer),
    runs: fc.constantFrom(0, 0, 1, 3),
  }),
  { minLength: 1, maxLength: 9 },
);

/** A list pays a person's months by one county; it may take back what any had paid. */
function ofOnePayer(parts: readonly Part[]): Part[] {
  const payer = new Map(parts.map(({ personNo, county }) => [personNo, county]));
  return parts.map((each) => (each.monthlyFen > 0 ? { ...each, county: payer.get(each.personNo) ?? '' } : each));
}

let database: ClonedDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.close());

test('M-22 已发月段等于逐笔的和：任意的发放先后，算着的时候、算完以后，每一个可用的序号都对', async () => {
  await fc.assert(
    fc.asyncProperty(
      lists,
      fc.uniqueArray(openingSpan, { selector: ({ personNo, county }) => `${personNo}/${county}` }),
      async (all, before) => {
        await withClient(database.ownerPool, async (client) => {
          await forget(client);
          await open(client, before);
          let busyUntil = -1;
          let runFrom = 0;
          for (const [index, list] of all.entries()) {
            if (busyUntil < index && list.runs > 0) {
              runFrom = index;
              busyUntil = index + list.runs;
              await client.query(BEGIN_RUN, [OLD_AGE_ALLOWANCE, FIRST, index]);
            }
            await release(client, list, index);
            await foldOrders(client, () => new Date());
            if (busyUntil === index) await client.query('update allowances.run set finished_at = now()');
            const usable = busyUntil >= index ? runFrom : index + 1;
            for (let orderNo = usable; orderNo <= index + 1; orderNo += 1)
              expect(await readOrdered(client, orderNo)).toEqual(expected(before, all.slice(0, orderNo)));
          }
          await client.query('update allowances.run set finished_at = now()');
          await foldOrders(client, () => new Date());
          const parts = await client.query('select from allowances.unit_month where folded_at is null');
          expect(parts.rowCount).toBe(0);
          expect(await readOrdered(client, all.length)).toEqual(expected(before, all));
          await expect(readOrdered(client, all.length - 1)).rejects.toThrow('folded already');
        });
      },
    ),
    { numRuns: Math.ceil(20 * TIMES), endOnFailure: true },
  );
}, 120_000);

test('并入月段：相连同额的月份接成一段；加发、追回的月份单列，谁最后发记谁', () => {
  const at = (from: number, to: number, yuan: number, county = '331083'): OrderSpan => ({
    ...{ fromMonth: FIRST + from, toMonth: FIRST + to },
    ...{ monthlyFen: yuan * 100, county },
  });
  expect(folded([], [at(0, 1, 60)])).toEqual([at(0, 1, 60)]);
  expect(folded([at(0, 6, 60)], [at(6, 7, 60)])).toEqual([at(0, 7, 60)]);
  expect(folded([at(0, 6, 60)], [at(6, 7, 60, '331081')])).toEqual([at(0, 6, 60), at(6, 7, 60, '331081')]);
  expect(folded([at(0, 6, 60)], [at(2, 4, 20, '331081'), at(6, 7, 80)])).toEqual([
    at(0, 2, 60),
    at(2, 4, 80, '331081'),
    at(4, 6, 60),
    at(6, 7, 80),
  ]);
  expect(folded([at(0, 6, 60)], [at(4, 6, -60)])).toEqual([at(0, 4, 60), at(4, 6, 0)]);
  expect(folded([], [at(0, 2, -60)])).toEqual([at(0, 2, -60, '')]);
});

const BEGIN_RUN = `insert into allowances.run
  (benefit, pay_month, units, cut_off, order_no, rulebook_sha256, started_by, started_at)
  values ($1, $2, '{}', now(), $3, '', 'test', now())`;

async function forget(client: pg.ClientBase): Promise<void> {
  const tables = ['paid_by_several', 'order_span', 'opening_span', 'opening', 'pay_part', 'unit_month', 'run'];
  await client.query(`truncate ${tables.map((table) => `allowances.${table}`).join(', ')}`);
  for (let month = FIRST; month < FIRST + 9; month += 1) {
    await client.query(`select allowances.open_pay_month($1), allowances.close_pay_month('pay_part', $1)`, [month]);
  }
  await client.query(`insert into allowances.run
    (benefit, pay_month, units, cut_off, order_no, rulebook_sha256, started_by, started_at, finished_at)
    values ('', 0, '{}', now(), 0, '', 'test', now(), now())`);
}

async function open(client: pg.ClientBase, spans: readonly Before[]): Promise<void> {
  for (const [county, firstMonth] of Object.entries(FORMER)) {
    const rows = spans.filter((span) => span.county === county).map((span) => ({ ...span, ...formerMonths(span) }));
    const amountFen = rows.reduce((sum, { monthlyFen }) => sum + monthlyFen * FORMER_MONTHS, 0);
    const window = { firstMonth, lastMonth: firstMonth + FORMER_MONTHS - 1 };
    await importOpening(client, {
      county,
      ...window,
      rows,
      control: { persons: rows.length, amountFen },
      now: new Date(),
    });
  }
}

function formerMonths({ county }: Before): { fromMonth: MonthNo; toMonth: MonthNo } {
  const fromMonth = FORMER[county] ?? FIRST;
  return { fromMonth, toMonth: fromMonth + FORMER_MONTHS };
}

/** The index is the month and, one higher, the number of the release. */
async function release(client: pg.ClientBase, { unit, parts }: List, index: number): Promise<void> {
  const payMonth = FIRST + index;
  await client.query(
    `insert into allowances.unit_month (benefit, pay_month, unit, run_no, state, cut_off, order_no, rulebook_sha256, input_sha256,
       summary, list_sha256, computed_at, release_no)
     values ($1, $2, $3, (select min(run_no) from allowances.run), 'released', now(), 0, '', '', '{}', '', now(), $4)`,
    [OLD_AGE_ALLOWANCE, payMonth, unit, index + 1],
  );
  for (const [partNo, { personNo, fromMonth, toMonth, monthlyFen, county }] of parts.entries()) {
    await client.query(
      `insert into allowances.pay_part
         (pay_month, benefit, person_no, part_no, unit, kind, from_month, to_month, monthly_fen, county, layer)
       values ($1, $2, $3, $4, $5, 'month', $6, $7, $8, $9, 'base')`,
      [payMonth, OLD_AGE_ALLOWANCE, personNo, partNo, unit, fromMonth, toMonth, monthlyFen, county],
    );
  }
}

type Ordered = Record<string, { fen: number; county: string }>;

/** Person by person; a county's people, whichever county is said to have paid most of them, come to the same. */
async function readOrdered(client: pg.ClientBase, orderNo: number): Promise<Ordered> {
  const persons = Int32Array.from(PERSONS);
  const ordered = orderedIn(await readOrderBook(client, OLD_AGE_ALLOWANCE, orderNo, persons));
  for (const county of UNITS) {
    const ofCounty = await readOrderBook(client, OLD_AGE_ALLOWANCE, orderNo, { persons, county });
    expect(orderedIn(ofCounty), county).toEqual(ordered);
  }
  return ordered;
}

function orderedIn(book: OrderBook): Ordered {
  return Object.fromEntries(
    PERSONS.flatMap((personNo) =>
      [...orderedMonths(book, spansOf(book, personNo))].map(([month, ordered]) => [keyOf(personNo, month), ordered]),
    ),
  );
}

/** Month by month, part by part, in order of release. */
function expected(before: readonly Before[], released: readonly List[]): Ordered {
  const all: Ordered = {};
  const add = ({ personNo, fromMonth, toMonth, monthlyFen, county }: Part) => {
    for (let month = fromMonth; month < toMonth; month += 1) {
      const held = all[keyOf(personNo, month)] ?? { fen: 0, county: '' };
      all[keyOf(personNo, month)] = {
        fen: held.fen + monthlyFen,
        county: monthlyFen > 0 ? county : held.county,
      };
    }
  };
  for (const span of before) add({ ...span, ...formerMonths(span) });
  for (const { parts } of released) for (const each of parts) add(each);
  return all;
}

function keyOf(personNo: number, month: MonthNo): string {
  return `${personNo}/${month - FIRST}`;
}
