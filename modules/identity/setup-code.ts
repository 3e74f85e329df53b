import { createHash, randomInt, timingSafeEqual } from 'node:crypto';

/** No I, L, O, 0, 1: read from a terminal and typed by hand. 31 letters, 20 places: 99 bits. */
const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const GROUPS = 5;
const GROUP_LENGTH = 4;

/** 启动码, written 'ABCD-EFGH-JKMN-PQRS-TUVW'. */
export function makeCode(): string {
  const group = () => Array.from({ length: GROUP_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}

/** Of the letters alone, so that it may be typed in lower case, with blanks or without hyphens. */
export function hashCode(code: string): Buffer {
  const letters = code
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');
  return createHash('sha256').update(letters).digest();
}

export function isCode(typed: string, codeHash: Buffer): boolean {
  return timingSafeEqual(hashCode(typed), codeHash);
}
