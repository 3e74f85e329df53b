import { z } from 'zod';
import { maskedField } from '#platform/classification/masked-field.ts';
import { defineRoute } from '#platform/contract/define-route.ts';
import { personNo, personNoText } from './person-no.ts';
import { REVEAL_FIELDS, REVEAL_PURPOSES } from './reveal.ts';

const NOTE_LEAST = 4;

/** 身份和联系方式: masked; which of them a person has. */
export const showIdentity = defineRoute({
  method: 'GET',
  path: '/api/people/:personNo/identity',
  title: '身份和联系方式（脱敏）',
  permission: 'people.read',
  scope: 'own',
  params: z.strictObject({ personNo: personNoText }),
  reply: z.object({
    personNo: z.int(),
    nameMasked: maskedField('name', '姓名'),
    documentName: z.string().nullable().meta({ title: '证件种类' }),
    documentNote: z.string().nullable().meta({ title: '证件例外' }),
    idNumberMasked: maskedField('id-number', '证件号码').nullable(),
    accountMasked: maskedField('account', '银行账号').nullable(),
    accountCheckFails: z.boolean().meta({ title: '账号校验位不符' }),
    phoneMasked: maskedField('phone', '电话').nullable(),
    addressMasked: maskedField('address', '详细地址').nullable(),
  }),
});

/** 显示一项: the only route that answers with a value of level 3 or 4 in clear. Purpose and person go on record. */
export const reveal = defineRoute({
  method: 'POST',
  path: '/api/people/reveal',
  title: '显示一项明文',
  permission: 'people.reveal',
  scope: 'own',
  body: z
    .strictObject({
      personNo,
      field: z.enum(REVEAL_FIELDS).meta({ title: '项目' }),
      purpose: z.enum(REVEAL_PURPOSES).meta({ title: '用途' }),
      note: z.string().trim().max(100).optional().meta({ title: '说明' }),
    })
    .refine(({ purpose, note }) => purpose !== 'other' || (note ?? '').length >= NOTE_LEAST, {
      error: `用途选“其他”时，请写明至少${NOTE_LEAST}个字`,
      path: ['note'],
    }),
  reply: z.object({ value: z.string().meta({ title: '明文', level: 4 }), shownSeconds: z.int() }),
});
