import { z } from 'zod';
import { maskedField } from '#platform/classification/masked-field.ts';

// The figures that lists, runs and the machine-readable output speak in.

export const OLD_AGE_ALLOWANCE = 'old-age-allowance';

/** 清册类别 of this month; back-pay and recovery stand beside them. */
export const LINE_KINDS = ['new', 'stopped', 'reduced', 'changed', 'unchanged'] as const;
export type LineKind = (typeof LINE_KINDS)[number];
export const LIST_KINDS = [...LINE_KINDS, 'backPay', 'recovery'] as const;
export type ListKind = (typeof LIST_KINDS)[number];
/** 应发: everybody who is due something this month, whatever the kind: what the totals count. */
export const FILTER_KINDS = [...LIST_KINDS, 'due'] as const;
export type FilterKind = (typeof FILTER_KINDS)[number];
export const LIST_KIND_NAMES: Record<FilterKind, string> = {
  new: '新增',
  stopped: '停发',
  reduced: '减发',
  changed: '变更',
  backPay: '补发',
  recovery: '追缴',
  unchanged: '不变',
  due: '应发',
};

export const UNIT_STATES = ['none', 'waiting', 'computed', 'released'] as const;
export const UNIT_STATE_NAMES: Record<(typeof UNIT_STATES)[number], string> = {
  none: '未计算',
  waiting: '计算中',
  computed: '已计算，未发放',
  released: '已发放',
};

/** Of the years for which the database opens months. */
export const month = z
  .string()
  .regex(/^2[01]\d{2}-(0[1-9]|1[0-2])$/, '月份写作 2023-08，在 2000—2199 年之间')
  .meta({ title: '月份' });

export const countSchema = z.object({ persons: z.int(), amountFen: z.int() });
export type Count = z.infer<typeof countSchema>;

/** persons and amountFen are this month's entitlement; back-pay and recovery stand apart. */
export const totalsSchema = z.object({
  persons: z.int(),
  amountFen: z.int(),
  backPayPersons: z.int(),
  backPayFen: z.int(),
  recoveryFen: z.int(),
});
export type Totals = z.infer<typeof totalsSchema>;

/** stopped counts who was on last month's list and is not on this one; its amountFen is what they got last month. */
export const byKindSchema = z.object({
  new: countSchema,
  stopped: countSchema,
  reduced: countSchema,
  changed: countSchema,
  backPay: countSchema,
  recovery: countSchema,
  unchanged: countSchema,
});
export type ByKind = z.infer<typeof byKindSchema>;

export const townSchema = z.object({
  code: z.string(),
  name: z.string(),
  bands: z.array(z.object({ fromAge: z.int(), persons: z.int() })),
  persons: z.int(),
  amountFen: z.int(),
});

/** `run allowances --county … --json`. */
export const countyResultSchema = z.object({
  month,
  county: z.string(),
  cutOff: z.string(),
  totals: totalsSchema,
  byTown: z.array(townSchema),
  byKind: byKindSchema,
  sha256: z.string(),
});
export type CountyResult = z.infer<typeof countyResultSchema>;

/** `run allowances … --json` without --county. */
export const provinceResultSchema = z.object({
  month,
  cutOff: z.string(),
  totals: totalsSchema,
  counties: z.array(
    z.object({ code: z.string(), name: z.string(), totals: totalsSchema, byKind: byKindSchema, sha256: z.string() }),
  ),
});
export type ProvinceResult = z.infer<typeof provinceResultSchema>;

/** 清册行, as a list shows it: masked, in fen. */
export const lineSchema = z.object({
  personNo: z.int().meta({ title: '人员序号' }),
  nameMasked: maskedField('name', '姓名'),
  townName: z.string().meta({ title: '乡镇街道' }),
  kind: z.enum([...LINE_KINDS, 'none']).meta({ title: '类别' }),
  bandFromAge: z.int().nullable().meta({ title: '年龄档' }),
  dueFen: z.int().meta({ title: '本月应发' }),
  beforeFen: z.int().meta({ title: '上月已发' }),
  backPayFen: z.int().meta({ title: '补发' }),
  recoveryFen: z.int().meta({ title: '追缴' }),
  payFen: z.int().meta({ title: '本次发放' }),
  cause: z.string().meta({ title: '原因' }),
  causeDay: z.string().nullable().meta({ title: '事实日期' }),
});
export type Line = z.infer<typeof lineSchema>;

export const reasonSchema = z.object({ ok: z.boolean(), sentence: z.string(), clause: z.string().nullable() });

/** `explain --json`. */
export const explanationSchema = z.object({
  person: z.int(),
  month,
  amountFen: z.int(),
  orderedFen: z.int(),
  parts: z.array(
    z.object({
      benefit: z.string(),
      layer: z.string(),
      file: z.string(),
      version: z.string(),
      sha256: z.string(),
      amountFen: z.int(),
      fundedBy: z.array(z.object({ source: z.string(), shareBp: z.int() })),
    }),
  ),
  reasons: z.array(reasonSchema),
});
export type Explanation = z.infer<typeof explanationSchema>;
