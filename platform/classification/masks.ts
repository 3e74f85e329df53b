/** 脱敏: what may be shown of a value without a purpose. */
export type MaskKind = 'name' | 'id-number' | 'phone' | 'account' | 'address' | 'birth';

const ID_NUMBER = /^\d{17}[\dX]$/;

/** 3399**********123X; of a shorter document the last two signs. */
export function maskIdNumber(number: string): string {
  if (ID_NUMBER.test(number)) return `${number.slice(0, 4)}${'*'.repeat(10)}${number.slice(-4)}`;
  const signs = [...number];
  const shown = signs.length > 5 ? 2 : 0;
  return '*'.repeat(signs.length - shown) + signs.slice(signs.length - shown).join('');
}

/** 138****1234; of a fixed line the last two digits: ********88. */
export function maskPhone(phone: string): string {
  if (/^\d{11}$/.test(phone)) return `${phone.slice(0, 3)}****${phone.slice(-4)}`;
  return '*'.repeat(Math.max(phone.length - 2, 0)) + phone.slice(-2);
}

/** ****1234. */
export function maskAccount(number: string): string {
  return `****${number.slice(-4)}`;
}

/** 1943-03-**. */
export function maskBirth(day: string): string {
  return `${day.slice(0, 7)}-**`;
}

/** Nothing of an exact address is shown: the village is known beside it. */
export function maskAddress(_address: string): string {
  return '******';
}

const MASKED: Record<MaskKind, RegExp> = {
  name: /^[^*]{0,49}\*+[^*]?(·\*+)*$|^\*$/u,
  'id-number': /^(\d{4}\*{10}\d{3}[\dX]|\*{4,}.{0,2})$/u,
  phone: /^(\d{3}\*{4}\d{4}|\*{4,}.{0,2})$/,
  account: /^\*{4}\d{4}$/,
  address: /^\*{6}$/,
  birth: /^\d{4}-\d{2}-\*{2}$/,
};

/** Whether a text is what masking leaves: a reply with anything else in a masked field is a bug, and does not go out. */
export function isMasked(kind: MaskKind, text: string): boolean {
  return MASKED[kind].test(text);
}
