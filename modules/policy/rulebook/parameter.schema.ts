import { z } from 'zod';
import { fenFromYuan } from '#platform/money/money.ts';
import { parseDay, parseMonth } from '#platform/month/month.ts';
import type { Condition, ParameterName, Parameters } from '../rule.ts';

// The words of a rule file, and what they become. Nothing has a default: a word not written is a field left open.

const MAX_MONTHLY_FEN = 10_000_000;

export const daySchema = z.string().transform((text, context) => {
  const day = parseDay(text);
  if (day !== undefined) return day;
  context.addIssue({ code: 'custom', message: `“${text}”不是日历上有的一天；请写成 2023-01-01 的样子。` });
  return z.NEVER;
});

export const monthSchema = z.string().transform((text, context) => {
  const month = parseMonth(text);
  if (month !== undefined) return month;
  context.addIssue({ code: 'custom', message: `“${text}”不是月份；请写成 2023-01 的样子。` });
  return z.NEVER;
});

/** 金额: yuan as quoted text → fen. */
export const yuanSchema = z.unknown().transform((value, context) => {
  const fen = typeof value === 'string' ? fenFromYuan(value) : undefined;
  if (fen !== undefined && fen <= MAX_MONTHLY_FEN) return fen;
  const message =
    value === undefined
      ? "缺这一栏；请补写金额，例如 '60'。"
      : typeof value === 'number'
        ? `金额须加引号写成文字，例如 '${value}'，以免被当作小数。`
        : fen !== undefined
          ? `金额“${String(value)}”元超过上限 ${MAX_MONTHLY_FEN / 100} 元；请核对单位是不是元。`
          : `金额“${String(value)}”读不出；请写元，最多两位小数，不带逗号、符号和单位，例如 '60' 或 '60.50'。`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const positiveYuan = yuanSchema.refine((fen) => fen > 0, {
  message: '标准不能是 0 元；金额待核就删去这一档，并把 status 写成 draft。',
});

const age = z.int().min(0).max(150);
const counts = z.enum(['any-day', 'first-day', 'last-day', 'whole-month']);
const reach = z.enum(['own', 'city', 'province']);
const years = z.int().min(0).max(100);
const incomes = z.array(z.enum(['none', 'dibao', 'dibian', 'tekun', 'low-income'])).min(1);
const pensions = z.array(z.enum(['none', 'resident', 'employee', 'civil-servant'])).min(1);

export const conditionSchema: z.ZodType<Condition> = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('hukou-in-division'), reach, years, counts }),
  z.strictObject({ type: z.literal('residence-in-division'), reach, years, counts }),
  z.strictObject({ type: z.literal('hukou-kind'), in: z.array(z.enum(['urban', 'rural', 'unknown'])).min(1), counts }),
  z.strictObject({ type: z.literal('income'), in: incomes, counts }),
  z.strictObject({ type: z.literal('pension'), in: pensions, counts }),
  z.strictObject({ type: z.literal('pension-not'), in: pensions, counts }),
  z.strictObject({
    type: z.literal('status-not'),
    in: z.array(z.enum(['none', 'retired-cadre', 'army-retired'])).min(1),
    counts,
  }),
  z.strictObject({ type: z.literal('ability-at-least'), grade: z.int().min(1).max(4), counts }),
  z.strictObject({ type: z.literal('born-before'), day: daySchema }),
  z.strictObject({ type: z.literal('hukou-before'), day: daySchema }),
]);

const fundingSchema = z
  .array(z.strictObject({ source: z.string().min(1), shareBp: z.int().min(1).max(10_000) }))
  .refine((shares) => shares.length === 0 || shares.reduce((sum, { shareBp }) => sum + shareBp, 0) === 10_000, {
    message: '各渠道 shareBp（万分比）加起来须是 10000；请核对。',
  });

export const referencePattern = /^[\w-]+(?:\/[\w-]+)*@\d{4}-\d{2}-\d{2}(?:#\d+)?$/;
export const referenceSchema = z.string().refine((text) => referencePattern.test(text), {
  message: '所依规则须写成“文件路径@版本”，例如 330000-zhejiang/old-age-allowance@2023-01-01。',
});

/** A band as written: an amount a month, an amount a year, or the superior's band at this age. */
export const bandSchema = z
  .strictObject({
    fromAge: age,
    toAge: age.optional(),
    monthlyYuan: positiveYuan.optional(),
    yearly: z
      .strictObject({ yuan: positiveYuan, payInMonth: z.int().min(1).max(12), proRated: z.boolean() })
      .optional(),
    follows: referenceSchema.optional(),
    clause: z.string().min(1).optional(),
    addOn: z.boolean().optional(),
    isFloor: z.boolean().optional(),
    conditions: z.array(conditionSchema).optional(),
    fundedBy: fundingSchema.optional(),
  })
  .superRefine((band, context) => {
    const ways = [band.monthlyYuan, band.yearly, band.follows].filter((way) => way !== undefined).length;
    if (ways !== 1) {
      const message = 'monthlyYuan（月标准）、yearly（年标准）、follows（依上级）三者须写且只写一个。';
      context.addIssue({ code: 'custom', message });
    }
    if (band.toAge !== undefined && band.toAge < band.fromAge) {
      context.addIssue({
        code: 'custom',
        path: ['toAge'],
        message: `止龄 ${band.toAge} 小于起龄 ${band.fromAge}；请改正。`,
      });
    }
  });

export type WrittenBand = z.infer<typeof bandSchema>;

const deadline = z.string().refine((text) => parseDay(`2024-${text}`) !== undefined, {
  message: "认证截止日须写成月-日，例如 '06-30'。",
});

/** Schema of each parameter's value; `bands` is written form, the rest is already the resolved form. */
export const parameterSchemas = {
  bands: z
    .array(bandSchema)
    .min(1, '没有档次就删去 bands 一栏（表示待核），并把 status 写成 draft；空表会被当作 0 元。'),
  conditions: z.array(conditionSchema),
  firstMonth: z.enum([
    'birth-month',
    'month-after-birth',
    'application-month',
    'month-after-application',
    'confirmation-month',
    'eligibility-month',
  ]),
  bandChange: z.enum(['birth-month', 'month-after-birth']),
  lastMonth: z.enum(['month-of-death', 'month-after-death']),
  moveMonth: z.enum(['old-division', 'new-division']),
  midMonthStart: z.enum(['this-month', 'next-month']),
  leapDay: z.enum(['february-28', 'march-1']),
  application: z.strictObject({
    way: z.enum(['auto', 'confirm', 'apply', 'sms-consent']),
    leadMonths: z.int().min(0).max(12),
  }),
  backPay: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('all') }),
    z.strictObject({ type: z.literal('none') }),
    z.strictObject({ type: z.literal('current-year') }),
    z.strictObject({ type: z.literal('max-months'), months: z.int().min(1).max(600) }),
    z.strictObject({
      type: z.literal('window'),
      monthsBeforePolicyStart: z.int().min(0).max(600),
      policyStart: monthSchema,
    }),
  ]),
  recovery: z.enum(['recover', 'none']),
  payCycle: z.strictObject({
    every: z.enum(['month', 'quarter', 'half-year', 'year']),
    timing: z.enum(['advance', 'arrears']),
  }),
  suspension: z.strictObject({
    certificationDeadlines: z.array(deadline),
    lostContactMonths: z.union([z.int().min(1).max(120), z.literal('none').transform(() => null)]),
    backPayWhenLifted: z.enum(['all', 'none']),
  }),
  stacking: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('adds') }),
    z.strictObject({ type: z.literal('higher-of'), group: z.string().min(1) }),
    z.strictObject({ type: z.literal('tops-up') }),
    z.strictObject({ type: z.literal('replaces'), files: z.array(z.string().min(1)).min(1) }),
  ]),
  countsAsIncome: z.boolean(),
} satisfies { [Name in ParameterName]: z.ZodType<Name extends 'bands' ? WrittenBand[] : Parameters[Name]> };

export const parameterNames = Object.keys(parameterSchemas) as ParameterName[];

/** 栏名的中文, for messages and screens. */
export const parameterTitles: Record<ParameterName, string> = {
  bands: '档次与标准',
  conditions: '享受条件',
  firstMonth: '起算月',
  bandChange: '跨档月',
  lastMonth: '停发月',
  moveMonth: '迁移当月',
  midMonthStart: '月中生效',
  leapDay: '2月29日出生',
  application: '申请方式',
  backPay: '补发',
  recovery: '追缴',
  payCycle: '发放周期',
  suspension: '暂停与认证',
  stacking: '叠加关系',
  countsAsIncome: '是否计入家庭收入',
};
