import { citizens } from '#modules/identity/index.ts';
import type { Keys } from '#platform/crypto/keys.ts';
import { businessDay } from '#platform/month/month.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { ageOn } from '../birth.ts';
import { refuse } from '../contract.ts';
import { readDocument } from '../document.ts';
import { selectPersonNoByIdBlind } from '../person.store.ts';
import { readPersonName } from '../person-name.ts';
import { idBlindOf } from '../seal-person.ts';
import { deadAmong } from './mandate.store.ts';

export type HolderWish = { name: string; idNumber: string; phone: string };
export type CheckedHolder = { holder: HolderWish; holderBlind: Buffer };

/**
 * 核对受托人, as he stands today: a document that can be one, an adult (民法典第十八条), not the older person himself, not known
 * here to have died. Asked when a mandate is made and once more when it is confirmed or accepted.
 */
export async function checkHolder(
  ctx: Pick<Ctx, 'db' | 'now'>,
  keys: Keys,
  personNo: number,
  { name, idNumber, phone }: HolderWish,
): Promise<CheckedHolder> {
  const today = businessDay(ctx.now);
  const read = readPersonName(name);
  if ('code' in read) return refuse(read.code, read.details);
  const document = readDocument(idNumber);
  if ('code' in document) return refuse(document.code, document.details);
  const holderNo = await selectPersonNoByIdBlind(ctx.db, idBlindOf(keys, document.kind, document.number));

  if (document.born !== null && ageOn(document.born, today) < 18) refuse('people.mandate-minor');
  if (holderNo === personNo) refuse('people.mandate-self');
  if (holderNo !== undefined && (await deadAmong(ctx.db, [holderNo], today)).size > 0) {
    refuse('people.mandate-holder-dead');
  }
  return {
    holder: { name: read.name, idNumber: document.number, phone },
    holderBlind: citizens.blindOf(keys, document.number),
  };
}
