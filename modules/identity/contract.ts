import { z } from 'zod';
import { defineRoute } from '#platform/contract/define-route.ts';
import { postSchema } from './directory.ts';
import { accountName, displayName, level, newPassword, no, password } from './field.ts';

export {
  closeBreakGlass,
  listOpenings,
  listOwnOpenings,
  OPENING_FINDING_NAMES,
  OPENING_STATE_NAMES,
  type OpeningShown,
  openBreakGlass,
  reviewBreakGlass,
} from './break-glass/break-glass-contract.ts';
export {
  type CitizenSessionShown,
  endCitizenSessions,
  endOwnCitizenSession,
  listOwnCitizenSessions,
  signInCitizen,
  signOutCitizen,
  whichCitizen,
} from './citizen/citizen-contract.ts';
export {
  ACCOUNT_STATE_NAMES,
  ACCOUNT_STATES,
  type AccountRowShown,
  type AccountState,
  endAccount,
  endPost,
  endStandIn,
  exportAccounts,
  type HeldPost,
  listAccounts,
  makeAccount,
  makePost,
  makeStandIn,
  type PostShown,
  postSchema,
  resetPassword,
  showAccount,
} from './directory.ts';
export {
  CHANGE_KIND_NAMES,
  CHANGE_REASON_NAMES,
  type ChangeShown,
  exportDirectoryChanges,
  listDirectoryChanges,
} from './directory-changes.ts';
export {
  ACCEPTABLE,
  CONFLICT_KIND_NAMES,
  CONFLICT_STATE_NAMES,
  CONFLICT_STATES,
  type ConflictShown,
  type ConflictState,
  decideConflict,
  exportConflicts,
  listConflicts,
  showDirectory,
  syncDirectory,
} from './directory-sync.ts';
export {
  beginExternal,
  bindExternal,
  enterFromApp,
  finishExternal,
  listWays,
  setEmployeeCode,
  unbindExternal,
} from './external.ts';
export { ACCOUNT_NAME } from './field.ts';
export { FINDINGS, type Finding } from './finding.ts';
export { MARK_SIGNS, type Mark, markOf, placeWord } from './matrix.ts';
export { exportMatrix, type MatrixRole, type MatrixRow, showMatrix } from './matrix-contract.ts';
export {
  endOrganisation,
  exportOrganisations,
  listOrganisations,
  makeOrganisation,
  type Organisation,
} from './organisation/organisation-contract.ts';
export { refuse } from './refuse.ts';
export {
  AUDIENCE_NAMES,
  mayBeHeldAt,
  ORGANISATION_KIND_NAMES,
  ORGANISATION_KINDS,
  type OrganisationKind,
  OUTSIDE_KINDS,
  PERMISSION_NAMES,
  type Permission,
  ROLE_NAMES,
  ROLE_TABLE,
  ROLES,
  type Role,
} from './role.ts';
export {
  beginSecondFactor,
  confirmSecondFactor,
  proveAgain,
  proveSecondFactor,
  renewRecoveryCodes,
  resetSecondFactor,
  showOwnSecurity,
} from './security.ts';
export {
  endOwnSession,
  endSession,
  listOwnSessions,
  listSessions,
  type SessionShown,
} from './session-contract.ts';
export { ABOUT_DEPARTMENT, CONFLICT_KINDS, type ConflictKind } from './sync/known.ts';

/** 本人可用的岗位; `standsInFor` names the holder when it is somebody else's. */
const ownPostSchema = postSchema.extend({ standsInFor: z.string().nullable().meta({ title: '代谁' }) });
export type OwnPost = z.infer<typeof ownPostSchema>;

export const accountSchema = z.object({
  accountNo: z.int(),
  name: z.string(),
  displayName: z.string(),
  /** The one he acts under now: it gives the permissions and the places. */
  post: ownPostSchema.nullable(),
  /** All that he may act under today; `switchPost` takes one of them. */
  posts: z.array(ownPostSchema),
  permissions: z.array(z.string()),
  scope: z.discriminatedUnion('type', [
    z.object({ type: z.literal('whole') }),
    z.object({
      type: z.literal('division'),
      code: z.string(),
      level: level.meta({ title: '层级' }),
      /** Of the county or zone that it is or lies in; null above. */
      county: z.string().nullable().meta({ title: '所属县（市、区）' }),
    }),
    z.object({ type: z.literal('persons'), personNos: z.array(z.int()).readonly() }),
    z.object({ type: z.literal('organisation'), organisationNo: z.int() }),
    z.object({ type: z.literal('none') }),
  ]),
  /** What signing in still lacks: a code of the second factor, a password of his own, a second factor at all. Until then no permissions. */
  unfinished: z.enum(['prove', 'password', 'enrol']).nullable(),
  hasSecondFactor: z.boolean(),
  /** The external way by which this session was begun; null: his own password. */
  way: z.string().nullable(),
});
export type Account = z.infer<typeof accountSchema>;

const done = z.object({ done: z.literal(true) });

export const whoAmI = defineRoute({
  method: 'GET',
  path: '/api/identity/me',
  title: '当前登录人',
  permission: 'public',
  reply: z.object({ account: accountSchema.nullable(), setupNeeded: z.boolean() }),
});

export const signIn = defineRoute({
  method: 'POST',
  path: '/api/identity/sign-in',
  title: '登录',
  permission: 'public',
  body: z.strictObject({ name: z.string().max(100).meta({ title: '账号' }), password }),
  reply: z.object({ account: accountSchema }),
});

export const signOut = defineRoute({
  method: 'POST',
  path: '/api/identity/sign-out',
  title: '退出登录',
  permission: 'signing-in',
  scope: 'none',
  reply: done,
});

/** 首位管理员: made once, with the one-time code that the first start printed. */
export const makeFirstAdministrator = defineRoute({
  method: 'POST',
  path: '/api/identity/first-administrator',
  title: '建立首位管理员',
  permission: 'public',
  body: z.strictObject({
    code: z.string().max(40).meta({ title: '启动码' }),
    name: accountName,
    displayName,
    password: z.string().max(200).meta({ title: '口令' }),
  }),
  reply: z.object({ account: accountSchema }),
});

/** 切换岗位: the session goes on under another of one's posts. */
export const switchPost = defineRoute({
  method: 'POST',
  path: '/api/identity/switch-post',
  title: '切换岗位',
  permission: 'signing-in',
  scope: 'none',
  body: z.strictObject({ postNo: no }),
  reply: z.object({ account: accountSchema }),
});

/** 修改口令: one's own; ends one's other sessions. */
export const changePassword = defineRoute({
  method: 'POST',
  path: '/api/identity/change-password',
  title: '修改口令',
  permission: 'signing-in',
  scope: 'none',
  body: z.strictObject({ password, newPassword }),
  reply: z.object({ account: accountSchema }),
});
