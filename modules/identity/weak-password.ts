import { COMMON_ROOTS } from './common-password.data.ts';

const SHORTEST = 12;
/** A listed word, a run, a repetition or a number counts as one letter; this many must be left. */
const FEWEST_FREE = 8;

const ROOTS = COMMON_ROOTS.map((root) => [...root]).flatMap((root) => [root, root.toReversed()]);
const ROOTS_BY_FIRST = Map.groupBy(ROOTS, (root) => root[0]);
/** Signs that stand for letters: p@ssw0rd. */
const LEET: Record<string, string> = {
  ...{ '0': 'o', '1': 'il', '!': 'il', '|': 'il', '3': 'e', '4': 'a', '@': 'a', '5': 's', $: 's' },
  ...{ '7': 't', '+': 't', '8': 'b', '9': 'g', '6': 'g', '2': 'z' },
};
const KEYBOARD_ROWS = ['`1234567890-=', 'qwertyuiop[]', "asdfghjkl;'", 'zxcvbnm,./', '!@#$%^&*()_+'];

/**
 * 弱口令: why a password is too easy to guess, as a short Chinese phrase; undefined when it is not.
 * `own`: what belongs to the account (name, display name) and must not stand in it.
 */
export function weaknessOf(password: string, own: readonly string[]): string | undefined {
  const letters = [...password.normalize('NFKC').toLowerCase()];
  if (letters.length < SHORTEST) return `不足${SHORTEST}位`;
  if (letters.every((letter) => /\p{Nd}/u.test(letter))) return '全是数字';
  if (own.some((word) => holds(letters, word))) return '含有账号或姓名';
  if (countFree(letters) < FEWEST_FREE) return '主要由常见词、姓氏地名、日期号码、键盘顺序或重复组成';
  return undefined;
}

function holds(letters: readonly string[], word: string): boolean {
  const wanted = [...word.normalize('NFKC').toLowerCase().replace(/\s/g, '')];
  if (wanted.length < 2) return false;
  return letters.some((_, at) => standsAt(letters, at, wanted) || standsAt(letters, at, wanted.toReversed()));
}

/** How many letters a guesser would still have to try: each guessable chunk, the longest first, counts as one. */
function countFree(letters: readonly string[]): number {
  let free = 0;
  for (let at = 0; at < letters.length; free += 1) at += chunkLength(letters, at);
  return free;
}

function chunkLength(letters: readonly string[], at: number): number {
  return Math.max(
    1,
    rootLength(letters, at),
    runLength(letters, at),
    digitsLength(letters, at),
    repeatLength(letters, at),
  );
}

function rootLength(letters: readonly string[], at: number): number {
  const letter = letters[at] ?? '';
  const candidates = [letter, ...(LEET[letter] ?? '')].flatMap((first) => ROOTS_BY_FIRST.get(first) ?? []);
  const standing = candidates.filter((root) => standsAt(letters, at, root));
  return Math.max(0, ...standing.map((root) => root.length));
}

function standsAt(letters: readonly string[], at: number, word: readonly string[]): boolean {
  return word.every((wanted, i) => {
    const letter = letters[at + i];
    return letter !== undefined && (letter === wanted || LEET[letter]?.includes(wanted) === true);
  });
}

/** "aaaa", "abcd", "4321", "lkjh": three or more that follow each other in the alphabet or on the keyboard. */
function runLength(letters: readonly string[], at: number): number {
  const lengths = [-1, 0, 1].map((step) => {
    let length = 1;
    while (follows(letters[at + length - 1], letters[at + length], step)) length += 1;
    return length;
  });
  const longest = Math.max(...lengths);
  return longest >= 3 ? longest : 0;
}

function follows(one: string | undefined, next: string | undefined, step: number): boolean {
  if (one === undefined || next === undefined) return false;
  if (next.codePointAt(0)! - one.codePointAt(0)! === step) return true;
  return KEYBOARD_ROWS.some((row) => row.includes(one) && row[row.indexOf(one) + step] === next);
}

/** Years, days, telephone and identity numbers. */
function digitsLength(letters: readonly string[], at: number): number {
  const end = letters.findIndex((letter, i) => i >= at && !/\d/.test(letter));
  const digits = letters.slice(at, end < 0 ? letters.length : end).join('');
  if (digits.length >= 6) return digits.length;
  return /^(19|20)\d\d/.test(digits) ? 4 : 0;
}

/** The longest stretch, three or more, that stood before. */
function repeatLength(letters: readonly string[], at: number): number {
  const before = letters.slice(0, at).join('');
  let length = 2;
  while (at + length < letters.length && before.includes(letters.slice(at, at + length + 1).join(''))) length += 1;
  return length >= 3 ? length : 0;
}
