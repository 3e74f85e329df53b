import { findPersonByIdNumber, maskedNamesOf } from '#modules/people/index.ts';
import type { Keys } from '#platform/crypto/keys.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { refuse } from './contract.ts';

/** 按证件找人, for a question about who looked at him: his number and masked name, nothing else. */
export async function findPerson({ db }: Ctx, keys: Keys, idNumber: string) {
  const person = (await findPersonByIdNumber(db, keys, idNumber)) ?? refuse('audit.no-person');
  const names = await maskedNamesOf(db, [person.personNo]);
  return { personNo: person.personNo, nameMasked: names.get(person.personNo) ?? '' };
}
