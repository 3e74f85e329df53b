import { actorsOf } from '#modules/identity/index.ts';
import { placeNow } from '#modules/places/index.ts';
import type { Keys } from '#platform/crypto/keys.ts';
import { seal } from '#platform/crypto/seal.ts';
import { asBulk } from '#platform/db/bulk.ts';
import { businessDay, parseDay } from '#platform/month/month.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { refuse } from '../contract.ts';
import { readDocument } from '../document.ts';
import { namesOf } from '../masked-names.ts';
import { lockPerson, selectPersonNoByIdBlind } from '../person.store.ts';
import { readPersonName } from '../person-name.ts';
import { idBlindOf } from '../seal-person.ts';
import { findOpenStay, insertStay, reserveStayNo } from './stay.store.ts';
import { tellOfStay } from './tell-of-stay.ts';

export type StayWish = { name: string; idNumber: string; fromDay: string; source: string };
const EARLIEST = '1980-01-01';

/**
 * 登记入住, by the institution's manager. It gives the institution nothing before somebody else confirms it, and the answer is the same
 * whether or not anybody here has this number and name. Refuses only what the institution itself wrote wrong or has reported already.
 */
export async function reportStay(
  ctx: Ctx,
  keys: Keys,
  { name, idNumber, fromDay, source }: StayWish,
): Promise<{ stayNo: number; personNo: number | null }> {
  const { post, accountNo } = ctx.user;
  if (post === null || accountNo === null) return refuse('people.no-stay');
  const { organisationNo, division } = post;
  const read = readPersonName(name);
  if ('code' in read) return refuse(read.code, read.details);
  const document = readDocument(idNumber);
  if ('code' in document) return refuse(document.code, document.details);
  if (parseDay(fromDay) === undefined || fromDay > businessDay(ctx.now) || fromDay < EARLIEST)
    refuse('people.stay-day');
  const idBlind = idBlindOf(keys, document.kind, document.number);
  await lockPerson(ctx.db, `stay/${organisationNo}/${idBlind.toString('hex')}`);
  if (await findOpenStay(ctx.db, organisationNo, idBlind)) refuse('people.stay-twice');

  const personNo = await matchPerson(ctx, idBlind, read.name);
  const [actor] = await actorsOf(ctx.db, [{ accountNo, accountName: ctx.user.name, postNo: post.postNo }]);
  const institutionName = actor?.kind === 'official' ? actor.organisation : '';
  const stayNo = await reserveStayNo(ctx.db);
  await insertStay(ctx.db, {
    ...{ stay_no: stayNo, organisation_no: organisationNo, institution_name: institutionName },
    ...{ institution_place: placeNow(division), person_no: personNo, reported_name: read.name, id_blind: idBlind },
    sealed: seal(keys, { table: 'people.stay', column: 'sealed', row: stayNo }, { idNumber: document.number }),
    ...{ from_day: fromDay, source, recorded_at: ctx.now, recorded_by: accountNo },
  });
  await tellOfStay(ctx, { stayNo, personNo, institutionName }, 'reported');
  return { stayNo, personNo };
}

/** Name and number together: whoever has only a number learns nothing, not even later, by a confirmed stay under another name. */
function matchPerson(ctx: Ctx, idBlind: Buffer, name: string): Promise<number | null> {
  return asBulk(ctx, 'people.stay-match', '一个证件号码', async () => {
    const personNo = await selectPersonNoByIdBlind(ctx.db, idBlind);
    if (personNo === undefined) return null;
    return (await namesOf(ctx.db, [personNo])).get(personNo) === name ? personNo : null;
  });
}
