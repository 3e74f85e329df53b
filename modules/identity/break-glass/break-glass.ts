/** 紧急查看 states. Pure. Only while it is open is the person seen; whichever way it ended, it waits for a review by somebody else. */
export const OPENING_STATES = ['open', 'waiting', 'overdue', 'reviewed'] as const;
export type OpeningState = (typeof OPENING_STATES)[number];
export type OpeningAction = 'look' | 'close' | 'review';
export const openingActionsByState: Readonly<Record<OpeningState, readonly OpeningAction[]>> = {
  open: ['look', 'close', 'review'],
  waiting: ['review'],
  overdue: ['review'],
  reviewed: [],
};

type Opening = { untilAt: Date; closedAt: Date | null; dueDay: string; finding: string | null };

/** A review does not cut an opening short: who reviews early and finds it wrong closes it by the account's administrator. */
export function stateOf({ untilAt, closedAt, dueDay, finding }: Opening, now: Date, today: string): OpeningState {
  if (finding !== null) return 'reviewed';
  if (closedAt === null && now < untilAt) return 'open';
  return dueDay < today ? 'overdue' : 'waiting';
}
