import { z } from 'zod';
import { FINDINGS } from '#modules/identity/contract.ts';
import { maskedField } from '#platform/classification/masked-field.ts';
import { defineRoute } from '#platform/contract/define-route.ts';
import { entrySchema, QUESTION_STATUSES } from '../access-question/access-question-contract.ts';
import { MANDATE_SCOPES, MANDATE_STATUSES, MANDATE_WAYS, RELATIONS } from '../mandate/mandate.ts';
import { textSchema } from '../mandate/mandate-contract.ts';
import { holder, mandateNo, relation, scopes, textHash, untilDay } from '../mandate/mandate-field.ts';
import { STANDINGS } from '../mandate/standing.ts';
import { personNo, personNoText } from '../person-no.ts';

const ofPerson = z.strictObject({ personNo: personNoText });
const PORTAL = { permission: 'citizen', scope: 'own' } as const;

/** 我的: himself, if he is registered, who gave him a mandate that stands, and what is offered to him. */
export const showOwn = defineRoute({
  method: 'GET',
  path: '/api/people/portal/own',
  title: '我的',
  ...PORTAL,
  reply: z.object({
    persons: z.array(
      z.object({
        personNo: z.int(),
        name: z.string(),
        isSelf: z.boolean(),
        scopes: z.array(z.enum(MANDATE_SCOPES)),
        untilDay: z.string().nullable(),
        unread: z.int(),
      }),
    ),
    offers: z.array(
      z.object({
        mandateNo: z.int(),
        personNameMasked: maskedField('name', '老人'),
        relation: z.enum(RELATIONS),
        scopes: z.array(z.enum(MANDATE_SCOPES)),
        untilDay: z.string(),
      }),
    ),
  }),
});

const ownMandateSchema = z.object({
  mandateNo: z.int(),
  holderName: z.string(),
  relation: z.enum(RELATIONS),
  way: z.enum(MANDATE_WAYS),
  standing: z.enum(STANDINGS),
  scopes: z.array(z.enum(MANDATE_SCOPES)),
  fromDay: z.string(),
  untilDay: z.string(),
  mayRevoke: z.boolean(),
});
export type OwnMandate = z.infer<typeof ownMandateSchema>;

export const listOwnMandates = defineRoute({
  method: 'GET',
  path: '/api/people/portal/persons/:personNo/mandates',
  title: '看授权委托',
  ...PORTAL,
  params: ofPerson,
  reply: z.object({ mandates: z.array(ownMandateSchema) }),
});

const wish = z.strictObject({ holder, relation, scopes, untilDay });

export const prepareOwnMandate = defineRoute({
  method: 'POST',
  path: '/api/people/portal/mandates/prepare',
  title: '生成本人的委托书',
  ...PORTAL,
  body: wish,
  reply: textSchema,
});

/** `code`: shown once; the older person tells it to the holder. */
export const makeOwnMandate = defineRoute({
  method: 'POST',
  path: '/api/people/portal/mandates',
  title: '本人授权委托',
  ...PORTAL,
  body: wish.extend({ textHash }),
  reply: z.object({ mandateNo: z.int(), code: z.string() }),
});

const acted = z.object({ status: z.enum(MANDATE_STATUSES) });

export const acceptMandate = defineRoute({
  method: 'POST',
  path: '/api/people/portal/mandates/accept',
  title: '接受委托',
  ...PORTAL,
  body: z.strictObject({ mandateNo, code: z.string().trim().min(1).max(20).meta({ title: '接受码' }) }),
  reply: acted,
});

export const declineMandate = defineRoute({
  method: 'POST',
  path: '/api/people/portal/mandates/decline',
  title: '不接受委托',
  ...PORTAL,
  body: z.strictObject({ mandateNo }),
  reply: acted,
});

export const endOwnMandate = defineRoute({
  method: 'POST',
  path: '/api/people/portal/mandates/revoke',
  title: '撤销或放弃委托',
  ...PORTAL,
  body: z.strictObject({ mandateNo }),
  reply: acted,
});

export const listMessages = defineRoute({
  method: 'GET',
  path: '/api/people/portal/persons/:personNo/messages',
  title: '消息',
  ...PORTAL,
  params: ofPerson,
  reply: z.object({
    messages: z.array(z.object({ messageNo: z.int(), sentence: z.string(), at: z.string(), isNew: z.boolean() })),
  }),
});

/** Only the older person's own reading makes a message read; a holder's is on record as a look. */
export const readMessages = defineRoute({
  method: 'POST',
  path: '/api/people/portal/messages/read',
  title: '消息读过了',
  ...PORTAL,
  body: z.strictObject({ personNo }),
  reply: z.object({ done: z.literal(true) }),
});

export const requestAccountChange = defineRoute({
  method: 'POST',
  path: '/api/people/portal/account-changes',
  title: '申请变更收款账户',
  ...PORTAL,
  body: z.strictObject({ personNo, accountNumber: z.string().trim().min(1).max(40).meta({ title: '银行账号' }) }),
  reply: z.object({ changeNo: z.int() }),
});

/** 谁看过我的数据: every act that named the person, himself or on a list, the latest first. */
export const listLookers = defineRoute({
  method: 'GET',
  path: '/api/people/portal/persons/:personNo/lookers',
  title: '谁看过我的数据',
  ...PORTAL,
  params: ofPerson,
  query: z.strictObject({ page: z.coerce.number<string>().int().min(1).max(100_000).default(1) }),
  reply: z.object({
    entries: z.array(entrySchema.extend({ questionNo: z.int().nullable() })),
    total: z.int(),
    page: z.int(),
    pageSize: z.int(),
  }),
});

export const listOwnQuestions = defineRoute({
  method: 'GET',
  path: '/api/people/portal/persons/:personNo/access-questions',
  title: '我的质疑',
  ...PORTAL,
  params: ofPerson,
  reply: z.object({
    questions: z.array(
      z.object({
        questionNo: z.int(),
        status: z.enum(QUESTION_STATUSES),
        finding: z.enum(FINDINGS).nullable(),
        question: z.string(),
        /** Asked by the caller, not by the other of older person and mandate holder. */
        isMine: z.boolean(),
        answer: z.string().nullable(),
        askedAt: z.string(),
        dueDay: z.string(),
        entry: entrySchema.nullable(),
      }),
    ),
  }),
});

export const askAccessQuestion = defineRoute({
  method: 'POST',
  path: '/api/people/portal/access-questions',
  title: '质疑一次查看',
  ...PORTAL,
  body: z.strictObject({
    personNo,
    entryId: z.uuid(),
    question: z.string().trim().min(2, '请写几个字，说明想问什么').max(500).meta({ title: '想问什么' }),
  }),
  reply: z.object({ questionNo: z.int(), dueDay: z.string() }),
});
