export type StripMonth = { month: string; dueFen: number; heldFen: number; orderedFen: number; summary: string };
export type MonthState = 'none' | 'paid' | 'waiting' | 'short' | 'over' | 'held';

export const MONTH_STATE_NAMES: Record<MonthState, string> = {
  none: '不享受',
  paid: '已发',
  waiting: '待发',
  short: '少发',
  over: '多发',
  held: '暂缓',
};

/** 某月状态: what is due against what was ordered; held money comes first because it needs somebody's act. */
export function monthState({
  dueFen,
  heldFen,
  orderedFen,
}: Pick<StripMonth, 'dueFen' | 'heldFen' | 'orderedFen'>): MonthState {
  if (heldFen > 0) return 'held';
  if (orderedFen > dueFen) return 'over';
  if (dueFen === 0) return 'none';
  if (orderedFen === 0) return 'waiting';
  return orderedFen < dueFen ? 'short' : 'paid';
}
