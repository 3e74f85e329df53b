/** 入住状态: what the record says; death of the older person ends what an institution may do without any act. */
export const STAY_STANDINGS = ['reported', 'standing', 'ended', 'retracted'] as const;
export type StayStanding = (typeof STAY_STANDINGS)[number];
export const STAY_STANDING_NAMES: Record<StayStanding, string> = {
  reported: '待确认',
  standing: '在住',
  ended: '已离院',
  retracted: '已撤回或退回',
};

/** Who acts: the institution that reported it, a government worker, the older person himself or who holds his mandate. */
export type StayActor = 'institution' | 'staff' | 'person';
export type StayAction = 'confirm' | 'retract' | 'end';

/** 状态表: what may be done in which state and by whom. What is not here cannot be done. */
export const stayActionsByStanding: Readonly<Record<StayStanding, Partial<Record<StayAction, readonly StayActor[]>>>> =
  {
    reported: { confirm: ['staff', 'person'], retract: ['institution', 'staff', 'person'] },
    standing: { end: ['institution'], retract: ['staff', 'person'] },
    ended: { retract: ['staff'] },
    retracted: {},
  };

export type StayFacts = { confirmed_at: Date | null; retracted_at: Date | null; to_day: string | null };

export function stayStanding({ confirmed_at, retracted_at, to_day }: StayFacts): StayStanding {
  if (retracted_at !== null) return 'retracted';
  if (confirmed_at === null) return 'reported';
  return to_day === null ? 'standing' : 'ended';
}

export function mayActOnStay(standing: StayStanding, action: StayAction, actor: StayActor): boolean {
  return stayActionsByStanding[standing][action]?.includes(actor) ?? false;
}
