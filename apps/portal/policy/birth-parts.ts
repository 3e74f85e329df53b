import { daysInMonth, parseDay } from '#platform/month/month.ts';

export type BirthParts = { year: string; month: string; day: string };
export type BirthPart = keyof BirthParts;
export type ReadBirth = { born: string } | { wrong: BirthPart; sentence: string };

const NAMES: Record<BirthPart, string> = { year: '年', month: '月', day: '日' };

/**
 * 出生日期: what people type (full-width digits, blanks, '1943年', '03') → 'YYYY-MM-DD', or which part is wrong and what to
 * do. Nothing is guessed: two-digit years and days that do not exist are refused.
 */
export function readBirth(parts: BirthParts): ReadBirth {
  const numbers = { year: 0, month: 0, day: 0 };
  for (const part of ['year', 'month', 'day'] as const) {
    const text = parts[part].normalize('NFKC').replace(/\s/g, '').replace(NAMES[part], '');
    if (text === '') return wrong(part, `请填写出生的“${NAMES[part]}”。`);
    if (!/^\d{1,4}$/.test(text)) return wrong(part, `“${NAMES[part]}”请只填数字，例如${EXAMPLES[part]}。`);
    numbers[part] = Number(text);
  }
  const { year, month, day } = numbers;
  if (year < 1000) return wrong('year', '年份请填四位数，例如1943。');
  if (month < 1 || month > 12) return wrong('month', '月份请填1到12。');
  const last = daysInMonth(year, month);
  if (day < 1 || day > last) return wrong('day', `${year}年${month}月只有${last}天，请核对“日”。`);
  const born = [year, String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');
  return parseDay(born) === undefined ? wrong('year', '请核对出生日期。') : { born };
}

const EXAMPLES: Record<BirthPart, string> = { year: '1943', month: '3', day: '5' };

function wrong(part: BirthPart, sentence: string): ReadBirth {
  return { wrong: part, sentence };
}
