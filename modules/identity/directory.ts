import { z } from 'zod';
import { defineRoute } from '#platform/contract/define-route.ts';
import { rowVersion } from '#platform/contract/row-version.ts';
import { accountName, displayName, endDay, fromDay, no, noText, page, search, untilDay } from './field.ts';
import { GOVERNMENT, OUTSIDE_KINDS, ROLES } from './role.ts';

// Routes of the administrators: accounts, posts, stand-ins. Days are 'YYYY-MM-DD';
// an untilDay is the first day that does not count any more.

const done = z.object({ done: z.literal(true) });

/** 岗位 as others see it; `organisationKind` tells whether it covers a place at all. */
export const postSchema = z.object({
  postNo: z.int(),
  role: z.enum(ROLES).meta({ title: '角色' }),
  organisationNo: z.int(),
  organisationName: z.string().meta({ title: '组织' }),
  organisationKind: z.enum([GOVERNMENT, ...OUTSIDE_KINDS]),
  division: z.string().meta({ title: '区划代码' }),
  fromDay: z.string().meta({ title: '起日' }),
  untilDay: z.string().nullable().meta({ title: '止日' }),
});
export type PostShown = z.infer<typeof postSchema>;
const heldPostSchema = postSchema.extend({ version: rowVersion });
export type HeldPost = z.infer<typeof heldPostSchema>;

const accountRowSchema = z.object({
  accountNo: z.int(),
  name: z.string().meta({ title: '账号' }),
  displayName: z.string().meta({ title: '姓名' }),
  createdAt: z.string().meta({ title: '建立时间' }),
  endedOn: z.string().nullable().meta({ title: '停用日' }),
  /** He has not signed in with a password of his own yet. */
  passwordIsOneTime: z.boolean().meta({ title: '口令待更换' }),
  /** Made by the office directory: nobody ever gave him one. */
  hasNoPassword: z.boolean().meta({ title: '没有口令' }),
  /** Those of today. */
  posts: z.array(heldPostSchema),
  version: rowVersion,
});
export type AccountRowShown = z.infer<typeof accountRowSchema>;

export const ACCOUNT_STATES = ['in-use', 'ended'] as const;
export type AccountState = (typeof ACCOUNT_STATES)[number];
export const ACCOUNT_STATE_NAMES: Record<AccountState, string> = { 'in-use': '在用', ended: '已停用' };

/** `search` finds account name, name and organisation; `organisationNo`: who has a post there today. */
const accountFilter = {
  search,
  organisationNo: noText.optional().meta({ title: '组织' }),
  state: z.enum(ACCOUNT_STATES).optional().meta({ title: '状态' }),
};

export const listAccounts = defineRoute({
  method: 'GET',
  path: '/api/identity/accounts',
  title: '账号',
  permission: 'identity.read',
  scope: 'whole',
  query: z.strictObject({ ...accountFilter, page }),
  reply: z.object({ accounts: z.array(accountRowSchema), total: z.int(), page: z.int(), pageSize: z.int() }),
});

export const exportAccounts = defineRoute({
  method: 'GET',
  path: '/api/identity/accounts.csv',
  title: '导出账号',
  permission: 'identity.read',
  scope: 'whole',
  query: z.strictObject(accountFilter),
  reply: z.string(),
  stream: 'csv',
});

/** 账号详情: every post he ever had, who stands in for him and for whom he does. */
export const showAccount = defineRoute({
  method: 'GET',
  path: '/api/identity/accounts/:accountNo',
  title: '账号详情',
  permission: 'identity.read',
  scope: 'whole',
  params: z.strictObject({ accountNo: noText }),
  reply: accountRowSchema.extend({
    employeeCode: z.string().nullable().meta({ title: '工号' }),
    /** Elsewhere he is known as this. */
    bindings: z.array(z.object({ way: z.string(), subject: z.string(), boundAt: z.string(), boundBy: z.string() })),
    hasSecondFactor: z.boolean().meta({ title: '已启用动态口令' }),
    standIns: z.array(
      z.object({
        standInNo: z.int(),
        post: postSchema,
        holder: z.string().meta({ title: '岗位本人' }),
        standsIn: z.string().meta({ title: '代岗人' }),
        fromDay: z.string().meta({ title: '起日' }),
        untilDay: z.string().meta({ title: '止日' }),
        version: rowVersion,
      }),
    ),
  }),
});

/** The password is shown this once; it works for seven days and must be changed at the first sign-in. */
const oneTimePassword = z.string().meta({ title: '一次性口令' });

export const makeAccount = defineRoute({
  method: 'POST',
  path: '/api/identity/accounts',
  title: '建立账号',
  permission: 'identity.manage',
  scope: 'whole',
  body: z.strictObject({ name: accountName, displayName }),
  reply: z.object({ accountNo: z.int(), oneTimePassword }),
});

/** 停用账号: for good, from today; posts and sessions end with it. */
export const endAccount = defineRoute({
  method: 'POST',
  path: '/api/identity/accounts/end',
  title: '停用账号',
  permission: 'identity.manage',
  reauthenticate: true,
  scope: 'whole',
  body: z.strictObject({ accountNo: no, version: rowVersion }),
  reply: done,
});

export const resetPassword = defineRoute({
  method: 'POST',
  path: '/api/identity/accounts/reset-password',
  title: '重设口令',
  permission: 'identity.manage',
  reauthenticate: true,
  scope: 'whole',
  body: z.strictObject({ accountNo: no, version: rowVersion }),
  reply: z.object({ oneTimePassword }),
});

export const makePost = defineRoute({
  method: 'POST',
  path: '/api/identity/posts',
  title: '设立岗位',
  permission: 'identity.manage',
  reauthenticate: true,
  scope: 'whole',
  body: z.strictObject({
    accountNo: no,
    organisationNo: no,
    role: z.enum(ROLES).meta({ title: '角色' }),
    fromDay,
    untilDay: untilDay.optional(),
  }),
  reply: z.object({ postNo: z.int() }),
});

export const endPost = defineRoute({
  method: 'POST',
  path: '/api/identity/posts/end',
  title: '结束岗位',
  permission: 'identity.manage',
  reauthenticate: true,
  scope: 'whole',
  body: z.strictObject({ postNo: no, version: rowVersion, untilDay: endDay }),
  reply: done,
});

export const makeStandIn = defineRoute({
  method: 'POST',
  path: '/api/identity/stand-ins',
  title: '安排代岗',
  permission: 'identity.manage',
  reauthenticate: true,
  scope: 'whole',
  body: z.strictObject({ postNo: no, accountNo: no, fromDay, untilDay }),
  reply: z.object({ standInNo: z.int() }),
});

export const endStandIn = defineRoute({
  method: 'POST',
  path: '/api/identity/stand-ins/end',
  title: '结束代岗',
  permission: 'identity.manage',
  scope: 'whole',
  body: z.strictObject({ standInNo: no, version: rowVersion, untilDay: endDay }),
  reply: done,
});
