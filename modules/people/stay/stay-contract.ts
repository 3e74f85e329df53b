import { z } from 'zod';
import { maskedField } from '#platform/classification/masked-field.ts';
import { defineRoute } from '#platform/contract/define-route.ts';
import { rowNo } from '#platform/contract/row-number.ts';
import { personNo, personNoText } from '../person-no.ts';
import { STAY_STANDINGS } from './stay.ts';

export { STAY_STANDING_NAMES, STAY_STANDINGS, type StayStanding } from './stay.ts';

/** An institution's manager, for his own institution alone; each look counts like a search. */
const RESIDENTS = { permission: 'people.residents', scope: 'organisation', rate: 'search' } as const;
const DESK = { permission: 'people.stay-confirm', scope: 'own' } as const;
const PORTAL = { permission: 'citizen', scope: 'own' } as const;
const day = z.iso.date('请填写日期');
const stayNo = rowNo.meta({ title: '入住序号' });
const reason = z.string().trim().min(2, '请写明理由').max(200).meta({ title: '理由' });
const done = z.object({ standing: z.enum(STAY_STANDINGS) });

const staySchema = z.object({
  stayNo: z.int(),
  standing: z.enum(STAY_STANDINGS).meta({ title: '状态' }),
  nameMasked: maskedField('name', '姓名'),
  idNumberMasked: maskedField('id-number', '证件号码'),
  fromDay: z.string().meta({ title: '入住日' }),
  toDay: z.string().nullable().meta({ title: '离院日' }),
  source: z.string().meta({ title: '依据' }),
  reason: z.string().nullable().meta({ title: '撤回理由' }),
  recordedAt: z.string(),
});
export type StayShown = z.infer<typeof staySchema>;
const span = { total: z.int(), page: z.int(), pageSize: z.int() };
const filter = z.strictObject({
  standing: z.enum(STAY_STANDINGS).optional().meta({ title: '状态' }),
  page: z.coerce.number<string>().int().min(1).max(10_000).default(1),
});

/** 本机构住养老人: as the institution reported them, masked, a page at a time; `personNo` only of whom it may open today. */
export const listResidents = defineRoute({
  method: 'GET',
  path: '/api/people/residents',
  title: '本机构住养老人',
  ...RESIDENTS,
  query: filter,
  reply: z.object({ stays: z.array(staySchema.extend({ personNo: z.int().nullable() })), ...span }),
});

export const showResident = defineRoute({
  method: 'GET',
  path: '/api/people/residents/:personNo',
  title: '机构查看一位住养老人',
  ...RESIDENTS,
  params: z.strictObject({ personNo: personNoText }),
  reply: z.object({
    personNo: z.int(),
    nameMasked: maskedField('name', '姓名'),
    sex: z.enum(['男', '女', '未说明', '未知']).meta({ title: '性别' }),
    bornMasked: maskedField('birth', '出生年月'),
    documentName: z.string().nullable().meta({ title: '证件种类' }),
    idNumberMasked: maskedField('id-number', '证件号码').nullable(),
  }),
});

/** The same answer whether or not anybody on record has this name and number. */
export const reportStay = defineRoute({
  method: 'POST',
  path: '/api/people/residents',
  title: '机构登记入住',
  ...RESIDENTS,
  body: z.strictObject({
    name: z.string().trim().min(1, '请填写姓名').max(50).meta({ title: '姓名' }),
    idNumber: z.string().trim().min(1, '请填写证件号码').max(60).meta({ title: '证件号码' }),
    fromDay: day.meta({ title: '入住日' }),
    source: z.string().trim().min(2, '请写明依据，如入住合同编号').max(100).meta({ title: '依据' }),
  }),
  reply: z.object({ stayNo: z.int() }),
});

export const endStay = defineRoute({
  method: 'POST',
  path: '/api/people/residents/end',
  title: '机构登记离院',
  ...RESIDENTS,
  body: z.strictObject({ stayNo, toDay: day.meta({ title: '离院日' }) }),
  reply: done,
});

/** Of what nobody has confirmed yet. */
export const withdrawStay = defineRoute({
  method: 'POST',
  path: '/api/people/residents/withdraw',
  title: '机构撤回入住登记',
  ...RESIDENTS,
  body: z.strictObject({ stayNo, reason }),
  reply: done,
});

/** 入住登记确认台: of institutions here, and of people registered or living here. */
export const listStays = defineRoute({
  method: 'GET',
  path: '/api/people/stays',
  title: '入住登记',
  ...DESK,
  query: filter,
  reply: z.object({
    stays: z.array(
      staySchema.extend({
        institution: z.string().meta({ title: '养老机构' }),
        /** Whether name and number are those of somebody on record: only then can it be confirmed. */
        isMatched: z.boolean().meta({ title: '与登记相符' }),
      }),
    ),
    ...span,
  }),
});

export const confirmStay = defineRoute({
  method: 'POST',
  path: '/api/people/stays/confirm',
  title: '确认入住登记',
  ...DESK,
  body: z.strictObject({ stayNo }),
  reply: done,
});

export const retractStay = defineRoute({
  method: 'POST',
  path: '/api/people/stays/retract',
  title: '退回或撤回入住登记',
  ...DESK,
  body: z.strictObject({ stayNo, reason }),
  reply: done,
});

export const listOwnStays = defineRoute({
  method: 'GET',
  path: '/api/people/portal/persons/:personNo/stays',
  title: '我的入住登记',
  ...PORTAL,
  params: z.strictObject({ personNo: personNoText }),
  reply: z.object({
    stays: z.array(
      z.object({
        stayNo: z.int(),
        standing: z.enum(STAY_STANDINGS),
        institution: z.string(),
        fromDay: z.string(),
        toDay: z.string().nullable(),
      }),
    ),
  }),
});

export const answerStay = defineRoute({
  method: 'POST',
  path: '/api/people/portal/stays/answer',
  title: '本人或受托人答复入住登记',
  ...PORTAL,
  body: z.strictObject({ personNo, stayNo, isTrue: z.boolean().meta({ title: '是否属实' }) }),
  reply: done,
});
