import type pg from 'pg';
import { openInputs, type UnitInputs } from '#modules/policy/index.ts';
import { type ListAddress, replaceList } from './list.store.ts';
import { type OrderBook, personsPaidBy, personsPaidByCounty, readOrderBook } from './order-book.ts';
import { takeFromOtherLists } from './other-list.ts';
import * as store from './run.store.ts';
import type { RunDeps } from './run-month.ts';
import { computeUnit, type UnitList } from './run-unit.ts';

/** Computes the units of a run one after another, each in a transaction; `done` is called after each. */
export async function runUnits(
  client: pg.ClientBase,
  deps: RunDeps,
  run: store.Run,
  done: () => Promise<void>,
): Promise<void> {
  await client.query('select allowances.open_pay_month($1)', [run.payMonth]);
  const source = await openSource(client, deps, run);
  for (const unit of run.units) {
    await runUnit(client, deps, run, unit, source);
    await done();
  }
  await client.query('select allowances.close_pay_month($1)', [run.payMonth]);
}

/** What the units of a run are computed from: everybody read once for a province, or one by one. */
type Source = {
  inputs: UnitInputs;
  ordersOf: (persons: Int32Array) => Promise<OrderBook>;
  paidBy: (unit: string) => Promise<Int32Array>;
  openings: Map<string, store.Opening>;
};

const READ_ALL_ORDERS_FROM_UNITS = 4;

async function openSource(client: pg.ClientBase, deps: RunDeps, run: store.Run): Promise<Source> {
  const inputs = await openInputs(client, deps.frozenFolder, run.units);
  const openings = await store.readOpenings(client, run.benefit);
  if (run.units.length < READ_ALL_ORDERS_FROM_UNITS) {
    return {
      inputs,
      openings,
      ordersOf: (persons) => readOrderBook(client, run.benefit, run.orderNo, persons),
      paidBy: (unit) => personsPaidBy(client, run.benefit, run.orderNo, unit),
    };
  }
  const everybody = await readOrderBook(client, run.benefit, run.orderNo, 'everybody');
  const paid = personsPaidByCounty(everybody);
  const nobody = new Int32Array(0);
  return { inputs, openings, ordersOf: async () => everybody, paidBy: async (unit) => paid.get(unit) ?? nobody };
}

async function runUnit(
  client: pg.ClientBase,
  deps: RunDeps,
  run: store.Run,
  unit: string,
  source: Source,
): Promise<void> {
  await client.query('begin');
  try {
    await store.lockUnitMonth(client, run.payMonth, unit);
    const held = await store.findUnitMonth(client, run.benefit, run.payMonth, unit);
    if (held?.runNo !== run.runNo) await computeOrKeep(client, deps, run, unit, held, source);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

async function computeOrKeep(
  client: pg.ClientBase,
  deps: RunDeps,
  run: store.Run,
  unit: string,
  held: store.UnitMonth | undefined,
  { inputs, ordersOf, paidBy, openings }: Source,
): Promise<void> {
  if (held?.state === 'released') return store.keepUnitMonth(client, run, unit);
  const input = await inputs.unitInput(unit, await paidBy(unit));
  const isSame =
    held &&
    held.orderNo === run.orderNo &&
    held.rulebookSha256 === run.rulebookSha256 &&
    held.inputSha256 === input.sha256;
  if (isSame && input.leavers.length === 0) return store.keepUnitMonth(client, run, unit);
  const persons = Int32Array.from(new Set([...input.own.person_no, ...input.leavers.person_no]));
  const orders = await ordersOf(persons);
  const { rulebook } = deps.book();
  const wish = { unit, payMonth: run.payMonth, firstMonth: openings.get(unit)?.firstMonth ?? run.payMonth };
  const address = { benefit: run.benefit, payMonth: run.payMonth, unit };
  const list = await listOf(client, run, address, (leaveOut) =>
    computeUnit(input, { rulebook, province: deps.province }, orders, { ...wish, leaveOut }),
  );
  // The leavers' facts are not in the input's hash; the list's own hash tells whether they changed it.
  if (isSame && held.listSha256 === list.summary.sha256) return store.keepUnitMonth(client, run, unit);
  const titles = new Map(rulebook.files.map((file) => [file.file, file.title]));
  await replaceList(client, address, list.lines, titles, held !== undefined);
  await input.written;
  await store.saveUnitMonth(client, run, unit, list, deps.now());
}

/** The unit's list without those who stand on another unit's released list of the month. */
async function listOf(
  client: pg.ClientBase,
  run: store.Run,
  address: ListAddress,
  compute: (leaveOut: ReadonlySet<number>) => UnitList,
): Promise<UnitList> {
  const list = compute(new Set());
  if (!(await store.hasOtherRuns(client, run))) return list;
  const persons = list.lines.map((line) => line.personNo);
  const elsewhere = await takeFromOtherLists(client, address, persons);
  return elsewhere.size > 0 ? compute(elsewhere) : list;
}
