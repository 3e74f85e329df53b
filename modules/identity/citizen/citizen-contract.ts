import { z } from 'zod';
import { defineRoute } from '#platform/contract/define-route.ts';

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
