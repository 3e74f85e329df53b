import { type Problem, problem } from './contract.ts';

/** 姓名 as kept: one spelling for the dot, no stray blanks; what stood in brackets goes to `note`. */
export type PersonName = { name: string; note: string | null; singleCharacter: boolean };

const LONGEST = 50;
const COMPOUND_SURNAMES = new Set(
  '欧阳 诸葛 上官 司徒 令狐 皇甫 尉迟 东方 夏侯 慕容 司马 公孙 端木 淳于 轩辕 宇文 长孙 呼延 闻人 澹台'.split(' '),
);

const PLAIN = /^\p{Script=Han}{2,50}$/u;
const PRIVATE_USE = /[\p{Co}]/u;
const CONTROL = /\p{Cc}/u;
const INVISIBLE = /[\u00AD\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/gu;
const BLANKS_BESIDE_HAN = /(?<=[\p{Script=Han}·])\s+|\s+(?=[\p{Script=Han}·])/gu;
/** 间隔号 variants seen in deliveries; NFKC does not unify them. A full stop counts only beside a Chinese character. */
const DOTS = /\s*[\u00B7\u2022\u2027\u2219\u22C5\u25CF\u30FB\uFF65\uFF0E\u3002\u0387]\s*/gu;
const STOP_BESIDE_HAN = /(?<=\p{Script=Han})\s*\.\s*|\s*\.\s*(?=\p{Script=Han})/gu;
const BRACKETED = /\s*[(（〔［[【<〈《]([^)）〕］\]】>〉》]*)[)）〕］\]】>〉》]\s*/gu;
const ALLOWED = /[\p{Script=Han}\p{Script=Latin}\p{M}·\u0020.'’-]/u;

/**
 * 读姓名: 民族姓名间隔号统一为“·”(U+00B7); rare characters, Latin letters and 〇 are accepted, at most 50 code points.
 * Refused: broken encoding, control signs, emoji, digits, private-use characters, a name cut off at its dot.
 */
export function readPersonName(text: string): PersonName | Problem {
  if (PLAIN.test(text)) return { name: text, note: null, singleCharacter: false };
  if (!text.isWellFormed()) return problem('people.name-broken');
  const notes: string[] = [];
  const bare = text.replace(/[\t\r\n]/g, ' ').replace(INVISIBLE, '');
  if (CONTROL.test(bare)) return problem('people.name-control');
  const name = bare
    .replace(BRACKETED, (_, note: string) => {
      notes.push(note.trim());
      return '';
    })
    .replace(DOTS, '·')
    .replace(STOP_BESIDE_HAN, '·')
    .replace(BLANKS_BESIDE_HAN, '')
    .replace(/\s+/gu, ' ')
    .trim();
  return checkSigns(name) ?? { name, note: notes.join('；') || null, singleCharacter: [...name].length === 1 };
}

function checkSigns(name: string): Problem | undefined {
  const signs = [...name];
  if (signs.length === 0) return problem('people.name-empty');
  if (signs.length > LONGEST) return problem('people.name-long');
  for (const sign of signs) {
    const codePoint = `U+${sign.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`;
    if (PRIVATE_USE.test(sign)) return problem('people.name-private-use', { codePoint });
    if (!ALLOWED.test(sign)) return problem('people.name-character', { sign, codePoint });
  }
  if (!/[\p{Script=Han}\p{Script=Latin}]/u.test(name)) return problem('people.name-empty');
  return name.startsWith('·') || name.endsWith('·') ? problem('people.name-dot') : undefined;
}

/** 检索键: what two spellings of one name share; compatibility ideographs are unified here only, the name itself is kept. */
export function searchKey(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/[·\s.'’-]/gu, '')
    .toLowerCase();
}

/** 脱敏姓名: 张小明 → 张**; 诸葛孔明 → 诸葛*明; 买买提·吐尔逊 → 买买提·***. */
export function maskPersonName(name: string): string {
  const dot = name.indexOf('·');
  if (dot > 0) return name.slice(0, dot + 1) + (starsFor(name.slice(dot + 1)) || '*');
  const signs = [...name];
  if (signs.length === 1) return '*';
  const compound = signs.length > 2 && COMPOUND_SURNAMES.has(signs.slice(0, 2).join(''));
  if (!compound) return signs[0] + '*'.repeat(signs.length - 1);
  const given = signs.slice(2);
  const last = given.length > 1 ? given.at(-1) : '';
  return signs.slice(0, 2).join('') + '*'.repeat(Math.max(1, given.length - 1)) + last;
}

function starsFor(part: string): string {
  return part.replace(/[^·]/gu, '*');
}
