import { z } from 'zod';
import { defineRoute } from '../contract/define-route.ts';

export const KEY_STATES = ['active', 'old', 'retired'] as const;
export const KEY_STATE_NAMES: Record<(typeof KEY_STATES)[number], string> = {
  active: '在用',
  old: '待换下',
  retired: '已停用',
};
export const ALGORITHM_NAMES: Record<string, string> = {
  'aes-256-gcm': 'AES-256-GCM',
  'sm4-ctr-hmac-sm3': 'SM4-CTR + HMAC-SM3',
};

const columnUse = z.object({
  table: z.string().meta({ title: '表' }),
  column: z.string().meta({ title: '列' }),
  rows: z.int().meta({ title: '行数' }),
});

const dataKeySchema = z.object({
  keyId: z.int().meta({ title: '密钥编号' }),
  algorithm: z.string().meta({ title: '算法' }),
  state: z.enum(KEY_STATES).meta({ title: '状态' }),
  madeAt: z.string().meta({ title: '产生时间' }),
  retiredAt: z.string().nullable().meta({ title: '停用时间' }),
  /** As last counted: at the beginning and end of a rotation and by `keys list`. */
  rows: z.int().nullable().meta({ title: '用它封存的行数' }),
  countedAt: z.string().nullable().meta({ title: '统计时间' }),
  uses: z.array(columnUse),
});
export type DataKeyShown = z.infer<typeof dataKeySchema>;

const rotationSchema = z.object({
  rotationNo: z.int(),
  askedBy: z.string().meta({ title: '发起人' }),
  askedAt: z.string().meta({ title: '发起时间' }),
  keyId: z.int().nullable().meta({ title: '换成密钥' }),
  finishedAt: z.string().nullable().meta({ title: '完成时间' }),
  done: z.int().meta({ title: '已换行数' }),
  total: z.int().meta({ title: '应换行数' }),
  columns: z.array(z.object({ table: z.string(), column: z.string(), done: z.int(), total: z.int() })),
});
export type RotationShown = z.infer<typeof rotationSchema>;

export const keyListSchema = z.object({
  keys: z.array(dataKeySchema),
  /** The latest first, ten at most; the open one has no end. */
  rotations: z.array(rotationSchema),
});
export type KeyList = z.infer<typeof keyListSchema>;

/** 密钥: which there are, how many rows each holds, and how far a rotation has come. Never a key itself. */
export const listKeys = defineRoute({
  method: 'GET',
  path: '/api/platform/keys',
  title: '密钥和轮换进度',
  permission: 'keys.read',
  scope: 'whole',
  reply: keyListSchema,
});

/** 轮换密钥: goes on in the background; `listKeys` shows how far. `joined`: one was under way already. */
export const startRotation = defineRoute({
  method: 'POST',
  path: '/api/platform/keys/rotate',
  title: '轮换密钥',
  permission: 'keys.rotate',
  reauthenticate: true,
  scope: 'whole',
  reply: z.object({ rotationNo: z.int(), joined: z.boolean() }),
});
