import { type PostShown, ROLE_NAMES } from '#modules/identity/contract.ts';
import { today } from '../../kit/month.ts';

type Span = { fromDay: string | null; untilDay: string | null };

/** 岗位 in words: '玉环市民政局 县级审批人员'. */
export function postText({ organisationName, role }: Pick<PostShown, 'organisationName' | 'role'>): string {
  return `${organisationName} ${ROLE_NAMES[role]}`;
}

/** 起止 in words; the last of the two days does not count any more. */
export function spanText({ fromDay, untilDay }: Span): string {
  const end = untilDay === null ? '' : `${untilDay} 前止`;
  if (fromDay === null) return end === '' ? '一直有效' : end;
  return end === '' ? `${fromDay} 起` : `${fromDay} 起，${end}`;
}

export type Stand = 'now' | 'later' | 'over';

/** 有效状态 today. */
export function standOf({ fromDay, untilDay }: Span, day = today()): Stand {
  if (untilDay !== null && untilDay <= day) return 'over';
  return fromDay !== null && fromDay > day ? 'later' : 'now';
}

/** Whether it can still be ended: it has no end yet, or one that lies ahead. */
export function canEnd(span: Span): boolean {
  return span.untilDay === null || (standOf(span) !== 'over' && span.untilDay > today());
}
