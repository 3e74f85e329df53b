import { z } from 'zod';
import { maskedField } from '#platform/classification/masked-field.ts';
import { defineRoute } from '#platform/contract/define-route.ts';
import { rowNoText } from '#platform/contract/row-number.ts';
import {
  DECISION_KINDS,
  MANDATE_PROOFS,
  MANDATE_SCOPES,
  MANDATE_STATUSES,
  MANDATE_WAYS,
  RELATIONS,
} from './mandate.ts';
import { actor, idNumber, mandateNo, proofs, relation, textHash, wish, words } from './mandate-field.ts';
import { STANDINGS } from './standing.ts';

export {
  DECISION_KIND_NAMES,
  DECISION_KINDS,
  MANDATE_ACTOR_NAMES,
  MANDATE_PROOF_NAMES,
  MANDATE_SCOPE_NAMES,
  MANDATE_SCOPES,
  MANDATE_WAYS,
  type MandateWay,
  RELATION_NAMES,
  RELATIONS,
  type Relation,
  WAY_TABLE,
} from './mandate.ts';
export { LARGEST_PICTURE_BYTES } from './mandate-field.ts';
export { latestUntilDay, STANDING_NAMES, STANDINGS, type Standing } from './standing.ts';

/** The exact words, and the hash to which proofs are bound. */
export const textSchema = z.object({ text: z.string(), textHash, version: z.string() });

/** 生成委托书: the text to be read aloud; nothing is kept. */
export const prepareMandate = defineRoute({
  method: 'POST',
  path: '/api/people/mandates/prepare',
  title: '生成委托书',
  permission: 'people.mandate-make',
  scope: 'own',
  rate: 'search',
  body: z.strictObject(wish),
  reply: textSchema.extend({ personName: z.string() }),
});

export const makeMandate = defineRoute({
  method: 'POST',
  path: '/api/people/mandates',
  title: '登记授权委托',
  permission: 'people.mandate-make',
  scope: 'own',
  rate: 'search',
  body: z.strictObject({
    ...wish,
    textHash,
    readAloud: z.boolean().optional().meta({ title: '已把全文念给老人听，老人明白并同意' }),
    proofs,
  }),
  reply: z.object({ mandateNo: z.int() }),
});

const rowSchema = z.object({
  mandateNo: z.int().meta({ title: '序号' }),
  personNo: z.int(),
  personNameMasked: maskedField('name', '老人'),
  holderNameMasked: maskedField('name', '受托人'),
  relation: z.enum(RELATIONS).meta({ title: '关系' }),
  way: z.enum(MANDATE_WAYS).meta({ title: '办理方式' }),
  standing: z.enum(STANDINGS).meta({ title: '现状' }),
  scopes: z.array(z.enum(MANDATE_SCOPES)).meta({ title: '委托事项' }),
  fromDay: z.string().meta({ title: '起日' }),
  untilDay: z.string().meta({ title: '止日' }),
  madeAt: z.string().meta({ title: '登记时间' }),
});
export type MandateShown = z.infer<typeof rowSchema>;

const filter = {
  standing: z.enum(STANDINGS).optional().meta({ title: '现状' }),
  way: z.enum(MANDATE_WAYS).optional().meta({ title: '办理方式' }),
};

/** 委托登记: of people who are registered or live where the caller works, the latest change first. */
export const listMandates = defineRoute({
  method: 'GET',
  path: '/api/people/mandates',
  title: '授权委托',
  permission: 'people.mandate-read',
  scope: 'own',
  query: z.strictObject({ ...filter, page: z.coerce.number<string>().int().min(1).max(100_000).default(1) }),
  reply: z.object({ mandates: z.array(rowSchema), total: z.int(), page: z.int(), pageSize: z.int() }),
});

export const exportMandates = defineRoute({
  method: 'GET',
  path: '/api/people/mandates.csv',
  title: '导出授权委托',
  permission: 'people.mandate-read',
  scope: 'own',
  query: z.strictObject(filter),
  reply: z.string(),
  stream: 'csv',
});

/** 委托现状 and what there is to prove it; its words and pictures are opened one by one (showMandateText, showProof). */
export const showMandate = defineRoute({
  method: 'GET',
  path: '/api/people/mandates/:mandateNo',
  title: '授权委托详情',
  permission: 'people.mandate-read',
  scope: 'own',
  params: z.strictObject({ mandateNo: rowNoText }),
  reply: rowSchema.extend({
    textHash: z.string(),
    textVersion: z.string(),
    phoneMasked: maskedField('phone', '手机号'),
    decision: z.object({ kind: z.enum(DECISION_KINDS), decidedOn: z.string() }).nullable(),
    confirming: z.string(),
    /** The last day on which the second one may confirm; null where nothing lapses. */
    confirmBy: z.string().nullable(),
    /** What the one who asks may do with it now. */
    actions: z.array(z.enum(['confirm', 'refuse', 'revoke'])),
    proofs: z.array(
      z.object({
        proofNo: z.int(),
        kind: z.enum(MANDATE_PROOFS),
        isPicture: z.boolean(),
        boundHash: z.string(),
        recordedAt: z.string(),
        by: z.string(),
      }),
    ),
    steps: z.array(
      z.object({ action: z.string(), actor, by: z.string(), reason: z.string().nullable(), at: z.string() }),
    ),
  }),
});

/** 看委托书全文: the words that were read aloud and signed, on record. */
export const showMandateText = defineRoute({
  method: 'GET',
  path: '/api/people/mandates/:mandateNo/text',
  title: '看委托书全文',
  permission: 'people.mandate-make',
  scope: 'own',
  params: z.strictObject({ mandateNo: rowNoText }),
  reply: textSchema,
});

/** 看一项证明: a picture, or the words that somebody wrote down; one at a time, on record. */
export const showProof = defineRoute({
  method: 'GET',
  path: '/api/people/mandates/:mandateNo/proofs/:proofNo',
  title: '看委托证明',
  permission: 'people.mandate-make',
  scope: 'own',
  params: z.strictObject({ mandateNo: rowNoText, proofNo: rowNoText }),
  reply: z.object({
    mediaType: z.string().nullable(),
    picture: z.string().nullable(),
    words: z.string().nullable(),
  }),
});

const acted = z.object({ status: z.enum(MANDATE_STATUSES) });

export const confirmMandate = defineRoute({
  method: 'POST',
  path: '/api/people/mandates/confirm',
  title: '确认授权委托',
  permission: 'people.mandate-make',
  scope: 'own',
  body: z.strictObject({
    mandateNo,
    words: words('核实的时间、经过和结果'),
    endsOthers: z.boolean().optional().meta({ title: '裁判写明由监护人统一代理' }),
  }),
  reply: acted,
});

export const refuseMandate = defineRoute({
  method: 'POST',
  path: '/api/people/mandates/refuse',
  title: '不予确认授权委托',
  permission: 'people.mandate-make',
  scope: 'own',
  body: z.strictObject({ mandateNo, reason: words('原因') }),
  reply: acted,
});

export const revokeMandate = defineRoute({
  method: 'POST',
  path: '/api/people/mandates/revoke',
  title: '撤销授权委托',
  permission: 'people.mandate-make',
  scope: 'own',
  body: z.strictObject({ mandateNo, reason: words('原因') }),
  reply: acted,
});

/** 登记亲属关系: as a department delivered it; the ground on which a village confirms. */
export const recordFamilyRelation = defineRoute({
  method: 'POST',
  path: '/api/people/family-relations',
  title: '登记亲属关系',
  permission: 'people.family-relations',
  scope: 'own',
  rate: 'search',
  body: z.strictObject({
    personIdNumber: idNumber.meta({ title: '老人的证件号码' }),
    relative: z.strictObject({ name: z.string().trim().min(1).max(60).meta({ title: '姓名' }), idNumber }),
    relation,
    source: z.string().trim().min(2).max(40).meta({ title: '来源' }),
  }),
  reply: z.object({ relationNo: z.int() }),
});
