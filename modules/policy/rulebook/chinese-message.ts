import type { z } from 'zod';
import type { Path } from './problem.ts';

const TYPE_WORDS: Record<string, string> = {
  string: '带引号的文字',
  number: '数字',
  int: '整数',
  boolean: 'true 或 false',
  array: '列表（每行以“- ”开头）',
  object: '“栏名: 值”的形式',
  record: '“栏名: 值”的形式',
  nan: '数字',
};

/** 把 zod 的一条问题说成中文: what is wrong and what to write instead. One issue can name several unknown fields. */
export function chineseMessages(issue: z.core.$ZodIssue, root: unknown): { path: Path; message: string }[] {
  const path = issue.path.filter((key): key is string | number => typeof key !== 'symbol');
  const value = valueAt(root, path);
  const one = (message: string) => [{ path, message }];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: [...path, key],
        message: `没有“${key}”这一栏；请核对拼写，可用的栏见 rulebook/README.md。`,
      }));
    case 'invalid_type':
      if (value === undefined) return one('缺这一栏；请补写。');
      return one(`应是${TYPE_WORDS[issue.expected] ?? issue.expected}，现在是${shown(value)}；请改写。`);
    case 'invalid_value':
      if (value === undefined) return one(`缺这一栏；请补写，可用：${issue.values.map(String).join('、')}。`);
      return one(`不认识${shown(value)}；可用：${issue.values.map(String).join('、')}。`);
    case 'invalid_union': {
      const note = 'discriminator' in issue && issue.discriminator ? `“${String(issue.discriminator)}”` : '';
      return one(`写法不认识${note}（现在是${shown(value)}）；请照 rulebook/README.md 的写法改。`);
    }
    case 'too_small':
      return one(
        value === undefined || Array.isArray(value) || typeof value === 'string'
          ? '不能是空的；请补写，或整栏删去（表示待核）。'
          : `${shown(value)} 太小，不得小于 ${String(issue.minimum)}；请改写。`,
      );
    case 'too_big':
      return one(
        `${Array.isArray(value) ? `有 ${value.length} 项，太多` : `${shown(value)} 太大`}，不得超过 ${String(issue.maximum)}；请改写。`,
      );
    case 'invalid_format':
      return one(`${shown(value)} 的写法不对；请改写。`);
    default:
      return one(issue.message);
  }
}

export function shown(value: unknown): string {
  if (value === null) return '空值';
  if (Array.isArray(value)) return '列表';
  if (typeof value === 'object') return '“栏名: 值”的形式';
  if (typeof value === 'string') return `“${value.length > 40 ? `${value.slice(0, 40)}…` : value}”`;
  return `“${String(value)}”`;
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string | number, unknown>)[key]
        : undefined,
    root,
  );
}
