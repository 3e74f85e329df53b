import type pg from 'pg';
import { openInputs, type UnitInput, type UnitInputs } from '#modules/policy/index.ts';
import { withSpareClient } from '#platform/db/with-client.ts';
import type { MonthNo } from '#platform/month/month.ts';
import { replaceList } from './list.store.ts';
import type { ListAddress } from './list-rows.store.ts';
import { personsPaidBy, readOrderBook } from './order-book.store.ts';
import { type OrderBook, personsPaidByCounty } from './order-book.ts';
import { takeFromOtherLists } from './other-list.ts';
import * as store from './run.store.ts';
import type { RunDeps } from './run-month.ts';
import { computeUnit, inOneGo, type UnitList, withBreaths } from './run-unit.ts';

/**
 * Computes the units of a run one after another, each in a transaction; `done` is called after each. While PostgreSQL
 * takes in a list the next one is computed.
 */
export async function runUnits(
  client: pg.ClientBase,
  deps: RunDeps,
  run: store.Run,
  done: () => Promise<void>,
): Promise<void> {
  await client.query('select allowances.open_pay_month($1)', [run.payMonth]);
  const source = await openSource(client, deps, run);
  let next: Promise<Prepared | undefined> | undefined;
  for (const [index, unit] of run.units.entries()) {
    const prepared = await (next ?? prepare(deps, run, unit, source));
    const following = run.units[index + 1];
    next = source.isInMemory && following ? heeded(prepare(deps, run, following, source)) : undefined;
    if (prepared) await writeUnit(client, deps, run, prepared, source);
    prepared?.input.free();
    await done();
  }
  await closePayMonth(client, deps, run.payMonth);
}

/** Both tables of the month get their indexes at once. */
async function closePayMonth(client: pg.ClientBase, deps: RunDeps, payMonth: MonthNo): Promise<void> {
  const close = (on: pg.ClientBase, table: string) =>
    on.query('select allowances.close_pay_month($1, $2)', [table, payMonth]);
  await Promise.all([
    close(client, 'pay_line'),
    withSpareClient(deps.pool, client, (other) => close(other, 'pay_part')),
  ]);
}

/** Awaited in its turn; until then a failure must not count as unhandled. */
function heeded<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/** What the units of a run are computed from: everybody read once for a province, or one by one. */
type Source = {
  /** Nothing is read for a unit: the next one can be computed while the connection writes. */
  isInMemory: boolean;
  inputs: UnitInputs;
  ordersOf: (unit: string, input: UnitInput) => Promise<OrderBook>;
  /** Persons whom the unit was the last to pay and of whom no input is known. */
  unknownPaidBy: (unit: string) => Promise<readonly number[]>;
  openings: Map<string, store.Opening>;
  /** Lists of the month as they stood when the run began: only a hint, until the unit is locked. */
  held: Map<string, store.UnitMonth>;
};

const IN_MEMORY_FROM_UNITS = 4;

async function openSource(client: pg.ClientBase, deps: RunDeps, run: store.Run): Promise<Source> {
  const openings = await store.readOpenings(client, run.benefit);
  const lists = await store.readUnitMonths(client, run.benefit, run.payMonth);
  const held = new Map(lists.map((list) => [list.unit, list]));
  if (run.units.length < IN_MEMORY_FROM_UNITS) {
    const inputs = await openInputs(client, deps.frozenFolder, run.units);
    return {
      isInMemory: false,
      inputs,
      openings,
      held,
      ordersOf: (unit, { own, leavers }) => {
        const persons = personsOf(own.person_no, leavers.person_no);
        return readOrderBook(client, run.benefit, run.orderNo, { persons, county: unit });
      },
      unknownPaidBy: (unit) => unknownPaidBy(client, run, unit, inputs),
    };
  }
  const [inputs, everybody] = await Promise.all([
    openInputs(client, deps.frozenFolder, run.units),
    withSpareClient(deps.pool, client, (other) => readOrderBook(other, run.benefit, run.orderNo, 'everybody')),
  ]);
  const paid = personsPaidByCounty(everybody);
  const nobody = new Int32Array(0);
  return {
    isInMemory: true,
    inputs,
    openings,
    held,
    ordersOf: async () => everybody,
    unknownPaidBy: async (unit) => inputs.missing(unit, paid.get(unit) ?? nobody),
  };
}

async function unknownPaidBy(
  client: pg.ClientBase,
  run: store.Run,
  unit: string,
  inputs: UnitInputs,
): Promise<readonly number[]> {
  const missing = await inputs.missing(unit, await personsPaidBy(client, run.benefit, run.orderNo, unit));
  if (missing.length === 0) return missing;
  const book = await readOrderBook(client, run.benefit, run.orderNo, Int32Array.from(missing));
  return [...(personsPaidByCounty(book).get(unit) ?? [])];
}

/** Of rows in order of person, each person once. */
function personsOf(...rows: readonly Int32Array[]): Int32Array {
  const once = rows.map((persons) => persons.filter((personNo, at) => at === 0 || persons[at - 1] !== personNo));
  return Int32Array.from(once.flatMap((persons) => [...persons]));
}

/** A unit's list without a look at other units' lists; `list` is undefined where the one that is held seems to stand. */
type Prepared = { unit: string; input: UnitInput; orders: OrderBook; list: UnitList | undefined };

async function prepare(deps: RunDeps, run: store.Run, unit: string, source: Source): Promise<Prepared | undefined> {
  const held = source.held.get(unit);
  if (held?.runNo === run.runNo) return undefined;
  const input = await source.inputs.unitInput(unit, await source.unknownPaidBy(unit));
  const orders = await source.ordersOf(unit, input);
  const prepared = { unit, input, orders, list: undefined };
  if (held?.state === 'released' || (input.leavers.length === 0 && isOfSameInput(held, run, input))) return prepared;
  return { ...prepared, list: await withBreaths(listWithout(deps, run, prepared, source, new Set())) };
}

function listWithout(
  deps: RunDeps,
  run: store.Run,
  { unit, input, orders }: Prepared,
  { openings }: Source,
  leaveOut: ReadonlySet<number>,
) {
  const law = { rulebook: deps.book().rulebook, province: deps.province };
  const firstMonth = openings.get(unit)?.firstMonth ?? run.payMonth;
  return computeUnit(input, law, orders, { unit, payMonth: run.payMonth, firstMonth, leaveOut });
}

function isOfSameInput(held: store.UnitMonth | undefined, run: store.Run, input: UnitInput): boolean {
  return (
    held?.orderNo === run.orderNo && held.rulebookSha256 === run.rulebookSha256 && held.inputSha256 === input.sha256
  );
}

async function writeUnit(
  client: pg.ClientBase,
  deps: RunDeps,
  run: store.Run,
  prepared: Prepared,
  source: Source,
): Promise<void> {
  await client.query('begin');
  try {
    await store.lockMonth(client, run.payMonth);
    await store.lockUnitMonth(client, run.payMonth, prepared.unit);
    const held = await store.findUnitMonth(client, run.benefit, run.payMonth, prepared.unit);
    if (held?.runNo !== run.runNo) await replaceOrKeep(client, deps, run, prepared, held, source);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

async function replaceOrKeep(
  client: pg.ClientBase,
  deps: RunDeps,
  run: store.Run,
  prepared: Prepared,
  held: store.UnitMonth | undefined,
  source: Source,
): Promise<void> {
  const { unit, input } = prepared;
  if (held?.state === 'released') return store.keepUnitMonth(client, run, unit);
  const isSame = isOfSameInput(held, run, input);
  if (isSame && input.leavers.length === 0) return store.keepUnitMonth(client, run, unit);
  const address = { benefit: run.benefit, payMonth: run.payMonth, unit };
  const list = await listOf(client, run, address, prepared.list, (leaveOut) =>
    inOneGo(listWithout(deps, run, prepared, source, leaveOut)),
  );
  // The leavers' facts are not in the input's hash; the list's own hash tells whether they changed it.
  if (isSame && held?.listSha256 === list.summary.sha256) return store.keepUnitMonth(client, run, unit);
  const titles = new Map(deps.book().rulebook.files.map((file) => [file.file, file.title]));
  await replaceList(client, address, list.lines, titles, held !== undefined);
  await input.kept(client);
  await store.saveUnitMonth(client, run, unit, list, deps.now());
}

/** The unit's list without those who stand on another unit's released list of the month. */
async function listOf(
  client: pg.ClientBase,
  run: store.Run,
  address: ListAddress,
  prepared: UnitList | undefined,
  compute: (leaveOut: ReadonlySet<number>) => UnitList,
): Promise<UnitList> {
  const list = prepared ?? compute(new Set());
  if (!(await store.hasOtherRuns(client, run))) return list;
  const persons = list.lines.map((line) => line.personNo);
  const elsewhere = await takeFromOtherLists(client, address, persons);
  return elsewhere.size > 0 ? compute(elsewhere) : list;
}
