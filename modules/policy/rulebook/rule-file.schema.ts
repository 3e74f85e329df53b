import { z } from 'zod';
import { exampleSchema } from './example.schema.ts';
import { daySchema, referenceSchema } from './parameter.schema.ts';

const text = z.string().min(1).max(2000);
const url = z.url({ protocol: /^https?$/, error: '网址须以 http:// 或 https:// 开头；没有网址就删去这一栏。' });

/** 区划代码: county, city or province (six digits), or a functional zone (Z and eight digits). */
export const divisionSchema = z.unknown().transform((value, context) => {
  if (typeof value === 'string' && /^(\d{6}|Z\d{8})$/.test(value)) return value;
  const message =
    value === undefined
      ? "缺这一栏；请补写区划代码，例如 '331083'。"
      : typeof value === 'number'
        ? `区划代码须加引号写成文字，例如 '${value}'。`
        : `“${String(value)}”不是区划代码；请写六位国标代码，或功能区代码（Z 加八位数字）。`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

/** 定夺: who decided what the document leaves open, when and on what ground. */
export const decisionSchema = z.strictObject({ by: text, on: daySchema, basis: text });

const basisSchema = z
  .strictObject({
    document: text.optional(),
    title: text,
    day: daySchema.optional(),
    clause: text.optional(),
    url: url.optional(),
  })
  .refine((basis) => basis.document !== undefined || basis.url !== undefined, {
    message: '依据须有文号（document）或网址（url），至少一样；请补写。',
  });

export const versionSchema = z.strictObject({
  from: daySchema,
  to: daySchema.optional(),
  inForce: daySchema.optional(),
  corrects: z.strictObject({ version: text, knownFrom: daySchema }).optional(),
  status: z.enum(['active', 'draft']),
  confidence: z.enum(['high', 'medium', 'low']),
  sourceId: text.optional(),
  note: text.optional(),
  basis: basisSchema,
  sources: z.array(z.strictObject({ title: text, url, reprint: z.boolean().optional() })).optional(),
  follows: referenceSchema.optional(),
  decided: decisionSchema.extend({ values: z.record(z.string(), z.unknown()) }).optional(),
  parameters: z.record(z.string(), z.unknown()),
});

export const ruleFileSchema = z.strictObject({
  scheme: z.literal('old-age-allowance'),
  title: text,
  benefit: z.string().regex(/^[a-z][a-z0-9-]*$/, '福利代号只用小写字母、数字和连字符，例如 old-age-allowance。'),
  layer: z.enum(['base', 'add-on', 'yearly']),
  division: divisionSchema,
  role: z.enum(['rule', 'floor']),
  areas: z.array(divisionSchema).min(1),
  versions: z.array(versionSchema).min(1),
  examples: z.array(exampleSchema).optional(),
});

export type WrittenVersion = z.infer<typeof versionSchema>;
export type WrittenFile = z.infer<typeof ruleFileSchema>;
