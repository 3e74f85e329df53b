import { z } from 'zod';
import { defineRoute } from '#platform/contract/define-route.ts';
import { rowVersion } from '#platform/contract/row-version.ts';
import { no } from './field.ts';

// Signing in by another system's word, and which account an identity there opens.

const way = z.string().min(1).max(31).meta({ title: '登录方式' });
/** 工号 as the directory writes it. */
export const employeeCode = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9_.-]{1,64}$/, '工号为字母、数字或 _ . -')
  .meta({ title: '工号' });
/** The other system's own number of him. */
const boundSubject = z.string().trim().min(1).max(200).meta({ title: '编号' });
/** The account as after any sign-in; where the browser wanted to go. */
const done = z.object({ done: z.literal(true) });

export const listWays = defineRoute({
  method: 'GET',
  path: '/api/identity/ways',
  title: '登录方式',
  permission: 'public',
  reply: z.object({ ways: z.array(z.object({ name: z.string(), title: z.string() })) }),
});

export const beginExternal = defineRoute({
  method: 'POST',
  path: '/api/identity/external/begin',
  title: '去其他系统登录',
  permission: 'public',
  body: z.strictObject({ way, back: z.string().max(500).optional() }),
  reply: z.object({ address: z.string() }),
});

/** 回来: `search` is everything behind the question mark of the address at which the browser came back. */
export const finishExternal = defineRoute({
  method: 'POST',
  path: '/api/identity/external/finish',
  title: '其他系统登录回来',
  permission: 'public',
  body: z.strictObject({ search: z.string().max(4_000) }),
  reply: z.object({ back: z.string().nullable() }),
});

/** 应用内免登: inside the office app, which hands our page a code. */
export const enterFromApp = defineRoute({
  method: 'POST',
  path: '/api/identity/external/in-app',
  title: '办公平台内免登',
  permission: 'public',
  body: z.strictObject({ way, code: z.string().min(1).max(200) }),
  reply: done,
});

/** 登记工号: by it the directory's person is this account; null takes it away. */
export const setEmployeeCode = defineRoute({
  method: 'POST',
  path: '/api/identity/accounts/employee-code',
  title: '登记工号',
  permission: 'identity.manage',
  reauthenticate: true,
  scope: 'whole',
  body: z.strictObject({ accountNo: no, version: rowVersion, employeeCode: employeeCode.nullable() }),
  reply: done,
});

export const bindExternal = defineRoute({
  method: 'POST',
  path: '/api/identity/accounts/bind',
  title: '绑定外部身份',
  permission: 'identity.manage',
  reauthenticate: true,
  scope: 'whole',
  body: z.strictObject({ accountNo: no, way, subject: boundSubject }),
  reply: done,
});

export const unbindExternal = defineRoute({
  method: 'POST',
  path: '/api/identity/accounts/unbind',
  title: '解除外部身份',
  permission: 'identity.manage',
  scope: 'whole',
  body: z.strictObject({ accountNo: no, way, subject: boundSubject }),
  reply: done,
});
