import { randomInt } from 'node:crypto';
import type { Keys } from '#platform/crypto/keys.ts';
import { blindIndex } from '#platform/crypto/seal.ts';

const CODES = 10;
/** No I, L, O, 0, 1. 31 letters, 12 places: 59 bits, and the hash is keyed. */
const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const GROUPS = 3;
const GROUP_LENGTH = 4;

/** 恢复码, written 'ABCD-EFGH-JKMN'. */
export function makeRecoveryCodes(): string[] {
  const group = () => Array.from({ length: GROUP_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return Array.from({ length: CODES }, () => Array.from({ length: GROUPS }, group).join('-'));
}

/** Longer than six digits: a recovery code, not a code of the app. */
export function looksLikeRecoveryCode(typed: string): boolean {
  return lettersOf(typed).length > 6;
}

/** Keyed, and bound to the account; typed in lower case, with blanks or without hyphens it is the same. */
export function hashRecoveryCode(keys: Keys, accountNo: number, code: string): Buffer {
  return blindIndex(keys, 'identity.recovery_code', `${accountNo}:${lettersOf(code)}`);
}

function lettersOf(code: string): string {
  return code
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');
}
