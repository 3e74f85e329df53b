import { z } from 'zod';
import { defineRoute } from '#platform/contract/define-route.ts';
import { noText, page } from './field.ts';
import { CHANGE_KINDS, CHANGE_REASONS, type ChangeKind, type ChangeReason } from './sync/change.ts';

// What a sync of the office directory did to which account, and why.

export const CHANGE_KIND_NAMES: Record<ChangeKind, string> = {
  joined: '新加入',
  left: '离职停用',
  'post-given': '设立岗位',
  'post-ended': '结束岗位',
  renamed: '改姓名',
  'code-changed': '登记工号',
  restored: '恢复账号',
};
export const CHANGE_REASON_NAMES: Record<ChangeReason, string> = {
  'new-person': '通讯录里新来，有本系统的岗位',
  gone: '通讯录里已离职',
  'position-named': '通讯录里有这个职位',
  'position-gone': '通讯录里不再有这个职位，或与别的岗位不相容',
  'name-changed': '通讯录里的姓名改了',
  decided: '由人决定',
};

const changeSchema = z.object({
  changeNo: z.int().meta({ title: '序号' }),
  accountNo: z.int(),
  name: z.string().meta({ title: '账号' }),
  displayName: z.string().meta({ title: '姓名' }),
  employeeCode: z.string().nullable().meta({ title: '工号' }),
  what: z.enum(CHANGE_KINDS).meta({ title: '变化' }),
  detail: z.string().meta({ title: '内容' }),
  why: z.enum(CHANGE_REASONS).meta({ title: '原因' }),
  /** Null: the sync did it by itself. */
  conflictNo: z.int().nullable().meta({ title: '待决定事项' }),
  madeAt: z.string().meta({ title: '时间' }),
});
export type ChangeShown = z.infer<typeof changeSchema>;

export const listDirectoryChanges = defineRoute({
  method: 'GET',
  path: '/api/identity/directory/changes',
  title: '通讯录同步改了什么',
  permission: 'identity.manage',
  scope: 'whole',
  query: z.strictObject({ syncNo: noText, page }),
  reply: z.object({ changes: z.array(changeSchema), total: z.int(), page: z.int(), pageSize: z.int() }),
});

export const exportDirectoryChanges = defineRoute({
  method: 'GET',
  path: '/api/identity/directory/changes.csv',
  title: '导出通讯录同步改了什么',
  permission: 'identity.manage',
  scope: 'whole',
  query: z.strictObject({ syncNo: noText }),
  reply: z.string(),
  stream: 'csv',
});
