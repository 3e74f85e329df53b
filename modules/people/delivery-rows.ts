import type { Keys } from '#platform/crypto/keys.ts';
import { seal } from '#platform/crypto/seal.ts';
import type { CopyValue } from '#platform/db/copy.ts';
import type { Admitted } from './admit.ts';
import { type Problem, reasonOf } from './contract.ts';
import { placesOfFacts } from './person-place.ts';
import type { SealedPerson } from './seal-person.ts';

/** A line of a delivery that becomes a person, and one that is set aside. */
export type Line = { line: number; personNo: number; person: Admitted; secret: SealedPerson };
export type Aside = { line: number; problem: Problem; raw: unknown };

export const PERSON_COLUMNS = [
  'person_no',
  'name',
  'sex',
  'ethnicity',
  'born',
  'document_kind',
  'account_check_fails',
  'sealed',
  'id_blind',
  'id_tail',
  'account_blind',
  'recorded_at',
  'hukou_place',
  'residence_place',
] as const;

export function* personRows(lines: readonly Line[], today: string): Generator<CopyValue[]> {
  for (const { personNo, person, secret } of lines) {
    const { name, sex, ethnicity, born, documentKind, recordedAt } = person;
    const checkFails = person.accountCheckFails ? 't' : 'f';
    const { sealed, idBlind, idTail, accountBlind } = secret;
    const secrets = [sealed, idBlind, idTail, accountBlind];
    const { hukouPlace, residencePlace } = placesOfFacts(person.facts, today);
    const places = [hukouPlace, residencePlace];
    yield [personNo, name, sex, ethnicity, born, documentKind, checkFails, ...secrets, recordedAt, ...places];
  }
}

export const EXCEPTION_COLUMNS = [
  'person_no',
  'wrong',
  'certificate',
  'verified_by',
  'verified_on',
  'recorded_at',
] as const;

export function* exceptionRows(lines: readonly Line[]): Generator<CopyValue[]> {
  for (const { personNo, person } of lines) {
    if (!person.documentException) continue;
    const { wrong, certificate, verifiedBy, verifiedOn } = person.documentException;
    yield [personNo, wrong, certificate, verifiedBy, verifiedOn, person.recordedAt];
  }
}

export const FACT_COLUMNS = [
  'person_no',
  'kind',
  'value',
  'division',
  'from_day',
  'to_day',
  'source',
  'delivery',
  'delivery_line',
  'recorded_at',
  'retracted_at',
] as const;

export function* factRows(lines: readonly Line[], delivery: string): Generator<CopyValue[]> {
  for (const { line, personNo, person } of lines) {
    for (const { kind, value, division, fromDay, toDay, source, recordedAt, retractedAt } of person.facts) {
      yield [personNo, kind, value, division, fromDay, toDay, source, delivery, line, recordedAt, retractedAt];
    }
  }
}

export const ASIDE_COLUMNS = [
  'set_aside_no',
  'delivery',
  'delivery_line',
  'reason_code',
  'reason',
  'sealed',
  'recorded_at',
] as const;

export function* asideRows(
  keys: Keys,
  asides: readonly Aside[],
  numbers: readonly number[],
  { delivery, recordedAt }: { delivery: string; recordedAt: string },
): Generator<CopyValue[]> {
  for (const [index, { line, problem: found, raw }] of asides.entries()) {
    const asideNo = numbers[index] as number;
    const place = { table: 'people.set_aside', column: 'sealed', row: asideNo };
    const sealed = seal(keys, place, { row: JSON.stringify(raw) });
    yield [asideNo, delivery, line, found.code, reasonOf(found), sealed, recordedAt];
  }
}
