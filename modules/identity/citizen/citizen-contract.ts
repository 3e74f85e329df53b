import { z } from 'zod';
import { defineRoute } from '#platform/contract/define-route.ts';
import { rowNo } from '#platform/contract/row-number.ts';

const citizenSchema = z.object({ name: z.string().meta({ title: '姓名' }) });

/**
 * 公民登录: the portal hands on the ticket that the province's identity service gave the browser, with the state it gave back. Refused
 * (identity.citizen-not-sent, the ticket unused) when this browser was not sent there by us, as from inside the service's own app, until
 * the person says that it is him: else a link could sign him in as somebody else.
 */
export const signInCitizen = defineRoute({
  method: 'POST',
  path: '/api/identity/citizen/sign-in',
  title: '公民登录',
  permission: 'public',
  body: z.strictObject({
    ticket: z.string().min(8).max(500).meta({ title: '票据' }),
    state: z.string().max(200).optional().meta({ title: '去登录时的标记' }),
    mine: z.literal(true).optional().meta({ title: '是本人自己点的登录' }),
  }),
  reply: z.object({ citizen: citizenSchema }),
});

/** 当前公民用户: null when nobody is signed in. `signInUrl`: where the identity service signs people in; null where there is none. */
export const whichCitizen = defineRoute({
  method: 'GET',
  path: '/api/identity/citizen/me',
  title: '当前公民用户',
  permission: 'public',
  reply: z.object({ citizen: citizenSchema.nullable(), signInUrl: z.string().nullable() }),
});

export const signOutCitizen = defineRoute({
  method: 'POST',
  path: '/api/identity/citizen/sign-out',
  title: '公民退出登录',
  permission: 'citizen',
  scope: 'none',
  reply: z.object({ done: z.literal(true) }),
});

const sessionSchema = z.object({
  sessionNo: z.int(),
  source: z.string().meta({ title: '来源地址' }),
  createdAt: z.string().meta({ title: '登录时间' }),
  lastSeenAt: z.string().meta({ title: '最近使用' }),
  /** The one that asks. */
  isThis: z.boolean(),
});
export type CitizenSessionShown = z.infer<typeof sessionSchema>;

/** 我在哪些地方登录着, in the portal: those in use, the last used first. */
export const listOwnCitizenSessions = defineRoute({
  method: 'GET',
  path: '/api/identity/citizen/own-sessions',
  title: '我在哪些地方登录着',
  permission: 'citizen',
  scope: 'none',
  reply: z.object({ sessions: z.array(sessionSchema) }),
});

export const endOwnCitizenSession = defineRoute({
  method: 'POST',
  path: '/api/identity/citizen/own-sessions/end',
  title: '结束我在别处的登录',
  permission: 'citizen',
  scope: 'none',
  body: z.strictObject({ sessionNo: rowNo }),
  reply: z.object({ done: z.literal(true) }),
});

/** 结束公民的会话: all of one citizen's, by his document, as he asks for when his telephone is lost. Who he is and where he was signed in is not told. */
export const endCitizenSessions = defineRoute({
  method: 'POST',
  path: '/api/identity/citizen-sessions/end',
  title: '结束公民的登录',
  permission: 'identity.sessions',
  scope: 'whole',
  rate: 'search',
  body: z.strictObject({
    idNumber: z.string().trim().min(5).max(30).meta({ title: '证件号码' }),
    reason: z.string().trim().min(4, '请写明为什么要结束，至少四个字').max(200).meta({ title: '事由' }),
  }),
  reply: z.object({ ended: z.int().meta({ title: '结束了几处登录' }) }),
});
