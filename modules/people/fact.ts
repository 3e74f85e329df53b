import { parseDay } from '#platform/month/month.ts';
import { type Problem, problem } from './contract.ts';

/** 事实种类, with the values each may have; null = the kind has no value, 'fen' = monthly fen as text. */
const VALUES = {
  birth: null,
  hukou: ['urban', 'rural', 'unknown'],
  residence: null,
  death: null,
  pension: ['none', 'resident', 'employee', 'civil-servant'],
  hardship: ['dibao', 'dibian', 'tekun', 'low-income'],
  status: ['retired-cadre', 'army-retired'],
  ability: ['0', '1', '2', '3', '4'],
  'other-benefit': 'fen',
} as const;

export type FactKind = keyof typeof VALUES;

export const KIND_NAMES: Record<FactKind, string> = {
  birth: '出生日期更正',
  hukou: '户籍',
  residence: '居住地',
  death: '死亡',
  pension: '养老金',
  hardship: '困难类别',
  status: '身份',
  ability: '能力等级',
  'other-benefit': '其他部门待遇',
};

/** 事实: days 'YYYY-MM-DD', toDay exclusive. Known here from recordedAt until retractedAt (instants in ISO 8601). */
export type Fact = {
  kind: FactKind;
  value: string | null;
  division: string | null;
  fromDay: string;
  toDay: string | null;
  source: string;
  recordedAt: string;
  retractedAt: string | null;
};

export type FactProblem = { fact: Fact; problem: Problem };
export type CheckedFacts = { accepted: Fact[]; rejected: FactProblem[] };

/** A moment of one kind has a day and no end. */
const isMoment = (kind: FactKind) => kind === 'birth' || kind === 'death';
const hasDivision = (kind: FactKind) => kind === 'hukou' || kind === 'residence';
/** Several departments may pay at once; of every other kind a person has one spell at a time. */
const mayOverlap = (kind: FactKind) => kind === 'other-benefit';

/** 单条核验: value, division and days of one fact by themselves. */
export function checkFact(fact: Fact, knowsDivision: (code: string) => boolean): Problem | undefined {
  const { kind, value, division, fromDay, toDay } = fact;
  const name = KIND_NAMES[kind];
  if (!isAllowedValue(kind, value))
    return problem('people.fact-value', { kind: name, value: (value ?? '').slice(0, 40) });
  if (hasDivision(kind)) {
    if (!division) return problem('people.fact-division-missing', { kind: name });
    if (!knowsDivision(division)) return problem('people.fact-division-unknown', { division: division.slice(0, 20) });
  } else if (division !== null) return problem('people.fact-division-unwanted', { kind: name });
  if (parseDay(fromDay) === undefined) return problem('people.fact-day', { kind: name, day: fromDay.slice(0, 20) });
  if (toDay === null) return undefined;
  if (parseDay(toDay) === undefined) return problem('people.fact-day', { kind: name, day: toDay.slice(0, 20) });
  if (isMoment(kind)) return problem('people.fact-no-end', { kind: name });
  return toDay > fromDay ? undefined : problem('people.fact-span', { kind: name, fromDay, toDay });
}

function isAllowedValue(kind: FactKind, value: string | null): boolean {
  const allowed = VALUES[kind];
  if (allowed === null) return value === null;
  if (value === null) return false;
  return allowed === 'fen' ? /^[1-9]\d{0,8}$/.test(value) : (allowed as readonly string[]).includes(value);
}

/**
 * 多条核验: the facts of one person together, in the order in which they became known (then as given). The first report
 * stands; one that contradicts a fact known at the same time is rejected with its reason. A retracted death (复活) no longer
 * contradicts what became known after its retraction.
 */
export function checkFacts(
  born: string,
  facts: readonly Fact[],
  knowsDivision: (code: string) => boolean,
): CheckedFacts {
  const accepted: Fact[] = [];
  const rejected: FactProblem[] = [];
  for (const fact of inKnownOrder(facts)) {
    const found = checkFact(fact, knowsDivision) ?? contradiction(born, fact, accepted);
    if (found) rejected.push({ fact, problem: found });
    else accepted.push(fact);
  }
  return { accepted, rejected };
}

/** 矛盾: what speaks against `fact` among facts already accepted, if anything. */
export function contradiction(born: string, fact: Fact, accepted: readonly Fact[]): Problem | undefined {
  const { kind, fromDay } = fact;
  const rivals = accepted.filter((other) => knownTogether(other, fact));
  if (kind === 'birth') return contradictsBirth(fact, rivals);
  const bornDay = rivals.findLast((other) => other.kind === 'birth')?.fromDay ?? born;
  const name = KIND_NAMES[kind];
  if (kind === 'death') return contradictsDeath(fact, bornDay, rivals);
  if (fromDay < bornDay) return problem('people.fact-before-birth', { kind: name, fromDay, born: bornDay });
  for (const other of rivals) {
    if (other.kind === 'death' && fromDay > other.fromDay) {
      return problem('people.fact-after-death', { kind: name, fromDay, death: other.fromDay });
    }
    if (other.kind !== kind || mayOverlap(kind) || !daysOverlap(other, fact)) continue;
    const details = { kind: name, fromDay, otherFrom: other.fromDay };
    return problem(kind === 'hukou' ? 'people.two-hukou' : 'people.overlap', details);
  }
  return undefined;
}

function contradictsBirth(fact: Fact, rivals: readonly Fact[]): Problem | undefined {
  const { fromDay } = fact;
  for (const other of rivals) {
    if (other.kind === 'birth' && other.fromDay !== fromDay) {
      return problem('people.birth-two-days', { birth: other.fromDay, fromDay });
    }
    if (other.kind === 'death' && other.fromDay < fromDay) {
      return problem('people.death-before-birth', { fromDay: other.fromDay, born: fromDay });
    }
  }
  return undefined;
}

function contradictsDeath(fact: Fact, bornDay: string, rivals: readonly Fact[]): Problem | undefined {
  const { fromDay, recordedAt } = fact;
  // The local day of an instant is at most one calendar day ahead of its UTC day; a death cannot be known before it happened.
  const knownDay = recordedAt.slice(0, 10);
  if (Date.parse(fromDay) > Date.parse(recordedAt) + 86_400_000) {
    return problem('people.death-in-future', { fromDay, knownDay });
  }
  if (fromDay < bornDay) return problem('people.death-before-birth', { fromDay, born: bornDay });
  for (const other of rivals) {
    if (other.kind === 'death' && other.fromDay !== fromDay) {
      return problem('people.death-two-days', { death: other.fromDay, fromDay });
    }
    if (!isMoment(other.kind) && other.fromDay > fromDay) {
      const kind = KIND_NAMES[other.kind];
      return problem('people.death-before-fact', { fromDay, kind, otherFrom: other.fromDay });
    }
  }
  return undefined;
}

function daysOverlap(a: Fact, b: Fact): boolean {
  return (a.toDay === null || b.fromDay < a.toDay) && (b.toDay === null || a.fromDay < b.toDay);
}

function knownTogether(a: Fact, b: Fact): boolean {
  if (a.retractedAt === null && b.retractedAt === null) return true;
  return isBefore(b.recordedAt, a.retractedAt) && isBefore(a.recordedAt, b.retractedAt);
}

function isBefore(instant: string, end: string | null): boolean {
  return end === null || Date.parse(instant) < Date.parse(end);
}

function inKnownOrder(facts: readonly Fact[]): readonly Fact[] {
  const first = facts[0]?.recordedAt;
  if (facts.every(({ recordedAt }) => recordedAt === first)) return facts;
  return [...facts].sort((a, b) => Date.parse(a.recordedAt) - Date.parse(b.recordedAt));
}
