// Whatever looks like an ID number, an account, a telephone or an e-mail address. Eleven digits are a telephone; twelve beginning
// with 33 may be a village's code and stay. A division, an amount and an instant are shorter or broken by other signs.
const NUMBERS = /(?<![\dA-Za-z]|[\dA-Za-z]-)\d(?:[ -]?\d){9,22}[\dXx](?![\dA-Za-z]|-[\dA-Za-z])/g;
const VILLAGE = /^33\d{10}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}$/;

/** 洗净: a text for logs and reasons, with what looks like level 3 or 4 put out of sight. */
export function scrub(text: string): string {
  return text.replace(NUMBERS, (found) => {
    const bare = found.replace(/[ -]/g, '');
    if (VILLAGE.test(bare) || INSTANT.test(found) || bare.length < 11) return found;
    return `${bare.slice(0, 2)}${'*'.repeat(bare.length - 2)}`;
  });
}
