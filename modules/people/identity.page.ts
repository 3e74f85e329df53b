import { maskAccount, maskAddress, maskIdNumber, maskPhone } from '#platform/classification/masks.ts';
import type { Keys } from '#platform/crypto/keys.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import type { NumberFault } from './document-exception.ts';
import { DOCUMENT_NAMES, type DocumentKind } from './document-kind.ts';
import { exceptionOf } from './get-person.ts';
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
    documentNote: noteOf(person),
    idNumberMasked: idNumber && maskIdNumber(idNumber),
    accountMasked: accountNumber && maskAccount(accountNumber),
    accountCheckFails: person.account_check_fails,
    phoneMasked: phone && maskPhone(phone),
    addressMasked: address && maskAddress(address),
  };
}

const FAULTS: Record<NumberFault, string> = { 'check-digit': '校验位不符', birth: '里的出生日期与登记的不符' };

/** 证件例外 in a sentence: who says that the document is genuine although its number is wrong, and since when. */
function noteOf(person: Awaited<ReturnType<typeof getSeenPerson>>): string | null {
  const exception = exceptionOf(person);
  if (!exception) return null;
  const { wrong, certificate, verifiedBy, verifiedOn } = exception;
  return `号码${FAULTS[wrong]}，${verifiedBy}${verifiedOn}核实证件为真（${certificate}）`;
}
