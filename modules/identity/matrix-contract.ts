import { z } from 'zod';
import { defineRoute } from '#platform/contract/define-route.ts';
import { MARKS } from './matrix.ts';

const rowSchema = z.object({
  title: z.string().meta({ title: '接口' }),
  method: z.string(),
  path: z.string().meta({ title: '地址' }),
  place: z.string().meta({ title: '涉及地域' }),
  permissionName: z.string().meta({ title: '权限' }),
  /** False: it asks for no right of a role; `permissionName` says who may call it. */
  isForRoles: z.boolean(),
  /** 危险的事: whoever does it proves again who he is. */
  isDangerous: z.boolean(),
  marks: z.array(z.enum(MARKS)),
});
export type MatrixRow = z.infer<typeof rowSchema>;

const roleSchema = z.object({
  role: z.string(),
  name: z.string().meta({ title: '角色' }),
  audience: z.enum(['official', 'outside', 'administrator']).meta({ title: '人群' }),
});
export type MatrixRole = z.infer<typeof roleSchema>;

/** 权限表: what this server really serves, and which role may call it. */
export const showMatrix = defineRoute({
  method: 'GET',
  path: '/api/identity/matrix',
  title: '权限表',
  permission: 'identity.read',
  scope: 'whole',
  reply: z.object({ roles: z.array(roleSchema), routes: z.array(rowSchema) }),
});

export const exportMatrix = defineRoute({
  method: 'GET',
  path: '/api/identity/matrix.csv',
  title: '导出权限表',
  permission: 'identity.read',
  scope: 'whole',
  reply: z.string(),
  stream: 'csv',
});
