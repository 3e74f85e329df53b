import { z } from 'zod';
import { defineRoute } from '#platform/contract/define-route.ts';
import { KINDS } from './entry-words.ts';

const blockShown = z.object({
  block: z.int().meta({ title: '块' }),
  rows: z.int().meta({ title: '行数' }),
  firstAt: z.string().meta({ title: '最早一行' }),
  lastAt: z.string().meta({ title: '最晚一行' }),
  sealedAt: z.string().meta({ title: '封存时间' }),
  hash: z.string().meta({ title: '块杂凑' }),
  head: z.int().nullable().meta({ title: '签名头' }),
  signedAt: z.string().nullable().meta({ title: '签名时间' }),
});
export type BlockShown = z.infer<typeof blockShown>;

const verificationShown = z.object({
  at: z.string(),
  ok: z.boolean(),
  sealedRows: z.int(),
  blocks: z.int(),
  heads: z.int(),
  problemCount: z.int(),
  problems: z.array(z.string()),
  tookMs: z.int(),
  copyFolder: z.string().nullable(),
  ageHours: z.int(),
});
export type VerificationShown = z.infer<typeof verificationShown>;

/** 审计状态: is everything sealed and signed, and when was it last verified. */
export const showAuditState = defineRoute({
  method: 'GET',
  path: '/api/audit/state',
  title: '审计状态',
  permission: 'audit.read',
  scope: 'whole',
  reply: z.object({
    unsealedRows: z.int().meta({ title: '尚未封存的行' }),
    lastHead: z
      .object({
        head: z.int(),
        block: z.int(),
        rows: z.int(),
        signedAt: z.string(),
        key: z.string(),
        ageMinutes: z.int(),
      })
      .nullable(),
    blocks: z.array(blockShown),
    verifications: z.array(verificationShown),
    kinds: z.array(z.object({ kind: z.enum(KINDS), title: z.string(), keepMonths: z.int(), basis: z.string() })),
  }),
});
