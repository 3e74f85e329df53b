import { maskAccount, maskAddress, maskIdNumber, maskPhone } from '#platform/classification/masks.ts';
import type { Keys } from '#platform/crypto/keys.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { DOCUMENT_NAMES, type DocumentKind } from './document-kind.ts';
import { maskPersonName } from './person-name.ts';
import { unsealPerson } from './seal-person.ts';
import { getSeenPerson } from './seen-person.ts';

/** 身份和联系方式, masked: who sees this has not yet given a purpose. */
export async function readIdentity(ctx: Ctx, keys: Keys, personNo: number) {
  const person = await getSeenPerson(ctx, personNo);
  const { idNumber, accountNumber, phone, address } = await unsealPerson(keys, personNo, person.sealed);
  const kind = person.document_kind as DocumentKind | null;
  return {
    personNo,
    nameMasked: maskPersonName(person.name),
    documentName: kind && DOCUMENT_NAMES[kind],
    idNumberMasked: idNumber && maskIdNumber(idNumber),
    accountMasked: accountNumber && maskAccount(accountNumber),
    accountCheckFails: person.account_check_fails,
    phoneMasked: phone && maskPhone(phone),
    addressMasked: address && maskAddress(address),
  };
}
