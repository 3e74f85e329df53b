/** A mobile number, or a fixed line with its area code; told apart by the first signs. */
const SHAPE = /^(1[3-9]\d{9}|0\d{2,3}-\d{7,8})$/;
/** 手机号: what a holder is called and told on. */
export const MOBILE = /^1[3-9]\d{9}$/;
const FULL_WIDTH = /[\uFF10-\uFF19]/g;
const BETWEEN = /[\s\u00AD\u200B-\u200F\u2060\uFEFF()（）]/g;
const HYPHENS = /[\u2010-\u2015\u2212\uFE63\uFF0D]/g;
const COUNTRY = /^(\+|00)86-?/;
const FIXED_WITHOUT_HYPHEN = /^(010|02\d|0[3-9]\d{2})(\d{7,8})$/;
const LONGEST_ADDRESS = 100;

/** 读电话: as kept, 11 digits or 0571-88888888. Null: none given; undefined: no phone number. */
export function readPhone(text: string | null | undefined): string | null | undefined {
  if (text === null || text === undefined || SHAPE.test(text)) return text ?? null;
  const folded = text
    .replace(FULL_WIDTH, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xff10 + 48))
    .replace(BETWEEN, '')
    .replace(HYPHENS, '-')
    .replace(COUNTRY, '');
  if (folded === '') return null;
  const bare = folded.replaceAll('-', '');
  if (MOBILE.test(bare)) return bare;
  const fixed = FIXED_WITHOUT_HYPHEN.exec(bare);
  return fixed ? `${fixed[1]}-${fixed[2]}` : undefined;
}

/** 读详细地址: one line of at most 100 signs. Null: none given; undefined: cannot be an address. */
export function readAddress(text: string | null | undefined): string | null | undefined {
  if (text === null || text === undefined) return null;
  const line = text.replace(/\s+/gu, ' ').trim();
  if (line === '') return null;
  return line.isWellFormed() && [...line].length <= LONGEST_ADDRESS && !/[\p{Cc}\p{Co}]/u.test(line) ? line : undefined;
}
