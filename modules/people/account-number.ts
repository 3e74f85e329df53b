const SHAPE = /^\d{12,23}$/;
const FULL_WIDTH = /[\uFF10-\uFF19]/g;
const BLANKS_AND_HYPHENS = /[\s\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u2010-\u2015\u2212\uFE63\uFF0D-]/g;
const CODE_0 = 48;

/** 账号提示: a wrong check digit warns and no more, since the number of some passbooks has none. */
export const ACCOUNT_WARNING = '银行账号的校验位不符（有的存折账号没有校验位），已收录，请在发放前与本人核对。';

/** 读银行账号: 12 to 23 digits; blanks, hyphens and full-width digits are folded. Null: none given; undefined: no account number. */
export function readAccountNumber(text: string | null): string | null | undefined {
  if (text === null || SHAPE.test(text)) return text;
  const folded = text
    .replace(FULL_WIDTH, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xff10 + CODE_0))
    .replace(BLANKS_AND_HYPHENS, '');
  if (folded === '') return null;
  return SHAPE.test(folded) ? folded : undefined;
}

/** 校验位: ISO/IEC 7812-1 (Luhn) over all digits, the last one being the check digit. */
export function failsLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - CODE_0;
    sum += i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 !== 0;
}
