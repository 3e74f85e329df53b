import { z } from 'zod';

const termSchema = z.strictObject({
  zh: z.string().min(1),
  en: z.string().min(1),
  code: z.string().min(1).optional(),
  source: z.string().min(1),
  banned: z.array(z.string().min(1)).default([]),
});
export const glossarySchema = z.array(termSchema).min(1);
export type Term = z.infer<typeof termSchema>;

/** A name found in the project: what it is and where. */
export type Name = { text: string; where: string };
export type Table = { name: string; title: string };

/** One Chinese word ↔ one English word, and no banned synonym that is somebody else's word. */
export function uniquenessProblems(terms: readonly Term[]): string[] {
  const words = terms.flatMap(({ en, code }) => (code === undefined || code === en ? [en] : [en, code]));
  const banned = terms.flatMap((term) => term.banned);
  return [
    ...repeated(terms.map(({ zh }) => zh)).map((zh) => `${zh} stands twice`),
    ...repeated(words.map(keyOf)).map((word) => `“${word}” means two things`),
    ...repeated(banned.map(keyOf)).map((word) => `“${word}” is banned twice`),
    ...banned
      .filter((one) => words.some((word) => keyOf(word) === keyOf(one)))
      .map((one) => `“${one}” is word and banned`),
  ];
}

/** No name uses a banned synonym; the longest word of the list wins, so `service subsidy` is not the banned `subsidy`. */
export function bannedProblems(names: readonly Name[], terms: readonly Term[]): string[] {
  if (names.length === 0) throw new Error('the checker read no name: it looks in the wrong place');
  const known = new Map<string, { zh: string; en: string; isBanned: boolean }>();
  for (const { zh, en, code = en, banned } of terms) {
    for (const word of [en, code]) known.set(keyOf(word), { zh, en, isBanned: false });
    for (const word of banned) known.set(keyOf(word), { zh, en, isBanned: true });
  }
  const longest = Math.max(...[...known.keys()].map((key) => key.split(' ').length));
  return names.flatMap(({ text, where }) => {
    const words = wordsOf(text);
    const problems: string[] = [];
    for (let at = 0; at < words.length; ) {
      const [length, term] = matchAt(words, at, longest, known);
      if (term?.isBanned) problems.push(`${where}: ${text}: 「${term.zh}」 is called “${term.en}” here`);
      at += length;
    }
    return problems;
  });
}

function matchAt<T>(
  words: readonly string[],
  at: number,
  longest: number,
  known: Map<string, T>,
): [number, T | undefined] {
  for (let length = Math.min(longest, words.length - at); length > 0; length -= 1) {
    const term = known.get(words.slice(at, at + length).join(' '));
    if (term) return [length, term];
  }
  return [1, undefined];
}

/** Every table is a word of the list and is titled by the same Chinese word in its comment. */
export function tableProblems(tables: readonly Table[], terms: readonly Term[]): string[] {
  if (tables.length === 0) throw new Error('the checker read no table: it looks in the wrong place');
  return tables.flatMap(({ name, title }) => {
    const key = keyOf(name.split('.')[1] ?? '');
    const found = terms.filter(({ en, code }) => keyOf(en) === key || (code !== undefined && keyOf(code) === key));
    if (found.length === 0) return [`${name}: not in docs/glossary.yaml`];
    return found.some(({ zh }) => title.includes(zh))
      ? []
      : [`${name}: titled ${title}, the glossary says ${found[0]?.zh}`];
  });
}

/** 'old-age allowance', 'OldAgeAllowances' and 'old_age_allowance' have the same key. */
export function keyOf(text: string): string {
  return wordsOf(text).join(' ');
}

function wordsOf(text: string): string[] {
  const spaced = text.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2');
  return spaced
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .map(singular);
}

function singular(word: string): string {
  if (word.length < 4 || /(ss|us|is)$/.test(word)) return word;
  return word.replace(/ies$/, 'y').replace(/s$/, '');
}

function repeated(words: readonly string[]): string[] {
  return [...new Set(words.filter((word, index) => words.indexOf(word) !== index))];
}
