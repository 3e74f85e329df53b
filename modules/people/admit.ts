import { findDivision } from '#modules/places/index.ts';
import { businessDay } from '#platform/month/month.ts';
import { failsLuhn, readAccountNumber } from './account-number.ts';
import { checkIdentity } from './check-identity.ts';
import { readAddress, readPhone } from './contact.ts';
import { type Problem, problem } from './contract.ts';
import type { DocumentException } from './document-exception.ts';
import type { DocumentKind } from './document-kind.ts';
import { checkFacts, type Fact, type FactKind } from './fact.ts';
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

/**
 * A person as reported: days 'YYYY-MM-DD', instants in ISO 8601; ethnicity by GB/T 3304 (1 = 汉). `idNumber` is the number of his
 * document, null where he has none; without `documentKind` it is an ID number or a permit, told apart by its prefix.
 */
export type NewPerson = {
  name: string;
  sex: Sex;
  ethnicity: number | null;
  born: string;
  idNumber: string | null;
  documentKind?: DocumentKind;
  documentException?: DocumentException;
  accountNumber: string | null;
  phone?: string | null;
  /** 详细地址: street and house number, below the division. */
  address?: string | null;
  recordedAt?: string;
  facts: readonly NewFact[];
};

export type Admitted = {
  name: string;
  sex: Sex;
  ethnicity: number | null;
  born: string;
  documentKind: DocumentKind | null;
  idNumber: string | null;
  documentException: DocumentException | null;
  accountNumber: string | null;
  phone: string | null;
  address: string | null;
  accountCheckFails: boolean;
  recordedAt: string;
  facts: Fact[];
};

/** A part of a reported person that cannot be taken although he can: what it is and why. */
export type PartProblem = { part: unknown; problem: Problem };

export type Admission = { admitted: Admitted; rejected: PartProblem[] } | { admitted: undefined; problem: Problem };

export const knowsDivision = (code: string) => findDivision(code) !== undefined;

/**
 * 收录核验: what of a reported person can be taken. A wrong name, number or day of birth keeps the whole person out; a wrong
 * account, phone or address, a contradicting fact or an exception nobody needs keeps only itself out.
 */
export function admit(reported: NewPerson, recordedAt: string): Admission {
  const known = reported.recordedAt ?? recordedAt;
  const name = readPersonName(reported.name);
  if ('code' in name) return { admitted: undefined, problem: name };
  const identity = checkIdentity(reported, businessDay(new Date(known)));
  if ('code' in identity) return { admitted: undefined, problem: identity };
  const account = readAccountNumber(reported.accountNumber);
  const accountNumber = account ?? null;
  const phone = readPhone(reported.phone);
  const address = readAddress(reported.address);
  const facts = reported.facts.map((fact) => complete(fact, known));
  const checked = checkFacts(reported.born, facts, knowsDivision);
  const rejected: PartProblem[] = [];
  if (account === undefined) {
    rejected.push({ part: { accountNumber: reported.accountNumber }, problem: problem('people.account-shape') });
  }
  if (phone === undefined) rejected.push({ part: { phone: reported.phone }, problem: problem('people.phone-shape') });
  if (address === undefined) {
    rejected.push({ part: { address: reported.address }, problem: problem('people.address-shape') });
  }
  const { documentException } = reported;
  if (documentException && !identity.exception) {
    rejected.push({ part: { documentException }, problem: problem('people.exception-unneeded') });
  }
  for (const { fact, problem: found } of checked.rejected) rejected.push({ part: fact, problem: found });
  return {
    admitted: {
      name: name.name,
      sex: identity.sex,
      ethnicity: reported.ethnicity,
      born: reported.born,
      documentKind: identity.kind,
      idNumber: identity.number,
      documentException: identity.exception,
      accountNumber,
      phone: phone ?? null,
      address: address ?? null,
      accountCheckFails: accountNumber !== null && failsLuhn(accountNumber),
      recordedAt: known,
      facts: checked.accepted,
    },
    rejected,
  };
}

/** 补全: a reported fact with its known time written out. */
export function complete(fact: NewFact, recordedAt: string): Fact {
  const { kind, value, division, fromDay, toDay, source } = fact;
  const known = fact.recordedAt ?? recordedAt;
  return { kind, value, division, fromDay, toDay, source, recordedAt: known, retractedAt: fact.retractedAt ?? null };
}
