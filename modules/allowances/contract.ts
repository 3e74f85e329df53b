import { z } from 'zod';
import { personNoText } from '#modules/people/contract.ts';
import { maskedField } from '#platform/classification/masked-field.ts';
import { defineRoute } from '#platform/contract/define-route.ts';
import { rowNoText } from '#platform/contract/row-number.ts';
import {
  byKindSchema,
  countSchema,
  countyResultSchema,
  explanationSchema,
  FILTER_KINDS,
  lineSchema,
  month,
  OLD_AGE_ALLOWANCE,
  totalsSchema,
  UNIT_STATES,
} from './figures.ts';

export {
  type ByKind,
  type Count,
  type CountyResult,
  countyResultSchema,
  type Explanation,
  explanationSchema,
  FILTER_KINDS,
  type FilterKind,
  LINE_KINDS,
  LIST_KIND_NAMES,
  LIST_KINDS,
  type Line,
  type LineKind,
  type ListKind,
  lineSchema,
  month,
  OLD_AGE_ALLOWANCE,
  type ProvinceResult,
  provinceResultSchema,
  reasonSchema,
  type Totals,
  UNIT_STATE_NAMES,
  UNIT_STATES,
} from './figures.ts';

export { showOwnMonths, showResidentMonth } from './own-months-contract.ts';

const county = z
  .string()
  .regex(/^(\d{6}|Z\d{8})$/, '县（市、区）代码为六位数字')
  .meta({ title: '县（市、区）' });
const benefit = z.literal(OLD_AGE_ALLOWANCE).default(OLD_AGE_ALLOWANCE).meta({ title: '待遇' });

/** False where last month is this system's to pay and is not: what it owes stands on this month's list as back-pay. */
const lastMonthReleased = z.boolean().meta({ title: '上月已发放' });

const countyMonthSchema = z.object({
  code: z.string(),
  name: z.string(),
  city: z.string(),
  state: z.enum(UNIT_STATES),
  cutOff: z.string().nullable(),
  totals: totalsSchema.nullable(),
  byKind: byKindSchema.nullable(),
  openingSigned: z.boolean(),
  lastMonthReleased,
});

const progressSchema = z.object({
  runNo: z.int(),
  month,
  done: z.int(),
  total: z.int(),
  finished: z.boolean(),
  failed: z.string().nullable(),
});

/** 本月: every county with people in it that the caller covers, the state of its list, and the run that is under way. */
export const showMonth = defineRoute({
  method: 'GET',
  path: '/api/allowances/month',
  title: '本月各县清册',
  permission: 'allowances.totals',
  scope: 'own',
  query: z.strictObject({ month: month.optional(), benefit }),
  reply: z.object({
    month,
    months: z.array(month),
    counties: z.array(countyMonthSchema),
    totals: totalsSchema,
    run: progressSchema.nullable(),
  }),
});

export const showCountyMonth = defineRoute({
  method: 'GET',
  path: '/api/allowances/month/:month/counties/:county',
  title: '县月清册合计',
  permission: 'allowances.totals',
  scope: ({ params }) => params.county,
  params: z.strictObject({ month, county }),
  query: z.strictObject({ benefit }),
  reply: z.object({
    name: z.string(),
    state: z.enum(UNIT_STATES),
    openingSigned: z.boolean(),
    lastMonthReleased,
    releasedBy: z.string().nullable(),
    releasedAt: z.string().nullable(),
    result: countyResultSchema.nullable(),
  }),
});

export const startRun = defineRoute({
  method: 'POST',
  path: '/api/allowances/runs',
  title: '计算本月清册',
  permission: 'allowances.run',
  scope: ({ body }) => body.county ?? 'whole',
  body: z.strictObject({ month, benefit, county: county.optional() }),
  /** joined: the same run was under way already; it is the one answered with. */
  reply: progressSchema.extend({ joined: z.boolean() }),
});

export const showRun = defineRoute({
  method: 'GET',
  path: '/api/allowances/runs/:runNo',
  title: '计算进度',
  permission: 'allowances.totals',
  scope: 'own',
  params: z.strictObject({ runNo: rowNoText }),
  reply: progressSchema,
});

/** 发放: the one act that makes a list count. The hash is the one the releaser saw. */
export const releaseCounty = defineRoute({
  method: 'POST',
  path: '/api/allowances/release',
  title: '发放县月清册',
  permission: 'allowances.release',
  reauthenticate: true,
  scope: ({ body }) => body.county,
  body: z.strictObject({ month, benefit, county, sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  reply: z.object({ state: z.literal('released'), releaseNo: z.int() }),
});

export const SORTS = ['person', 'town', 'band', 'due', 'pay'] as const;
const lineFilter = {
  benefit,
  county,
  kind: z.enum(FILTER_KINDS).optional().meta({ title: '类别' }),
  town: z
    .string()
    .regex(/^\d{9}$/)
    .optional()
    .meta({ title: '乡镇街道' }),
  village: z
    .string()
    .regex(/^\d{12}$/)
    .optional()
    .meta({ title: '村（社区）' }),
  fromAge: z.coerce.number<string>().int().min(0).max(130).optional().meta({ title: '年龄档' }),
};

export const listLines = defineRoute({
  method: 'GET',
  path: '/api/allowances/month/:month/lines',
  title: '清册',
  permission: 'allowances.read',
  scope: ({ query }) => query.village ?? query.town ?? query.county,
  params: z.strictObject({ month }),
  query: z.strictObject({
    ...lineFilter,
    sort: z.enum(SORTS).default('person'),
    direction: z.enum(['up', 'down']).default('up'),
    page: z.coerce.number<string>().int().min(1).max(100_000).default(1),
  }),
  reply: z.object({
    lines: z.array(lineSchema),
    total: countSchema,
    page: z.int(),
    pageSize: z.int(),
    towns: z.array(z.object({ code: z.string(), name: z.string() })),
    fromAges: z.array(z.int()),
  }),
});

/** The same list as CSV (UTF-8 with BOM), without county: every county that the caller covers. */
export const exportLines = defineRoute({
  method: 'GET',
  path: '/api/allowances/month/:month/lines.csv',
  title: '导出清册',
  permission: 'allowances.export',
  scope: ({ query }) => query.village ?? query.town ?? query.county ?? 'own',
  params: z.strictObject({ month }),
  query: z.strictObject({ ...lineFilter, county: county.optional() }),
  reply: z.string(),
  stream: 'csv',
});

export const explainMonth = defineRoute({
  method: 'GET',
  path: '/api/allowances/people/:personNo/month/:month',
  title: '为什么是这个数',
  permission: 'allowances.read',
  scope: 'own',
  params: z.strictObject({ personNo: personNoText, month }),
  query: z.strictObject({ benefit }),
  reply: explanationSchema,
});

/** 人员页: masked identity, facts with source and time, and a strip of months. */
export const showPerson = defineRoute({
  method: 'GET',
  path: '/api/allowances/people/:personNo',
  title: '人员津贴',
  permission: 'allowances.read',
  scope: 'own',
  params: z.strictObject({ personNo: personNoText }),
  query: z.strictObject({ month: month.optional(), benefit }),
  reply: z.object({
    personNo: z.int(),
    nameMasked: maskedField('name', '姓名'),
    sex: z.enum(['男', '女', '未说明', '未知']),
    bornMasked: maskedField('birth', '出生年月'),
    ageYears: z.int(),
    divisionNames: z.array(z.string()),
    facts: z.array(
      z.object({
        title: z.string(),
        text: z.string(),
        fromDay: z.string(),
        toDay: z.string().nullable(),
        source: z.string(),
        recordedAt: z.string(),
        retracted: z.boolean(),
      }),
    ),
    strip: z.array(
      z.object({
        month,
        dueFen: z.int(),
        heldFen: z.int(),
        orderedFen: z.int(),
        summary: z.string(),
      }),
    ),
  }),
});

export { refuse } from './refuse.ts';
