import { z } from 'zod';
import { defineRoute } from '../contract/define-route.ts';

export const PROTECTION_NAMES: Record<string, string> = {
  'none-needed': '—',
  masked: '返回时脱敏',
  sealed: '封存',
  wrapped: '由主密钥包裹',
  'blind-index': '带密钥的盲索引',
  exception: '例外（有理由）',
  missing: '缺保护',
};

const columnSchema = z.object({
  table: z.string().meta({ title: '表' }),
  column: z.string().meta({ title: '列' }),
  level: z.int().meta({ title: '级别' }),
  title: z.string().meta({ title: '名称' }),
  protection: z.string().meta({ title: '保护' }),
  /** Of an exception: why, and what protects it instead. */
  reason: z.string().nullable().meta({ title: '理由' }),
  instead: z.string().nullable().meta({ title: '另有保护' }),
});
export type ClassifiedShown = z.infer<typeof columnSchema>;

/** 导出数据分级. */
export const exportClassification = defineRoute({
  method: 'GET',
  path: '/api/platform/classification.csv',
  title: '导出数据分级',
  permission: 'keys.read',
  scope: 'whole',
  reply: z.string(),
  stream: 'csv',
});

/** 数据分级: every column of the database as it is now, with its level and what protects it. */
export const showClassification = defineRoute({
  method: 'GET',
  path: '/api/platform/classification',
  title: '数据分级',
  permission: 'keys.read',
  scope: 'whole',
  reply: z.object({
    levels: z.array(
      z.object({
        level: z.int(),
        title: z.string(),
        basis: z.string(),
        reply: z.string(),
        sealed: z.boolean(),
        log: z.string(),
        export: z.string(),
      }),
    ),
    columns: z.array(columnSchema),
  }),
});
