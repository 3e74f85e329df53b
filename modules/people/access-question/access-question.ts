import type { Finding } from '#modules/identity/contract.ts';
import { workingDaysOn } from '#platform/month/month.ts';

/** 查看质疑: why was this looked at? States, who may do what, and by when it must be answered. Pure. */
export const QUESTION_STATUSES = ['asked', 'taken', 'answered'] as const;
export type QuestionStatus = (typeof QUESTION_STATUSES)[number];
export const QUESTION_STATUS_NAMES: Record<QuestionStatus, string> = {
  asked: '待受理',
  taken: '正在核查',
  answered: '已答复',
};

export type QuestionAction = 'take' | 'answer';
export const questionActionsByStatus: Readonly<
  Record<QuestionStatus, Partial<Record<QuestionAction, QuestionStatus>>>
> = {
  asked: { take: 'taken' },
  taken: { answer: 'answered' },
  answered: {},
};

/** 结论, as the older person is told. */
export const FINDING_NAMES: Record<Finding, string> = {
  justified: '属于正常办事',
  unjustified: '不应当查看，已处理',
};

const WORKING_DAYS = 15;

/** 应答复日: fifteen working days on. */
export function dueDayOf(askedOn: string): string {
  return workingDaysOn(askedOn, WORKING_DAYS);
}
