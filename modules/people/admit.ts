import { findDivision } from '#modules/places/index.ts';
import { businessDay } from '#platform/month/month.ts';
import { checkBirth } from './birth.ts';
import { type Problem, problem } from './contract.ts';
import { checkFacts, type Fact, type FactKind, type FactProblem } from './fact.ts';
import { readIdNumber } from './id-number.ts';
import { readPersonName } from './person-name.ts';

/** GB/T 2261.1: 0 unknown, 1 male, 2 female, 9 not stated. */
export type Sex = 0 | 1 | 2 | 9;

/** A fact as reported. Left out: recordedAt = the delivery's instant, retractedAt = it still stands. */
export type NewFact = {
  kind: FactKind;
  value: string | null;
  division: string | null;
  fromDay: string;
  toDay: string | null;
  source: string;
  recordedAt?: string;
  retractedAt?: string | null;
};

/** A person as reported: days 'YYYY-MM-DD', instants in ISO 8601; ethnicity by GB/T 3304 (1 = 汉). */
export type NewPerson = {
  name: string;
  sex: Sex;
  ethnicity: number | null;
  born: string;
  idNumber: string | null;
  accountNumber: string | null;
  recordedAt?: string;
  facts: readonly NewFact[];
};

export type Admitted = {
  name: string;
  sex: Sex;
  ethnicity: number | null;
  born: string;
  idNumber: string | null;
  accountNumber: string | null;
  recordedAt: string;
  facts: Fact[];
};

export type Admission =
  | { admitted: Admitted; rejectedFacts: FactProblem[]; accountProblem: Problem | undefined }
  | { admitted: undefined; problem: Problem };

const ACCOUNT = /^\d{12,23}$/;
export const knowsDivision = (code: string) => findDivision(code) !== undefined;

/**
 * 收录核验: what of a reported person can be taken. A wrong name, number or day of birth keeps the whole person out; a wrong
 * account or a contradicting fact keeps only itself out.
 */
export function admit(reported: NewPerson, recordedAt: string): Admission {
  const known = reported.recordedAt ?? recordedAt;
  const name = readPersonName(reported.name);
  if ('code' in name) return { admitted: undefined, problem: name };
  const identity = checkIdentity(reported, known);
  if ('code' in identity) return { admitted: undefined, problem: identity };
  const accountNumber = reported.accountNumber?.replace(/[\s-]/g, '') || null;
  const accountIsGood = accountNumber === null || ACCOUNT.test(accountNumber);
  const facts = reported.facts.map((fact) => complete(fact, known));
  const { accepted, rejected } = checkFacts(reported.born, facts, knowsDivision);
  return {
    admitted: {
      name: name.name,
      sex: identity.sex,
      ethnicity: reported.ethnicity,
      born: reported.born,
      idNumber: identity.number,
      accountNumber: accountIsGood ? accountNumber : null,
      recordedAt: known,
      facts: accepted,
    },
    rejectedFacts: rejected,
    accountProblem: accountIsGood ? undefined : problem('people.account-shape'),
  };
}

/** 补全: a reported fact with its known time written out. */
export function complete(fact: NewFact, recordedAt: string): Fact {
  const { kind, value, division, fromDay, toDay, source } = fact;
  const known = fact.recordedAt ?? recordedAt;
  return { kind, value, division, fromDay, toDay, source, recordedAt: known, retractedAt: fact.retractedAt ?? null };
}

function checkIdentity(reported: NewPerson, known: string): { number: string | null; sex: Sex } | Problem {
  const { born, sex, idNumber } = reported;
  if (sex !== 0 && sex !== 1 && sex !== 2 && sex !== 9) return problem('people.sex');
  const birthProblem = checkBirth(born, businessDay(new Date(known)));
  if (birthProblem) return birthProblem;
  if (idNumber === null) return { number: null, sex };
  const id = readIdNumber(idNumber);
  if ('code' in id) return id;
  if (id.born !== born) return problem('people.id-birth-differs', { born, idBorn: id.born });
  if (sex !== id.sex && (sex === 1 || sex === 2)) return problem('people.id-sex-differs');
  return { number: id.number, sex: id.sex };
}
