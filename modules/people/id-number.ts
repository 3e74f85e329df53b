import { parseDay } from '#platform/month/month.ts';
import { type Problem, problem } from './contract.ts';
import type { NumberFault } from './document-exception.ts';
import type { DocumentKind } from './document-kind.ts';
import { checkDigit } from './synthetic-id-number.ts';

/**
 * 公民身份号码 in canonical form (18 signs, capital X) and what it says. 1 = male, 2 = female (GB/T 2261.1). Residence permits and
 * the foreigner's card of 2023 have numbers of the same structure.
 */
export type IdNumber = { kind: DocumentKind; number: string; prefix: string; born: string; sex: 1 | 2 };

const SHAPE = /^[1-9]\d{16}[\dX]$/;
const OLD_SHAPE = /^[1-9]\d{14}$/;
const CODE_0 = 48;

/**
 * 读身份证号: 18 digits, or the old 15 (completed by 19 and the check digit). Full-width digits, blanks and x ｘ Ｘ × are
 * understood. The region prefix may be abolished or far from the residence. GB 11643-1999. A fault that is `excused` is not
 * looked for; what a spreadsheet has spoilt cannot be excused.
 */
export function readIdNumber(text: string, excused?: NumberFault): IdNumber | Problem {
  const folded = SHAPE.test(text) ? text : fold(text);
  if (folded === '') return problem('people.id-empty');
  if (/[ХхΧχ]/u.test(folded)) return problem('people.id-cyrillic');
  if (/^[\d.]+E\+?\d+$/.test(folded)) return problem('people.id-spreadsheet');
  if (OLD_SHAPE.test(folded)) return completeOldNumber(folded);
  if (!SHAPE.test(folded)) return problem('people.id-shape');
  const digits = folded.slice(6, 14);
  const born = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  if (checkDigit(folded) !== folded[17]) {
    if (folded.endsWith('000')) return problem('people.id-spreadsheet');
    if (excused !== 'check-digit') return problem('people.id-check-digit');
  }
  if (parseDay(born) === undefined && excused !== 'birth') return problem('people.id-birth', { digits });
  const sex = (folded.charCodeAt(16) - CODE_0) % 2 === 1 ? 1 : 2;
  return { kind: kindOf(folded), number: folded, prefix: folded.slice(0, 6), born, sex };
}

/** 81 and 82 are permits for people of Hong Kong and Macao, 83 of Taiwan (国办发〔2018〕81号), 9 is a foreigner's card. */
function kindOf(number: string): DocumentKind {
  const first = number.charCodeAt(0) - CODE_0;
  if (first < 8) return 'id-card';
  if (first === 9) return 'foreign-card';
  const second = number.charCodeAt(1) - CODE_0;
  if (second === 3) return 'taiwan-permit';
  return second === 1 || second === 2 ? 'hk-macao-permit' : 'id-card';
}

function completeOldNumber(old: string): IdNumber | Problem {
  const order = old.slice(12);
  // 996–999 were given to people already over a hundred: born in the 1800s, by how much the number does not say.
  if (order >= '996') return problem('people.id-order-century', { order });
  if (kindOf(old) !== 'id-card') return problem('people.id-shape');
  const first17 = `${old.slice(0, 6)}19${old.slice(6)}`;
  return readIdNumber(first17 + checkDigit(first17));
}

function fold(text: string): string {
  return text
    .replace(/[\uFF10-\uFF19]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xff10 + CODE_0))
    .replace(/[\s\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g, '')
    .replace(/[xｘＸ×✕╳]/g, 'X')
    .replace(/[eＥｅ]/g, 'E');
}
