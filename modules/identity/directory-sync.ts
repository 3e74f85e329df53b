import { z } from 'zod';
import { defineRoute } from '#platform/contract/define-route.ts';
import { no, page } from './field.ts';
import { ABOUT_DEPARTMENT, CONFLICT_KINDS, type ConflictKind } from './sync/known.ts';

// The office directory: syncing, and the desk for what a person must decide.

export const SYNC_KINDS = ['full', 'delta'] as const;
export const CONFLICT_STATES = ['open', 'accepted', 'rejected', 'gone'] as const;
export type ConflictState = (typeof CONFLICT_STATES)[number];

export const CONFLICT_KIND_NAMES: Record<ConflictKind, string> = {
  'unknown-department': '部门对不上组织',
  'organisation-ended': '部门对应的组织已停用',
  'same-name': '可能是同一个人',
  returned: '已停用的人又在职',
  'role-conflict': '岗位不相容',
  'role-elsewhere': '角色设不在这里',
  'last-administrator': '最后一位系统管理员离职或调走',
};
export const CONFLICT_STATE_NAMES: Record<ConflictState, string> = {
  open: '待决定',
  accepted: '已采纳',
  rejected: '不采纳',
  gone: '已自行消失',
};
/** Kinds that can be taken up; the others are put right elsewhere and then vanish, or are left as they are. */
export const ACCEPTABLE: readonly ConflictKind[] = [...ABOUT_DEPARTMENT, 'same-name', 'returned', 'last-administrator'];

export const MOST_LOSERS = 50;

const counts = z.object({
  people: z.int().meta({ title: '涉及人数' }),
  make: z.int().meta({ title: '新建账号' }),
  end: z.int().meta({ title: '停用账号' }),
  give: z.int().meta({ title: '设立岗位' }),
  take: z.int().meta({ title: '结束岗位' }),
  rename: z.int().meta({ title: '改姓名' }),
  conflicts: z.int().meta({ title: '待决定' }),
});

export const showDirectory = defineRoute({
  method: 'GET',
  path: '/api/identity/directory',
  title: '通讯录同步情况',
  permission: 'identity.manage',
  scope: 'whole',
  reply: z.object({
    isConnected: z.boolean(),
    /** A full one was applied: what changed since can be asked for. */
    canDelta: z.boolean(),
    open: z.int(),
    /** 自动同步 has not succeeded since; null: it does. */
    trouble: z
      .object({
        since: z.string().meta({ title: '第一次失败' }),
        lastAt: z.string().meta({ title: '最近一次' }),
        times: z.int().meta({ title: '失败次数' }),
        reason: z.string().meta({ title: '原因' }),
      })
      .nullable(),
    /** 执行过的, the latest first. */
    runs: z.array(
      z.object({
        syncNo: z.int(),
        kind: z.enum(SYNC_KINDS),
        endedAt: z.string(),
        byWhom: z.string(),
        changed: z.int(),
      }),
    ),
    last: z
      .object({ kind: z.enum(SYNC_KINDS), endedAt: z.string(), byWhom: z.string(), counts: counts.nullable() })
      .nullable(),
  }),
});

/** 同步通讯录. `isDry`: counts only. `allowLosing`: the number of people losing account or posts that a dry run showed. */
export const syncDirectory = defineRoute({
  method: 'POST',
  path: '/api/identity/directory/sync',
  title: '同步通讯录',
  permission: 'identity.manage',
  reauthenticate: true,
  scope: 'whole',
  body: z.strictObject({
    kind: z.enum(SYNC_KINDS),
    isDry: z.boolean(),
    allowLosing: z.int().min(0).max(10_000_000).optional(),
  }),
  reply: z.object({
    kind: z.enum(SYNC_KINDS),
    isDry: z.boolean(),
    counts,
    losing: z.int(),
    /** The first of those who lose something, so that a person sees whether it is right. */
    losers: z.array(z.object({ displayName: z.string(), accountNo: z.int(), isLeaver: z.boolean() })).max(MOST_LOSERS),
  }),
});

const conflictSchema = z.object({
  conflictNo: z.int(),
  kind: z.enum(CONFLICT_KINDS).meta({ title: '种类' }),
  evidence: z.record(z.string(), z.union([z.string(), z.number()])).meta({ title: '依据' }),
  madeAt: z.string().meta({ title: '发现时间' }),
  state: z.enum(CONFLICT_STATES).meta({ title: '状态' }),
  decidedAt: z.string().nullable().meta({ title: '决定时间' }),
  decidedBy: z.string().nullable().meta({ title: '决定人' }),
});
export type ConflictShown = z.infer<typeof conflictSchema>;

const filter = {
  state: z.enum(CONFLICT_STATES).optional().meta({ title: '状态' }),
  kind: z.enum(CONFLICT_KINDS).optional().meta({ title: '种类' }),
};

export const listConflicts = defineRoute({
  method: 'GET',
  path: '/api/identity/directory/conflicts',
  title: '通讯录待决定事项',
  permission: 'identity.manage',
  scope: 'whole',
  query: z.strictObject({ ...filter, page }),
  reply: z.object({ conflicts: z.array(conflictSchema), total: z.int(), page: z.int(), pageSize: z.int() }),
});

export const exportConflicts = defineRoute({
  method: 'GET',
  path: '/api/identity/directory/conflicts.csv',
  title: '导出通讯录待决定事项',
  permission: 'identity.manage',
  scope: 'whole',
  query: z.strictObject(filter),
  reply: z.string(),
  stream: 'csv',
});

/**
 * 决定: taken up (for a department with the organisation it is), or left as it is; what follows from it is done at once. What was
 * left as it is can be opened again.
 */
export const decideConflict = defineRoute({
  method: 'POST',
  path: '/api/identity/directory/conflicts/decide',
  title: '决定通讯录待决定事项',
  permission: 'identity.manage',
  reauthenticate: true,
  scope: 'whole',
  body: z.strictObject({
    conflictNo: no,
    answer: z.enum(['accept', 'reject', 'reopen']).meta({ title: '决定' }),
    organisationNo: no.optional().meta({ title: '对应的组织' }),
  }),
  reply: z.object({ done: z.literal(true) }),
});
