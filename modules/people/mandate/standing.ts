import { dayNo, formatDay } from '#platform/month/month.ts';
import {
  actionsByStatus,
  type MandateAction,
  type MandateActor,
  type MandateScope,
  type MandateStatus,
  type MandateWay,
  WAY_TABLE,
} from './mandate.ts';

/** What decides whether a mandate counts; days 'YYYY-MM-DD', untilDay exclusive; madeDay: when it was put on record. */
export type MandateFacts = {
  way: MandateWay;
  status: MandateStatus;
  scopes: readonly MandateScope[];
  fromDay: string;
  untilDay: string;
  madeDay: string;
};

/** 现状: the state, or what time and death have made of it since. */
export const STANDINGS = [
  ...(['offered', 'to-confirm', 'active', 'over', 'lapsed', 'ended-by-death'] as const),
  ...(['declined', 'refused', 'revoked', 'replaced'] as const),
] as const;
export type Standing = (typeof STANDINGS)[number];
export const STANDING_NAMES: Record<Standing, string> = {
  offered: '待受托人接受',
  'to-confirm': '待第二人确认',
  active: '有效',
  over: '已到期',
  lapsed: '逾期没有确认，已失效',
  'ended-by-death': '老人去世，已终止',
  declined: '受托人没有接受',
  refused: '没有通过',
  revoked: '已撤销',
  replaced: '被新的裁判取代',
};

/** 最后确认日: counted from the day after it was made (民法典第二百零一条); null where nothing lapses. */
export function lastDayToConfirm(way: MandateWay, madeDay: string): string | null {
  const { daysToConfirm } = WAY_TABLE[way];
  return daysToConfirm === null ? null : formatDay(dayNo(madeDay) + daysToConfirm);
}

/** 现状 on a day: an end by date, by waiting too long or by the older person's death needs no act of anybody's. */
export function standingOf(mandate: MandateFacts, day: string, isDead: boolean): Standing {
  const { status } = mandate;
  if (status !== 'active' && status !== 'offered' && status !== 'to-confirm') return status;
  if (isDead) return 'ended-by-death';
  if (mandate.untilDay <= day) return 'over';
  const last = status === 'to-confirm' ? lastDayToConfirm(mandate.way, mandate.madeDay) : null;
  return last !== null && last < day ? 'lapsed' : status;
}

/** 是否有权: what the holder may do today. Nothing unless the mandate stands and has begun. */
export function mayAct(mandate: MandateFacts, scope: MandateScope, day: string, isDead: boolean): boolean {
  if (standingOf(mandate, day, isDead) !== 'active' || mandate.fromDay > day) return false;
  if (scope === 'account' && mandate.way !== 'court') return false;
  return mandate.scopes.includes(scope);
}

/** 可办: what this actor may do with it now, in the order of the table. */
export function actionsFor(mandate: MandateFacts, actor: MandateActor, day: string, isDead: boolean): MandateAction[] {
  const standing = standingOf(mandate, day, isDead);
  if (standing === 'over' || standing === 'lapsed' || standing === 'ended-by-death') return [];
  const steps = actionsByStatus[mandate.status];
  return (Object.keys(steps) as MandateAction[]).filter((action) => {
    if (!steps[action]?.by.includes(actor)) return false;
    return action !== 'revoke' || actor === 'decision' || WAY_TABLE[mandate.way].endedBy.includes(actor);
  });
}

/** 最晚止日: the way's longest span, counted in calendar months from the day it begins. */
export function latestUntilDay(way: MandateWay, fromDay: string): string {
  const [year = 0, month = 1, day = 1] = fromDay.split('-').map(Number);
  const months = year * 12 + (month - 1) + WAY_TABLE[way].longestMonths;
  // The 29th to 31st may not exist there: the first of the following month is never too early.
  const [toMonth, toDay] = day > 28 ? [months + 1, 1] : [months, day];
  const two = (number: number) => String(number).padStart(2, '0');
  return `${String(Math.floor(toMonth / 12)).padStart(4, '0')}-${two((toMonth % 12) + 1)}-${two(toDay)}`;
}
