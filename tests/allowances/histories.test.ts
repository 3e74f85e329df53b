import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type MonthDecision, openLaw } from '#modules/policy/index.ts';
import { formatMonth, type MonthNo, monthOfDay } from '#platform/month/month.ts';
import { decideMonths } from '../../modules/policy/decide/decide.ts';
import { governingBook } from '../../modules/policy/decide/governing-book.ts';
import type { InputRow } from '../../modules/policy/input/input-row.ts';
import { rulebook as anyLaw } from '../../modules/policy/kernel/random-law.testing.ts';
import type { Rulebook } from '../../modules/policy/rule.ts';
import {
  cutOffDay,
  EVERYTHING_KNOWN,
  type Event,
  FIRST_PAY_MONTH,
  type History,
  history,
  OPENING,
  RUNS,
  rowsKnownOn,
} from './history.ts';
import { type Order, openLedger, type RunLine } from './ledger.ts';

// A thousand lives under the law of the rulebook, a thousand under law made at random; the long form asks for more.
const TIMES = Number(process.env.KANGYANG_HISTORIES ?? 1_000) / 1_000;
const REAL = openLaw(join(import.meta.dirname, '..', '..', 'rulebook')).book.rulebook;
const LAST_PAY_MONTH = FIRST_PAY_MONTH + RUNS;

type Seen = { orders: number; backPay: number; recovery: number; late: number; held: number; kept: number };

/** Eighteen months of runs, most of them released, then everything is known and one more run is released. */
function live(law: Rulebook, lives: readonly History[], seen: Seen) {
  const ledger = openLedger(law, OPENING.first, lives.flatMap(paidBefore));
  const rowsOn = (day: number) => lives.flatMap((each, index) => rowsKnownOn(index + 1, each, day));
  const runAndRelease = (payMonth: MonthNo, rows: readonly InputRow[], isReleased: (personNo: number) => boolean) => {
    for (const line of ledger.run(payMonth, rows).values()) {
      expectNothingAfterDeath(line, rows);
      if (!isReleased(line.personNo)) continue;
      ledger.release(line);
      seen.backPay += line.backPayFen > 0 ? 1 : 0;
      seen.recovery += line.recoveryFen < 0 ? 1 : 0;
    }
  };
  for (let run = 0; run < RUNS; run += 1) {
    const payMonth = FIRST_PAY_MONTH + run;
    runAndRelease(payMonth, rowsOn(cutOffDay(payMonth)), (personNo) => lives[personNo - 1]?.released[run] ?? false);
  }
  const rows = rowsOn(EVERYTHING_KNOWN);
  runAndRelease(LAST_PAY_MONTH, rows, () => true);
  return { ledger, rows };
}

/** What the former system paid, right or wrong. */
function paidBefore({ paidFen }: History, index: number): Order[] {
  const months = { fromMonth: OPENING.first, toMonth: OPENING.last + 1 };
  return paidFen === 0 ? [] : [{ personNo: index + 1, ...months, monthlyFen: paidFen, county: '331083' }];
}

/** M-24: whoever is known to be dead gets nothing for a month after the one that follows his death, the latest any rule has. */
function expectNothingAfterDeath({ personNo, parts }: RunLine, rows: readonly InputRow[]): void {
  const died = rows.find((row) => row.personNo === personNo)?.deathDay ?? null;
  if (died === null) return;
  for (const part of parts) {
    if (part.monthlyFen > 0) expect(part.toMonth - 1, `${personNo}`).toBeLessThanOrEqual(monthOfDay(died) + 1);
  }
}

/** Every month of every person: what was ordered is what one decision grants, or the difference has a name. */
function expectSettled(law: Rulebook, lives: readonly History[], seen: Seen): void {
  const { ledger, rows } = live(law, lives, seen);
  const book = governingBook(law);
  const months = Array.from({ length: LAST_PAY_MONTH - OPENING.first + 1 }, (_, index) => OPENING.first + index);
  for (const [personNo, own = []] of Map.groupBy(rows, (row) => row.personNo)) {
    for (const decision of decideMonths(own, book, months)) {
      const ordered = ledger.orderedFen(personNo, decision.month);
      const [firm, most] = [sumOf(decision.parts.filter((part) => !part.late && !part.held)), sumOf(decision.parts)];
      const where = `${personNo} ${formatMonth(decision.month)}: ${firm}…${most}, ordered ${ordered}`;
      expect(ordered, where).toBeGreaterThanOrEqual(isPayable(decision, ordered) ? firm : 0);
      if (ordered > most) expect(decision.recovery, where).toBe('none');
      seen.kept += ordered > most ? 1 : 0;
      seen.orders += ordered > 0 ? 1 : 0;
      seen.late += decision.parts.some((part) => part.late) ? 1 : 0;
      seen.held += decision.parts.some((part) => part.held) ? 1 : 0;
    }
  }
}

function sumOf(parts: readonly { amountFen: number }[]): number {
  return parts.reduce((sum, part) => sum + part.amountFen, 0);
}

/** A quarter in arrears is handed out in its last month: until then nothing of it is ordered. */
function isPayable({ month, payCycle }: MonthDecision, ordered: number): boolean {
  if (payCycle.every === 'month' || payCycle.timing === 'advance' || ordered > 0) return true;
  return month < LAST_PAY_MONTH - (LAST_PAY_MONTH % 3);
}

/** Released, then asked again for the same month: nothing. For the next month: that month's own amounts only. */
function expectNothingLeft(law: Rulebook, lives: readonly History[]): void {
  const { ledger, rows } = live(law, lives, nothingSeen());
  for (const { personNo, parts } of ledger.run(LAST_PAY_MONTH, rows).values()) expect(parts, `${personNo}`).toEqual([]);
  for (const { personNo, parts } of ledger.run(LAST_PAY_MONTH + 1, rows).values())
    expect(
      parts.filter(({ kind }) => kind !== 'month'),
      `${personNo}`,
    ).toEqual([]);
}

const nothingSeen = (): Seen => ({ orders: 0, backPay: 0, recovery: 0, late: 0, held: 0, kept: 0 });

describe('一千个随机的一生：事实晚知、撤回、死亡与复活、迁移、更正、暂停', () => {
  test('M-20 M-22 M-24 浙江的规则：每人每月已发的和等于一次判定的应发，有名目的差额除外', () => {
    const seen = nothingSeen();
    fc.assert(
      fc.property(fc.array(history, { minLength: 50, maxLength: 50 }), (lives) => expectSettled(REAL, lives, seen)),
      { numRuns: Math.ceil(20 * TIMES), endOnFailure: true },
    );
    for (const count of [seen.orders, seen.backPay, seen.recovery, seen.held]) expect(count).toBeGreaterThan(10);
  }, 120_000);

  test('M-20 M-22 M-24 任意的规则：同样成立，不追缴的、不补发的各有其名', () => {
    const seen = nothingSeen();
    fc.assert(
      fc.property(anyLaw, fc.array(history, { minLength: 5, maxLength: 5 }), (law, lives) =>
        expectSettled(law, lives, seen),
      ),
      { numRuns: Math.ceil(200 * TIMES), endOnFailure: true },
    );
    for (const count of [seen.orders, seen.late, seen.kept]) expect(count).toBeGreaterThan(0);
  }, 120_000);

  test('M-23 全部获知并发放以后，同月再算一笔都没有，下月只有当月', () => {
    fc.assert(
      fc.property(fc.array(history, { minLength: 50, maxLength: 50 }), (lives) => expectNothingLeft(REAL, lives)),
      { numRuns: Math.ceil(6 * TIMES), endOnFailure: true },
    );
    fc.assert(fc.property(anyLaw, fc.array(history, { minLength: 5, maxLength: 5 }), expectNothingLeft), {
      numRuns: Math.ceil(30 * TIMES),
      endOnFailure: true,
    });
  }, 120_000);

  test('M-23 早知、晚知、先知、后知，分几个月发或一次发，最后每月的钱一样', () => {
    fc.assert(
      fc.property(fc.array(history, { minLength: 50, maxLength: 50 }), (some) => {
        const lives = some.map((each) => ({ ...each, events: each.events.map(heldForAWhile) }));
        const punctual = lives.map((each) => ({ ...each, events: each.events.map(knownAtOnce) }));
        const atTheEnd = lives.map((each) => ({ ...each, released: each.released.map(() => false) }));
        const totals = [lives, punctual, atTheEnd].map((each) => {
          const { ledger } = live(REAL, each, nothingSeen());
          return lives.map((_, index) =>
            Array.from({ length: LAST_PAY_MONTH - OPENING.first }, (_, n) =>
              ledger.orderedFen(index + 1, OPENING.first + n),
            ),
          );
        });
        expect(totals[1]).toEqual(totals[0]);
        expect(totals[2]).toEqual(totals[0]);
      }),
      { numRuns: Math.ceil(3 * TIMES), endOnFailure: true },
    );
  }, 120_000);
});

/** Known on the day itself, where it stays so: what is taken back later keeps the day on which it is. */
function knownAtOnce(event: Event): Event {
  return event.kind === 'suspension' || event.endKnown !== null ? event : { ...event, known: event.day };
}

/** A hold that still lasts leaves what was ordered as it was, whenever it became known: here every hold ends. */
function heldForAWhile(event: Event): Event {
  return event.kind === 'suspension' ? { ...event, endKnown: event.endKnown ?? event.known + 30 } : event;
}
