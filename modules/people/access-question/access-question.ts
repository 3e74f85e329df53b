import { dayNo, formatDay } from '#platform/month/month.ts';

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

/** 结论: the looking had a reason in the line of duty, or it had none. */
export const FINDINGS = ['justified', 'unjustified'] as const;
export type Finding = (typeof FINDINGS)[number];
export const FINDING_NAMES: Record<Finding, string> = {
  justified: '属于正常办事',
  unjustified: '不应当查看，已处理',
};

const WORKING_DAYS = 15;

/** 应答复日: fifteen working days on; Saturdays and Sundays do not count, public holidays do, so it is never later than promised. */
export function dueDayOf(askedOn: string): string {
  let day = dayNo(askedOn);
  for (let left = WORKING_DAYS; left > 0; ) {
    day += 1;
    // 1970-01-01 was a Thursday.
    const weekday = (((day + 3) % 7) + 7) % 7;
    if (weekday < 5) left -= 1;
  }
  return formatDay(day);
}
