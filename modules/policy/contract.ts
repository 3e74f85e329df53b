import { z } from 'zod';
import { defineRoute } from '#platform/contract/define-route.ts';
import { refusals } from '#platform/refusal/refusal.ts';

const originSchema = z.object({
  type: z.enum(['stated', 'follows', 'decided']),
  /** One Chinese line: where the value comes from. */
  text: z.string(),
});

export const bandCellSchema = z.object({
  name: z.string(),
  fromAge: z.int(),
  toAge: z.int().nullable(),
  monthlyFen: z.int().nullable(),
  yearlyFen: z.int().nullable(),
  addOn: z.boolean(),
  conditions: z.array(z.string()),
  origin: originSchema,
});

export const ruleRowSchema = z.object({
  file: z.string(),
  title: z.string(),
  division: z.string(),
  divisionName: z.string(),
  cityName: z.string().nullable(),
  layer: z.enum(['base', 'add-on', 'yearly']),
  role: z.enum(['rule', 'floor']),
  state: z.enum(['runs', 'draft', 'ended']),
  version: z.string().nullable(),
  document: z.string().nullable(),
  confidence: z.enum(['high', 'medium', 'low']).nullable(),
  bands: z.array(bandCellSchema),
});
export type RuleRow = z.infer<typeof ruleRowSchema>;

/** 规则库: divisions × bands as they stand on a day. */
export const showRulebook = defineRoute({
  method: 'GET',
  path: '/api/policy/rules',
  title: '规则库',
  permission: 'policy.read',
  // Rules are published law: whoever may read them reads those of every place.
  scope: 'none',
  query: z.strictObject({ day: z.iso.date().optional().meta({ title: '日期' }) }),
  reply: z.object({
    day: z.string(),
    sha256: z.string(),
    files: z.int(),
    versions: z.int(),
    drafts: z.int(),
    rows: z.array(ruleRowSchema),
  }),
});

/** 一条规则: every version, every field with its origin, as a sentence, with its examples. */
export const showRule = defineRoute({
  method: 'GET',
  path: '/api/policy/rule',
  title: '规则详情',
  permission: 'policy.read',
  scope: 'none',
  query: z.strictObject({
    file: z
      .string()
      .regex(/^[a-z0-9/-]{1,200}$/)
      .meta({ title: '规则文件' }),
  }),
  reply: z.object({
    file: z.string(),
    title: z.string(),
    divisionName: z.string(),
    versions: z.array(
      z.object({
        id: z.string(),
        state: z.enum(['runs', 'draft', 'ended']),
        from: z.string(),
        to: z.string().nullable(),
        inForce: z.string().nullable(),
        document: z.string().nullable(),
        documentTitle: z.string(),
        url: z.string().nullable(),
        confidence: z.enum(['high', 'medium', 'low']),
        sha256: z.string().nullable(),
        /** The whole rule as one Chinese sentence. */
        sentence: z.string(),
        bands: z.array(bandCellSchema),
        fields: z.array(z.object({ name: z.string(), value: z.string(), origin: originSchema })),
        missing: z.array(z.string()),
        examples: z.array(z.object({ name: z.string(), expected: z.string(), source: z.string().nullable() })),
      }),
    ),
  }),
});

/** Choosing a division step by step: no code lists in the browser. Public, no personal data. */
export const listDivisions = defineRoute({
  method: 'GET',
  path: '/api/policy/divisions',
  title: '选择户籍地',
  permission: 'public',
  query: z.strictObject({
    parent: z
      .string()
      .regex(/^\d{6}$/)
      .optional(),
  }),
  reply: z.object({ divisions: z.array(z.object({ code: z.string(), name: z.string(), level: z.int() })) }),
});

/** 我能领多少: by birth date and division; nothing is stored, and nothing stands in the address. */
export const answerWhatAmIDue = defineRoute({
  method: 'POST',
  path: '/api/policy/what-am-i-due',
  title: '我能领多少',
  permission: 'public',
  body: z.strictObject({
    born: z.iso.date('请填写出生日期').meta({ title: '出生日期' }),
    /** County-rank code; `outside`: registered outside the province. */
    county: z
      .string()
      .regex(/^(\d{6}|Z\d{8}|outside)$/, '请选择户籍所在的县（市、区）')
      .meta({ title: '户籍地' }),
  }),
  reply: z.object({
    eligible: z.boolean(),
    /** One sentence in large print, also when the answer is no. */
    sentence: z.string(),
    monthlyFen: z.int().nullable(),
    /** When the answer will change: from which month how much ('YYYY-MM'). */
    next: z.object({ month: z.string(), monthlyFen: z.int(), sentence: z.string() }).nullable(),
    ageYears: z.int(),
    reasons: z.array(z.object({ ok: z.boolean(), sentence: z.string(), clause: z.string().nullable() })),
    document: z.object({ title: z.string(), number: z.string().nullable(), url: z.string().nullable() }).nullable(),
    /** What this answer assumes because nobody was asked: said plainly. */
    assumptions: z.array(z.string()),
    whatNext: z.string(),
  }),
});

export const refuse = refusals({
  'policy.no-division': { status: 422, sentence: '没有找到这个县（市、区）。请重新选择户籍地。' },
  'policy.division-abolished': { status: 422, sentence: '{name}已经撤销，现在是{successors}。请重新选择户籍地。' },
  'policy.birth-in-future': { status: 422, sentence: '出生日期在今天之后。请核对后重新填写。' },
  'policy.birth-too-early': { status: 422, sentence: '按这个出生日期已超过130周岁。请核对后重新填写。' },
  'policy.frozen-changed': {
    status: 409,
    sentence:
      '冻结输入文件 {path} 的内容与登记的哈希不符。请从备份恢复这个文件；没有备份时把它移到别处保存，再重新计算。',
  },
  'policy.no-rule': { status: 404, sentence: '规则库里没有这份规则。请从规则列表重新进入。' },
});
