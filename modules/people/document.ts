import { type Problem, problem } from './contract.ts';
import type { NumberFault } from './document-exception.ts';
import { DOCUMENT_NAMES, type DocumentKind, isDocumentKind } from './document-kind.ts';
import { readIdNumber } from './id-number.ts';

/** 证件 in canonical form. Day of birth and sex where the number says them: a passport and an officer's card say neither. */
export type IdentityDocument = { kind: DocumentKind; number: string; born: string | null; sex: 1 | 2 | null };

/** Foreigner's card before 2023-12-01: the country in three letters, twelve digits. */
const OLD_FOREIGN_CARD = /^[A-Z]{3}\d{12}$/;
const PASSPORT = /^(?=.*\d)[A-Z0-9]{5,12}$/;
const OFFICER_CARD = /^((?!字|第)\p{Script=Han}{1,4}?)字?第?((?=.*\d)[A-Z0-9]{4,8})号?$/u;
const BLANKS_AND_HYPHENS = /[\s\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u2010-\u2015\u2212-]/g;

/**
 * 读证件: without a kind an ID number or a permit, told apart by its prefix (81 and 82 香港澳门, 83 台湾, 9 外国人). Refuses a number
 * that has not the shape of its kind. `excused`: a fault of the number that somebody has verified.
 */
export function readDocument(text: string, kind?: string, excused?: NumberFault): IdentityDocument | Problem {
  if (kind === undefined || kind === 'id-card') return readIdNumber(text, excused);
  if (!isDocumentKind(kind)) return problem('people.document-kind', { kind: kind.slice(0, 20) });
  if (kind === 'passport') return readPassport(text);
  if (kind === 'officer-card') return readOfficerCard(text);
  const old = folded(text);
  if (kind === 'foreign-card' && OLD_FOREIGN_CARD.test(old)) return { kind, number: old, born: null, sex: null };
  const read = readIdNumber(text, excused);
  if ('code' in read) return read;
  return read.kind === kind ? read : problem('people.document-prefix', { document: DOCUMENT_NAMES[kind] });
}

function readPassport(text: string): IdentityDocument | Problem {
  const number = folded(text);
  if (!PASSPORT.test(number)) return problem('people.passport-shape');
  return { kind: 'passport', number, born: null, sex: null };
}

/** “军字第1234567号”, also written without 字, 第 or 号. */
function readOfficerCard(text: string): IdentityDocument | Problem {
  const [, word, digits] = OFFICER_CARD.exec(folded(text)) ?? [];
  if (!word || !digits) return problem('people.officer-card-shape');
  return { kind: 'officer-card', number: `${word}字第${digits}号`, born: null, sex: null };
}

function folded(text: string): string {
  return text.normalize('NFKC').replace(BLANKS_AND_HYPHENS, '').toUpperCase();
}
