import { z } from 'zod';

/** 区划层级: province 1, city 2, county and zone 3, street 4, village 5. */
export const level = z.literal([1, 2, 3, 4, 5]);

export { rowNo as no, rowNoText as noText } from '#platform/contract/row-number.ts';

// Single fields that several routes ask for, with the Chinese titles of their labels.

const day = z.iso.date('日期写成“2023-08-01”的样子');
export const fromDay = day.optional().meta({ title: '起日（不填为今天）' });
export const untilDay = day.meta({ title: '止日（这一天起不再有效）' });
export const endDay = day.optional().meta({ title: '止日（不填为今天）' });

export const search = z.string().trim().max(50).optional().meta({ title: '查找' });
export const page = z.coerce.number<string>().int().min(1).max(100_000).default(1);
export const divisionCode = z
  .string()
  .regex(/^([0-9]{6}|[0-9]{9}|[0-9]{12}|Z[0-9]{8})$/, '区划代码为六位、九位或十二位数字');

export const ACCOUNT_NAME = /^[a-z][a-z0-9._-]{2,31}$/;
export const accountName = z
  .string()
  .regex(ACCOUNT_NAME, '账号为3—32位小写字母、数字或 . _ -，以字母开头')
  .meta({ title: '账号' });

/** Neither control nor formatting signs: a name must not look like another one. */
const PLAIN_TEXT = /^[^\p{Cc}\p{Cf}\p{Cs}]*$/u;
export const displayName = z
  .string()
  .trim()
  .min(1)
  .max(50)
  .regex(PLAIN_TEXT, '姓名里有不能用的字符')
  .meta({ title: '姓名' });
export const organisationName = z
  .string()
  .trim()
  .min(2)
  .max(100)
  .regex(PLAIN_TEXT, '名称里有不能用的字符')
  .meta({ title: '名称' });

export const password = z.string().min(1).max(200).meta({ title: '口令' });
export const newPassword = z.string().max(200).meta({ title: '新口令' });
