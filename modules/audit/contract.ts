import { z } from 'zod';
import { maskedField } from '#platform/classification/masked-field.ts';
import { defineRoute } from '#platform/contract/define-route.ts';
import { rowNoText } from '#platform/contract/row-number.ts';
import { refusals } from '#platform/refusal/refusal.ts';
import { KINDS, OUTCOMES } from './entry-words.ts';

export { KIND_NAMES, KINDS, OUTCOME_NAMES, OUTCOMES } from './entry-words.ts';
export { type BlockShown, showAuditState, type VerificationShown } from './state-contract.ts';

/** 最多数到: beyond that the screen says "more than"; an export takes them all. */
export const MOST_COUNTED = 10_000;
export const PAGE_SIZE = 50;
/** More than that in one file is asked for in parts. */
export const MOST_EXPORTED = 1_000_000;

export const refuse = refusals({
  'audit.no-entry': { status: 404, sentence: '没有这一行审计。请从查询结果里重新打开。' },
  'audit.no-person': { status: 404, sentence: '没有登记过这个证件号码。请核对号码和证件种类。' },
  'audit.days': { status: 422, sentence: '止日不能早于起日。请改正日期。' },
  'audit.too-many': {
    status: 422,
    sentence: '符合条件的有一百万行以上，一个文件放不下。请缩短时间或加一个条件，分几次导出。',
  },
});

const entryNo = z.string().regex(/^[1-9]\d{0,17}$/, '审计序号是数字');
const day = z.iso.date('日期写成“2023-08-01”的样子');
const page = z.coerce
  .number<string>()
  .int()
  .min(1)
  .max(MOST_COUNTED / PAGE_SIZE)
  .default(1);
/** An account's name, `system`, or how a citizen's acts are named. */
const account = z.string().trim().min(1).max(64);
const days = {
  from: day.optional().meta({ title: '起日' }),
  to: day.optional().meta({ title: '止日（含当天）' }),
};

const filter = {
  ...days,
  account: account.optional().meta({ title: '账号' }),
  post: rowNoText.optional().meta({ title: '岗位序号' }),
  person: rowNoText.optional().meta({ title: '人员序号' }),
  kind: z.enum(KINDS).optional().meta({ title: '种类' }),
  outcome: z.enum(OUTCOMES).optional().meta({ title: '结果' }),
  action: z.string().trim().min(1).max(120).optional().meta({ title: '动作' }),
};

/** 封存状态: told from blocks and heads. */
const sealSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('unsealed') }),
  z.object({ state: z.literal('sealed'), block: z.int(), sealedAt: z.string() }),
  z.object({ state: z.literal('signed'), block: z.int(), sealedAt: z.string(), head: z.int(), signedAt: z.string() }),
]);
export type SealState = z.infer<typeof sealSchema>;

const entrySchema = z.object({
  entryNo: z.string().meta({ title: '审计序号' }),
  at: z.string().meta({ title: '时间' }),
  accountName: z.string().meta({ title: '账号' }),
  actor: z.string().meta({ title: '谁、什么岗位' }),
  postNo: z.int().nullable().meta({ title: '岗位序号' }),
  address: z.string().nullable().meta({ title: '来源地址' }),
  action: z.string().meta({ title: '动作' }),
  title: z.string().meta({ title: '做了什么' }),
  purpose: z.string().nullable().meta({ title: '事由' }),
  subject: z.string().nullable().meta({ title: '对象' }),
  outcome: z.enum(OUTCOMES).meta({ title: '结果' }),
  kind: z.enum(KINDS).meta({ title: '种类' }),
  count: z.int().nullable().meta({ title: '件数' }),
  listHash: z.string().nullable().meta({ title: '名单或文件校验值' }),
  seal: sealSchema,
});
export type EntryShown = z.infer<typeof entrySchema>;

const audited = { permission: 'audit.read', scope: 'whole' } as const;

/** 审计查询: the latest first. Reading is itself put on record. */
export const searchEntries = defineRoute({
  ...audited,
  method: 'GET',
  path: '/api/audit/entries',
  title: '查询审计',
  query: z.strictObject({ ...filter, page }),
  reply: z.object({
    entries: z.array(entrySchema),
    /** No further than MOST_COUNTED. */
    total: z.int(),
    page: z.int(),
    pageSize: z.int(),
    /** What the filter by person means: masked. */
    personName: z.string().nullable(),
  }),
});

export const exportEntries = defineRoute({
  ...audited,
  method: 'GET',
  path: '/api/audit/entries.csv',
  title: '导出审计查询结果',
  query: z.strictObject(filter),
  reply: z.string(),
  stream: 'csv',
});

const entryParams = z.strictObject({ entryNo });

export const showEntry = defineRoute({
  ...audited,
  method: 'GET',
  path: '/api/audit/entries/:entryNo',
  title: '审计详情',
  params: entryParams,
  reply: entrySchema.extend({
    entryId: z.string().meta({ title: '行标识' }),
    requestId: z.string().meta({ title: '请求编号' }),
    /** 至少保存到, by its kind. */
    keepUntil: z.string().meta({ title: '至少保存到' }),
    persons: z
      .array(z.object({ personNo: z.int(), nameMasked: maskedField('name', '姓名') }))
      .meta({ title: '涉及的人' }),
  }),
});

/** 核对这一行: recomputed at this moment, nothing taken on trust but the keys. */
export const proveEntry = defineRoute({
  ...audited,
  method: 'GET',
  path: '/api/audit/entries/:entryNo/proof',
  title: '核对一行审计',
  params: entryParams,
  reply: z.object({
    ok: z.boolean(),
    steps: z.array(z.object({ ok: z.boolean(), sentence: z.string() })),
    leaf: z.string().nullable(),
    path: z.array(z.object({ side: z.enum(['left', 'right']), hash: z.string() })),
    root: z.string().nullable(),
    ms: z.number(),
  }),
});

/** 按证件找人: so that no ID number ever stands in an address. */
export const findPerson = defineRoute({
  ...audited,
  method: 'POST',
  path: '/api/audit/find-person',
  title: '按证件号码找审计涉及的人',
  rate: 'search',
  body: z.strictObject({
    idNumber: z.string().trim().min(5).max(30).meta({ title: '证件号码' }),
    purpose: z.string().trim().min(4, '请写明为什么要查，至少四个字').max(200).meta({ title: '事由' }),
  }),
  reply: z.object({ personNo: z.int(), nameMasked: maskedField('name', '姓名') }),
});

const seenDays = z.strictObject({ ...days, person: rowNoText.meta({ title: '人员序号' }) });
const span = { times: z.int().meta({ title: '次数' }), firstAt: z.string(), lastAt: z.string() };

/** C-37 谁看过这个人: accounts by how often, by name or on a frozen list. */
export const whoSawPerson = defineRoute({
  ...audited,
  method: 'GET',
  path: '/api/audit/who-saw',
  title: '谁看过这个人',
  query: seenDays,
  reply: z.object({
    nameMasked: maskedField('name', '姓名').nullable(),
    seers: z.array(
      z.object({
        accountName: z.string().meta({ title: '账号' }),
        actor: z.string().meta({ title: '谁、什么岗位' }),
        ...span,
        onLists: z.int().meta({ title: '其中在名单上' }),
      }),
    ),
    ms: z.int(),
  }),
});

const seenByQuery = { ...days, account: account.meta({ title: '账号' }) };

/** C-37 这个账号看过谁: persons named one by one, and the frozen lists. */
export const whomAccountSaw = defineRoute({
  ...audited,
  method: 'GET',
  path: '/api/audit/whom-saw',
  title: '这个账号看过谁',
  query: z.strictObject({ ...seenByQuery, page }),
  reply: z.object({
    persons: z.array(z.object({ personNo: z.int(), nameMasked: maskedField('name', '姓名'), ...span })),
    total: z.int().meta({ title: '人数' }),
    page: z.int(),
    pageSize: z.int(),
    /** The latest two hundred. */
    lists: z.array(
      z.object({
        entryNo: z.string(),
        at: z.string(),
        title: z.string(),
        subject: z.string().nullable(),
        count: z.int().nullable(),
        listHash: z.string().nullable(),
      }),
    ),
    ms: z.int(),
  }),
});

export const exportWhomAccountSaw = defineRoute({
  ...audited,
  method: 'GET',
  path: '/api/audit/whom-saw.csv',
  title: '导出这个账号看过谁',
  query: z.strictObject(seenByQuery),
  reply: z.string(),
  stream: 'csv',
});
