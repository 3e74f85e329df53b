import { z } from 'zod';
import { rowNo } from '#platform/contract/row-number.ts';
import { MOBILE } from '../contact.ts';
import {
  DECISION_KINDS,
  MANDATE_ACTOR_NAMES,
  MANDATE_PROOFS,
  MANDATE_SCOPES,
  type MandateActor,
  RELATIONS,
} from './mandate.ts';

// Single fields that several routes ask for, with the Chinese titles of their labels.

export const mandateNo = rowNo;
export const words = (title: string) => z.string().trim().min(4, `请写明${title}`).max(500).meta({ title });
export const idNumber = z.string().trim().min(5).max(40).meta({ title: '证件号码' });
export const phone = z.string().trim().regex(MOBILE, '手机号为11位数字，以13至19开头').meta({ title: '手机号' });
export const untilDay = z.iso.date('日期写成“2023-08-01”的样子').meta({ title: '止日（这一天起不再有效）' });
export const scopes = z.array(z.enum(MANDATE_SCOPES)).min(1).max(MANDATE_SCOPES.length).meta({ title: '委托事项' });
export const relation = z.enum(RELATIONS).meta({ title: '与老人的关系' });
export const textHash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ title: '委托书全文杂凑' });
/** The older person's name and telephone need no more than this: the document decides who the holder is. */
export const holder = z.strictObject({
  name: z.string().trim().min(1).max(60).meta({ title: '姓名' }),
  idNumber,
  phone,
});

const STAFF_WAYS = ['family', 'present', 'paper', 'court'] as const;
/** 图片最大: what is sent in base64, what the screens make smaller, and what the check of the bytes takes. */
export const LARGEST_PICTURE_BYTES = 700_000;
const PICTURE_SIGNS = Math.ceil(LARGEST_PICTURE_BYTES / 3) * 4;
const picture = z
  .string()
  .regex(/^[A-Za-z0-9+/]+={0,2}$/, '图片不是 base64')
  .max(PICTURE_SIGNS, '图片太大，请拍小一些');
export const actor = z.enum(Object.keys(MANDATE_ACTOR_NAMES) as [MandateActor, ...MandateActor[]]);

export const wish = {
  way: z.enum(STAFF_WAYS).meta({ title: '办理方式' }),
  personIdNumber: idNumber.meta({ title: '老人的证件号码' }),
  holder,
  relation,
  scopes,
  untilDay,
  textDay: z.iso.date('日期写成“2023-08-01”的样子').optional().meta({ title: '委托书上的办理日期' }),
  decision: z
    .strictObject({
      kind: z.enum(DECISION_KINDS).meta({ title: '文书种类' }),
      number: z.string().trim().min(2).max(60).meta({ title: '文书号' }),
      by: z.string().trim().min(2).max(60).meta({ title: '作出单位' }),
      decidedOn: z.iso.date().meta({ title: '作出日期' }),
    })
    .optional(),
};
export const proofs = z
  .array(
    z.strictObject({
      kind: z.enum(MANDATE_PROOFS),
      picture: picture.optional(),
      words: z.string().trim().max(500).optional(),
    }),
  )
  .max(3)
  .meta({ title: '证明' });
