import { z } from 'zod';
import { defineRoute } from '#platform/contract/define-route.ts';
import { postSchema } from './directory.ts';
import { no, page, search } from './field.ts';

// Sessions: one's own, and everybody's.

const done = z.object({ done: z.literal(true) });

const sessionSchema = z.object({
  sessionNo: z.int(),
  accountNo: z.int(),
  name: z.string().meta({ title: '账号' }),
  displayName: z.string().meta({ title: '姓名' }),
  source: z.string().meta({ title: '来源地址' }),
  createdAt: z.string().meta({ title: '登录时间' }),
  lastSeenAt: z.string().meta({ title: '最近使用' }),
  post: postSchema.nullable().meta({ title: '岗位' }),
  /** The one that asks. */
  isThis: z.boolean(),
});
export type SessionShown = z.infer<typeof sessionSchema>;

export const listOwnSessions = defineRoute({
  method: 'GET',
  path: '/api/identity/own-sessions',
  title: '我的会话',
  permission: 'signed-in',
  scope: 'none',
  reply: z.object({ sessions: z.array(sessionSchema) }),
});

export const endOwnSession = defineRoute({
  method: 'POST',
  path: '/api/identity/own-sessions/end',
  title: '结束我的会话',
  permission: 'signed-in',
  scope: 'none',
  body: z.strictObject({ sessionNo: no }),
  reply: done,
});

/** 会话: everybody's that are in use, the last used first. */
export const listSessions = defineRoute({
  method: 'GET',
  path: '/api/identity/sessions',
  title: '会话',
  permission: 'identity.sessions',
  scope: 'whole',
  query: z.strictObject({ search, page }),
  reply: z.object({ sessions: z.array(sessionSchema), total: z.int(), page: z.int(), pageSize: z.int() }),
});

export const endSession = defineRoute({
  method: 'POST',
  path: '/api/identity/sessions/end',
  title: '结束会话',
  permission: 'identity.sessions',
  scope: 'whole',
  body: z.strictObject({ sessionNo: no }),
  reply: done,
});
