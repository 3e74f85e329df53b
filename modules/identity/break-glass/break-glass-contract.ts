import { z } from 'zod';
import { defineRoute } from '#platform/contract/define-route.ts';
import { no, page } from '../field.ts';
import { FINDINGS, type Finding } from '../finding.ts';
import { OPENING_STATES } from './break-glass.ts';

export const OPENING_STATE_NAMES: Record<(typeof OPENING_STATES)[number], string> = {
  open: '正在查看',
  waiting: '等待复核',
  overdue: '复核超期',
  reviewed: '已复核',
};
export const OPENING_FINDING_NAMES: Record<Finding, string> = {
  justified: '确有需要',
  unjustified: '不应当查看',
};

const openingSchema = z.object({
  openingNo: z.int().meta({ title: '序号' }),
  personNo: z.int().meta({ title: '人员序号' }),
  personName: z.string().meta({ title: '老人' }),
  actor: z.string().meta({ title: '谁、什么岗位' }),
  reason: z.string().meta({ title: '事由' }),
  openedAt: z.string().meta({ title: '打开时间' }),
  untilAt: z.string().meta({ title: '到期时间' }),
  dueDay: z.string().meta({ title: '应复核日' }),
  state: z.enum(OPENING_STATES).meta({ title: '状态' }),
  finding: z.enum(FINDINGS).nullable().meta({ title: '结论' }),
  reviewNote: z.string().nullable().meta({ title: '复核意见' }),
});
export type OpeningShown = z.infer<typeof openingSchema>;

const BASE = '/api/identity/break-glass';
const done = z.object({ done: z.literal(true) });

/** 紧急查看: opens one person outside the scope, for hours. The reason is shown to the family. */
export const openBreakGlass = defineRoute({
  method: 'POST',
  path: BASE,
  title: '紧急查看辖区外的人',
  permission: 'identity.break-glass',
  reauthenticate: true,
  scope: 'own',
  rate: 'search',
  body: z.strictObject({
    idNumber: z.string().trim().min(5).max(30).meta({ title: '证件号码' }),
    reason: z
      .string()
      .trim()
      .min(10, '请写明出了什么事、为什么现在就要看，至少十个字')
      .max(200)
      .meta({ title: '事由' }),
    hours: z.int().min(1).max(24).meta({ title: '几小时' }),
  }),
  reply: z.object({ openingNo: z.int(), personNo: z.int(), personName: z.string(), untilAt: z.string() }),
});

export const closeBreakGlass = defineRoute({
  method: 'POST',
  path: `${BASE}/close`,
  title: '结束紧急查看',
  permission: 'identity.break-glass',
  scope: 'own',
  body: z.strictObject({ openingNo: no }),
  reply: done,
});

/** 我的紧急查看, the latest first, and what is still allowed today. */
export const listOwnOpenings = defineRoute({
  method: 'GET',
  path: `${BASE}/own`,
  title: '我的紧急查看',
  permission: 'identity.break-glass',
  scope: 'own',
  reply: z.object({ openings: z.array(openingSchema), leftToday: z.int(), mostHours: z.int(), reviewDays: z.int() }),
});

/** 复核台: what waits stands first, the most overdue at the top. Of the posts in the reviewer's scope, his own left out. */
export const listOpenings = defineRoute({
  method: 'GET',
  path: BASE,
  title: '紧急查看复核台',
  permission: 'identity.break-glass-review',
  scope: 'own',
  query: z.strictObject({ state: z.enum(['waiting', 'reviewed']).default('waiting').meta({ title: '状态' }), page }),
  reply: z.object({
    openings: z.array(openingSchema),
    total: z.int(),
    overdue: z.int(),
    page: z.int(),
    pageSize: z.int(),
  }),
});

export const reviewBreakGlass = defineRoute({
  method: 'POST',
  path: `${BASE}/review`,
  title: '复核紧急查看',
  permission: 'identity.break-glass-review',
  scope: 'own',
  body: z.strictObject({
    openingNo: no,
    finding: z.enum(FINDINGS).meta({ title: '结论' }),
    note: z.string().trim().min(5, '请写明核对了什么，至少五个字').max(300).meta({ title: '复核意见' }),
  }),
  reply: done,
});
