import { join } from 'node:path';
import { openLaw } from '#modules/policy/index.ts';
import { dayNo, formatMonth, type MonthNo, monthNo } from '#platform/month/month.ts';
import { type InputFact, stretchesOf } from '../../modules/policy/input/stretch.ts';
import type { Parameters, Rulebook } from '../../modules/policy/rule.ts';
import { cutOffDay } from './history.ts';
import type { RunLine } from './ledger.ts';
import { type Order, openLedger } from './ledger.ts';

export const REAL = openLaw(join(import.meta.dirname, '..', '..', 'rulebook')).book.rulebook;

/** Days as text; a fact counts as known on the day it began unless `known` says later. */
export type Fact = { kind: string; from: string; to?: string; known?: string; value?: string; division?: string };
export type Life = { born: string; facts: Fact[]; known?: string };
/** One pay month of the person: what was handed out, and the parts as 'kind from..through yuan'. */
export type Paid = { payFen: number; kind: string; cause: string; parts: string[] };

export const hukou = (division: string, from: string, to?: string, known?: string): Fact => ({
  kind: 'hukou',
  value: 'rural',
  division,
  from,
  ...(to === undefined ? {} : { to }),
  ...(known === undefined ? {} : { known }),
});
export const died = (from: string, known: string): Fact => ({ kind: 'death', from, known });

type Wish = {
  first: string;
  through: string;
  law?: Rulebook;
  lawIn?: (month: MonthNo) => Rulebook;
  opening?: Order[];
  province?: string;
};

/** Runs and releases a person's months one after another, each with what was known on the 20th. */
export function liveThrough(life: Life, { first, through, law = REAL, lawIn, opening = [], province = '33' }: Wish) {
  const start = opening[0]?.fromMonth ?? monthNo(first);
  const ledger = openLedger(law, start, opening, province);
  const paid: Record<string, Paid> = {};
  for (let month = monthNo(first); month <= monthNo(through); month += 1) {
    const rows = stretchesOf(asKnownOn(life, cutOffDay(month)), province);
    const line = ledger.run(month, rows, lawIn?.(month)).get(1);
    if (!line) continue;
    ledger.release(line);
    paid[formatMonth(month)] = paidOf(line);
  }
  return {
    paid,
    county: (month: string) => ledger.orders.filter((order) => covers(order, monthNo(month))).at(-1)?.county,
    /** Net yuan ordered for each entitlement month. */
    ordered: (from: string, last: string) =>
      Array.from(
        { length: monthNo(last) - monthNo(from) + 1 },
        (_, n) => ledger.orderedFen(1, monthNo(from) + n) / 100,
      ),
  };
}

export function paidBefore(from: string, through: string, yuan: number, county: string): Order {
  return { personNo: 1, fromMonth: monthNo(from), toMonth: monthNo(through) + 1, monthlyFen: yuan * 100, county };
}

/** The rulebook with some parameters of one file's versions set otherwise. */
export function lawWith(file: string, changed: Partial<Parameters>): Rulebook {
  const files = REAL.files.map((each) =>
    each.file === file
      ? {
          ...each,
          versions: each.versions.map((version) => ({ ...version, parameters: { ...version.parameters, ...changed } })),
        }
      : each,
  );
  return { files, sha256: `${REAL.sha256} with ${JSON.stringify(changed)}` };
}

function asKnownOn({ born, facts, known = born }: Life, day: number) {
  const standing = facts.filter((each) => dayNo(each.known ?? each.from) <= day);
  return { personNo: 1, born, knownDay: dayNo(known), facts: standing.map(inputFact) };
}

function inputFact({ kind, from, to, known = from, value, division }: Fact): InputFact {
  return {
    kind,
    value: value ?? null,
    division: division ?? null,
    fromDay: dayNo(from),
    toDay: to === undefined ? null : dayNo(to),
    knownDay: dayNo(known),
  };
}

function paidOf({ payFen, kind, cause, parts }: RunLine): Paid {
  return {
    payFen,
    kind,
    cause: cause.code,
    parts: parts.map(
      (part) =>
        `${part.kind} ${formatMonth(part.fromMonth)}..${formatMonth(part.toMonth - 1)} ${part.monthlyFen / 100}`,
    ),
  };
}

function covers({ fromMonth, toMonth }: Order, month: MonthNo): boolean {
  return fromMonth <= month && month < toMonth;
}
