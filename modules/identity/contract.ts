import { z } from 'zod';
import { defineRoute } from '#platform/contract/define-route.ts';
import { refusals } from '#platform/refusal/refusal.ts';

export const ROLES = ['administrator', 'officer', 'viewer'] as const;
export type Role = (typeof ROLES)[number];
export const ROLE_NAMES: Record<Role, string> = { administrator: '管理员', officer: '经办人员', viewer: '查看人员' };

export const ACCOUNT_NAME = /^[a-z][a-z0-9._-]{2,31}$/;
const accountName = z
  .string()
  .regex(ACCOUNT_NAME, '账号为3—32位小写字母、数字或 . _ -，以字母开头')
  .meta({ title: '账号' });
const displayName = z
  .string()
  .trim()
  .min(1)
  .max(50)
  .regex(/^[^\p{Cc}\p{Cf}\p{Cs}]*$/u, '姓名里有不能用的字符')
  .meta({ title: '姓名' });
const password = z.string().min(1).max(200).meta({ title: '口令' });

export const accountSchema = z.object({
  accountNo: z.int(),
  name: z.string(),
  displayName: z.string(),
  role: z.enum(ROLES),
  permissions: z.array(z.string()),
});
export type Account = z.infer<typeof accountSchema>;

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
  permission: 'signed-in',
  reply: z.object({ done: z.literal(true) }),
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

export const refuse = refusals({
  'identity.wrong-password': { status: 401, sentence: '账号或口令不对。请核对后再试。', kept: true },
  'identity.locked': { status: 429, sentence: '连续输错次数过多，请在{minutes}分钟后再试。', kept: true },
  'identity.wrong-code': {
    status: 422,
    sentence: '启动码不对或已用过。请查看首次启动时终端里显示的启动码。',
    kept: true,
  },
  'identity.busy': { status: 429, sentence: '现在登录的人太多，请稍等片刻再试。' },
  'identity.already-set-up': { status: 409, sentence: '首位管理员已经建立，请直接登录。' },
  'identity.weak-password': { status: 422, sentence: '口令太弱：{reason}。请换一个至少12位、别人猜不到的口令。' },
});
