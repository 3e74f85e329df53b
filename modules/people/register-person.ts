import type { Keys } from '#platform/crypto/keys.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { admit, type NewPerson } from './admit.ts';
import { refuse } from './contract.ts';
import { insertFacts, insertPerson, lockPerson, reservePersonNo, selectPersonNoByIdBlind } from './person.store.ts';
import { idBlindOf, sealPerson } from './seal-person.ts';

/**
 * 登记老人: one person with his first facts. Refuses what a delivery would set aside, the whole person at once, and an ID
 * number that is registered already.
 */
export async function registerPerson(ctx: Ctx, keys: Keys, reported: NewPerson): Promise<{ personNo: number }> {
  const admission = admit(reported, ctx.now.toISOString());
  if (!admission.admitted) return refuse(admission.problem.code, admission.problem.details);
  const { admitted: person, rejectedFacts, accountProblem } = admission;
  const wrong = accountProblem ?? rejectedFacts[0]?.problem;
  if (wrong) refuse(wrong.code, wrong.details);
  const idBlind = person.idNumber === null ? null : idBlindOf(keys, person.idNumber);
  if (idBlind) {
    await lockPerson(ctx.db, `id/${idBlind.toString('hex')}`);
    if ((await selectPersonNoByIdBlind(ctx.db, idBlind)) !== undefined) refuse('people.double-registered');
  }

  const personNo = await reservePersonNo(ctx.db);
  const { sealed, accountBlind } = sealPerson(keys, personNo, person);
  await insertPerson(ctx.db, personNo, {
    name: person.name,
    sex: person.sex,
    ethnicity: person.ethnicity,
    born: person.born,
    sealed,
    id_blind: idBlind,
    account_blind: accountBlind,
    recorded_at: new Date(person.recordedAt),
  });
  await insertFacts(ctx.db, personNo, person.facts);
  return { personNo };
}
