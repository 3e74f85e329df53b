import { z } from 'zod';
import { FINDINGS } from '#modules/identity/contract.ts';
import { maskedField } from '#platform/classification/masked-field.ts';
import { defineRoute } from '#platform/contract/define-route.ts';
import { rowNo, rowNoText } from '#platform/contract/row-number.ts';
import { QUESTION_STATUSES } from './access-question.ts';

export {
  FINDING_NAMES,
  QUESTION_STATUS_NAMES,
  QUESTION_STATUSES,
  type QuestionStatus,
} from './access-question.ts';

const questionNo = rowNo;

/** 查看记录, as it is told to the person it is about and to who answers for it. */
export const entrySchema = z.object({
  entryId: z.uuid(),
  at: z.string().meta({ title: '时间' }),
  organisation: z.string().meta({ title: '单位' }),
  role: z.string().meta({ title: '岗位' }),
  nameMasked: maskedField('name', '姓名'),
  title: z.string().meta({ title: '做了什么' }),
  purpose: z.string().meta({ title: '事由' }),
  list: z.string().nullable().meta({ title: '名单' }),
});
export type EntryShown = z.infer<typeof entrySchema>;

const questionSchema = z.object({
  questionNo,
  status: z.enum(QUESTION_STATUSES).meta({ title: '状态' }),
  finding: z.enum(FINDINGS).nullable().meta({ title: '结论' }),
  personNameMasked: maskedField('name', '老人'),
  askedAt: z.string().meta({ title: '提出时间' }),
  dueDay: z.string().meta({ title: '应答复日' }),
  isLate: z.boolean(),
  answeredAt: z.string().nullable().meta({ title: '答复时间' }),
});
export type QuestionShown = z.infer<typeof questionSchema>;

/** 查看质疑: the security administrator's desk; what must be answered first stands first. */
export const listAccessQuestions = defineRoute({
  method: 'GET',
  path: '/api/people/access-questions',
  title: '查看质疑',
  permission: 'identity.access-questions',
  scope: 'whole',
  query: z.strictObject({
    status: z.enum(QUESTION_STATUSES).optional().meta({ title: '状态' }),
    page: z.coerce.number<string>().int().min(1).max(100_000).default(1),
  }),
  reply: z.object({ questions: z.array(questionSchema), total: z.int(), page: z.int(), pageSize: z.int() }),
});

export const showAccessQuestion = defineRoute({
  method: 'GET',
  path: '/api/people/access-questions/:questionNo',
  title: '查看质疑详情',
  permission: 'identity.access-questions',
  scope: 'whole',
  params: z.strictObject({ questionNo: rowNoText }),
  reply: questionSchema.extend({
    personNo: z.int(),
    question: z.string(),
    answer: z.string().nullable(),
    entry: entrySchema.nullable(),
    actions: z.array(z.enum(['take', 'answer'])),
  }),
});

const done = z.object({ done: z.literal(true) });

export const takeAccessQuestion = defineRoute({
  method: 'POST',
  path: '/api/people/access-questions/take',
  title: '受理查看质疑',
  permission: 'identity.access-questions',
  scope: 'whole',
  body: z.strictObject({ questionNo }),
  reply: done,
});

export const answerAccessQuestion = defineRoute({
  method: 'POST',
  path: '/api/people/access-questions/answer',
  title: '答复查看质疑',
  permission: 'identity.access-questions',
  scope: 'whole',
  body: z.strictObject({
    questionNo,
    finding: z.enum(FINDINGS).meta({ title: '结论' }),
    answer: z.string().trim().min(5, '请写明核查了什么、结论是什么').max(1_000).meta({ title: '答复' }),
  }),
  reply: done,
});
