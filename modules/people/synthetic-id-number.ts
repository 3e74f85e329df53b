const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_SIGNS = '10X98765432';
const CODE_0 = 48;

/** 校验位: GB 11643, MOD 11-2 over the first 17 digits. */
export function checkDigit(first17: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i += 1) sum += (WEIGHTS[i] ?? 0) * (first17.charCodeAt(i) - CODE_0);
  return CHECK_SIGNS[sum % 11] ?? '';
}

const SYNTHETIC_PREFIX_FIRST = 339900;
const SYNTHETIC_PREFIX_LAST = 339999;

/**
 * 合成身份证号: prefixes 339900–339999 were never issued. `order` 1…995, odd = male. Throws outside (a bug in the caller).
 */
export function makeSyntheticIdNumber(prefix: number, born: string, order: number): string {
  if (prefix < SYNTHETIC_PREFIX_FIRST || prefix > SYNTHETIC_PREFIX_LAST) throw new Error(`not synthetic: ${prefix}`);
  if (order < 1 || order > 995) throw new Error(`no such order code: ${order}`);
  const first17 = `${prefix}${born.slice(0, 4)}${born.slice(5, 7)}${born.slice(8)}${String(order).padStart(3, '0')}`;
  return first17 + checkDigit(first17);
}
