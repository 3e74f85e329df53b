import { maskBirth, maskIdNumber } from '#platform/classification/masks.ts';
import type { Keys } from '#platform/crypto/keys.ts';
import { businessDay } from '#platform/month/month.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { refuse } from '../contract.ts';
import { DOCUMENT_NAMES, type DocumentKind } from '../document-kind.ts';
import { deadAmong } from '../mandate/mandate.store.ts';
import { selectPerson } from '../person.store.ts';
import { maskPersonName } from '../person-name.ts';
import { unsealPerson } from '../seal-person.ts';

export type Resident = Awaited<ReturnType<typeof getResident>>;

/**
 * 住养老人: whom the database shows this institution today, and who is not known to have died. Refuses everybody else with the very
 * answer for a number that nobody has. Asked anew in every act.
 */
export async function getResident(ctx: Ctx, personNo: number) {
  if (ctx.user.scope.type !== 'organisation') return refuse('people.no-resident');
  const person = (await selectPerson(ctx.db, personNo)) ?? refuse('people.no-resident');
  const dead = await deadAmong(ctx.db, [personNo], businessDay(ctx.now));
  return dead.size > 0 ? refuse('people.no-resident') : person;
}

const SEX_NAMES = { 0: '未知', 1: '男', 2: '女', 9: '未说明' } as const;

/** 基本信息, masked; the payout account, the telephone and the address are not the institution's. */
export async function readResident(keys: Keys, person: Resident) {
  const { person_no: personNo } = person;
  const { idNumber } = await unsealPerson(keys, personNo, person.sealed);
  const kind = person.document_kind as DocumentKind | null;
  return {
    personNo,
    nameMasked: maskPersonName(person.name),
    sex: SEX_NAMES[person.sex as keyof typeof SEX_NAMES] ?? '未知',
    bornMasked: maskBirth(person.born),
    documentName: kind && DOCUMENT_NAMES[kind],
    idNumberMasked: idNumber && maskIdNumber(idNumber),
  };
}
