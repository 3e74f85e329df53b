import type { Keys } from '#platform/crypto/keys.ts';
import { asBulk } from '#platform/db/bulk.ts';
import { businessDay } from '#platform/month/month.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { ACCOUNT_WARNING } from './account-number.ts';
import { admit, type NewPerson } from './admit.ts';
import { refuse } from './contract.ts';
import {
  insertException,
  insertFacts,
  insertPerson,
  lockPerson,
  reservePersonNo,
  selectPersonNoByIdBlind,
  shareRegistration,
} from './person.store.ts';
import { placesOfFacts } from './person-place.ts';
import { idBlindOf, sealPerson } from './seal-person.ts';

export type Registered = { personNo: number; warnings: string[] };

/**
 * 登记老人: one person with his first facts. Refuses what a delivery would set aside, the whole person at once, and a document
 * that is registered already. `warnings`: sentences about what was taken and should still be looked at.
 */
export async function registerPerson(ctx: Ctx, keys: Keys, reported: NewPerson): Promise<Registered> {
  const admission = admit(reported, ctx.now.toISOString());
  if (!admission.admitted) return refuse(admission.problem.code, admission.problem.details);
  const { admitted: person, rejected } = admission;
  const wrong = rejected[0]?.problem;
  if (wrong) refuse(wrong.code, wrong.details);
  const { documentKind, idNumber } = person;
  const idBlind = documentKind === null || idNumber === null ? null : idBlindOf(keys, documentKind, idNumber);
  if (idBlind) {
    await shareRegistration(ctx.db);
    await lockPerson(ctx.db, `id/${idBlind.toString('hex')}`);
    await refuseRegistered(ctx, idBlind);
  }

  const personNo = await reservePersonNo(ctx.db);
  const { hukouPlace, residencePlace } = placesOfFacts(person.facts, businessDay(ctx.now));
  const { sealed, idTail, accountBlind } = sealPerson(keys, personNo, person);
  await insertPerson(ctx.db, personNo, {
    name: person.name,
    sex: person.sex,
    ethnicity: person.ethnicity,
    born: person.born,
    document_kind: documentKind,
    account_check_fails: person.accountCheckFails,
    sealed,
    id_blind: idBlind,
    id_tail: idTail,
    account_blind: accountBlind,
    recorded_at: new Date(person.recordedAt),
    hukou_place: hukouPlace,
    residence_place: residencePlace,
  });
  if (person.documentException) await insertException(ctx.db, personNo, person.documentException, person.recordedAt);
  await insertFacts(ctx.db, personNo, person.facts);
  return { personNo, warnings: person.accountCheckFails ? [ACCOUNT_WARNING] : [] };
}

/**
 * 查重: of a document the whole province has one record. One that the caller may see is named to him; of one elsewhere he learns
 * neither where nor whose: the answer is that of every case which goes to the conflict desk (docs/decisions).
 */
async function refuseRegistered(ctx: Ctx, idBlind: Buffer): Promise<void> {
  if ((await selectPersonNoByIdBlind(ctx.db, idBlind)) !== undefined) refuse('people.double-registered');
  const elsewhere = await asBulk(ctx, 'people.register', '一个证件号码', () =>
    selectPersonNoByIdBlind(ctx.db, idBlind),
  );
  if (elsewhere !== undefined) refuse('people.to-be-checked');
}
