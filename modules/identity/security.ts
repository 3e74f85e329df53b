import { z } from 'zod';
import { defineRoute } from '#platform/contract/define-route.ts';
import { rowVersion } from '#platform/contract/row-version.ts';
import { no, password } from './field.ts';

// Routes around one's own second factor. 'signing-in': also while signing in is not finished.

const code = z.string().trim().min(6).max(20).meta({ title: '动态口令或恢复码' });
/** Shown this once. */
const recoveryCodes = z.array(z.string()).meta({ title: '恢复码' });

export const showOwnSecurity = defineRoute({
  method: 'GET',
  path: '/api/identity/own-security',
  title: '我的安全设置',
  permission: 'signed-in',
  scope: 'none',
  reply: z.object({
    /** Since when he has a second factor; null: none. */
    confirmedAt: z.string().nullable(),
    recoveryCodesLeft: z.int(),
    isNeeded: z.boolean(),
  }),
});

/** 开始启用动态口令: `address` goes into the QR code, `secret` is for typing. */
export const beginSecondFactor = defineRoute({
  method: 'POST',
  path: '/api/identity/second-factor/begin',
  title: '开始启用动态口令',
  permission: 'signing-in',
  scope: 'none',
  reply: z.object({ secret: z.string(), address: z.string() }),
});

export const confirmSecondFactor = defineRoute({
  method: 'POST',
  path: '/api/identity/second-factor/confirm',
  title: '启用动态口令',
  permission: 'signing-in',
  scope: 'none',
  body: z.strictObject({ code }),
  reply: z.object({ recoveryCodes }),
});

/** 第二种鉴别: at sign-in, and again before dangerous acts. */
export const proveSecondFactor = defineRoute({
  method: 'POST',
  path: '/api/identity/second-factor/prove',
  title: '核对动态口令',
  permission: 'signing-in',
  scope: 'none',
  body: z.strictObject({ code }),
  reply: z.object({ done: z.literal(true) }),
});

/** 再次核对身份, before a dangerous act in a session that goes on; `code` for who has a second factor. */
export const proveAgain = defineRoute({
  method: 'POST',
  path: '/api/identity/prove-again',
  title: '再次核对身份',
  permission: 'signed-in',
  scope: 'none',
  body: z.strictObject({ password, code: code.optional() }),
  reply: z.object({ done: z.literal(true) }),
});

export const renewRecoveryCodes = defineRoute({
  method: 'POST',
  path: '/api/identity/second-factor/recovery-codes',
  title: '更换恢复码',
  permission: 'signed-in',
  scope: 'none',
  body: z.strictObject({ code }),
  reply: z.object({ recoveryCodes }),
});

export const resetSecondFactor = defineRoute({
  method: 'POST',
  path: '/api/identity/accounts/reset-second-factor',
  title: '重设动态口令',
  permission: 'identity.manage',
  reauthenticate: true,
  scope: 'whole',
  body: z.strictObject({ accountNo: no, version: rowVersion }),
  reply: z.object({ done: z.literal(true) }),
});
