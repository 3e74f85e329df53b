import { asBulk } from '#platform/db/bulk.ts';
import { businessDay, parseDay } from '#platform/month/month.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { refuse } from '../contract.ts';
import { deadAmong } from '../mandate/mandate.store.ts';
import { hasStayBeside, lockStay, type StayRow, updateStay } from './stay.store.ts';
import { mayActOnStay, STAY_STANDING_NAMES, type StayAction, type StayActor, stayStanding } from './stay.ts';
import { tellOfStay } from './tell-of-stay.ts';

/**
 * 确认入住: by a worker of the institution's place or the person's, or in the portal. From the next request on the institution sees the
 * person. Refuses who reported it himself, a person who is not on record, has died, or lives elsewhere at the same time.
 */
export async function confirmStay(ctx: Ctx, stayNo: number, actor: StayActor): Promise<StayRow> {
  const stay = await allowedStay(ctx, stayNo, 'confirm', actor);
  const { person_no: personNo } = stay;
  if (stay.recorded_by === ctx.user.accountNo) refuse('people.stay-same-worker');
  if (personNo === null) return refuse('people.stay-unmatched');
  const { hasDied, isBeside } = await asBulk(ctx, 'people.stay-match', `入住登记 ${stayNo}`, async () => ({
    hasDied: (await deadAmong(ctx.db, [personNo], businessDay(ctx.now))).size > 0,
    isBeside: await hasStayBeside(ctx.db, stay),
  }));
  if (hasDied) refuse('people.stay-died');
  if (isBeside) refuse('people.stay-overlap');

  const by = { confirmed_by_account: ctx.user.accountNo, confirmed_by_citizen: ctx.user.citizen?.citizenNo ?? null };
  await updateStay(ctx.db, stayNo, { confirmed_at: ctx.now, ...by });
  await tellOfStay(ctx, toldOf(stay), 'confirmed');
  return stay;
}

/** 撤回、退回: the institution what nobody has confirmed yet; staff and the older person also what was, with the reason. */
export async function retractStay(ctx: Ctx, stayNo: number, actor: StayActor, reason: string): Promise<StayRow> {
  const stay = await allowedStay(ctx, stayNo, 'retract', actor);
  const by = { retracted_by_account: ctx.user.accountNo, retracted_by_citizen: ctx.user.citizen?.citizenNo ?? null };
  await updateStay(ctx.db, stayNo, { retracted_at: ctx.now, ...by, reason });
  await tellOfStay(ctx, toldOf(stay), 'retracted');
  return stay;
}

/** 登记离院, by the institution: today or earlier, since what has an end does not stand any more. */
export async function endStay(ctx: Ctx, stayNo: number, toDay: string): Promise<StayRow> {
  const stay = await allowedStay(ctx, stayNo, 'end', 'institution');
  if (parseDay(toDay) === undefined || toDay > businessDay(ctx.now) || toDay <= stay.from_day)
    refuse('people.stay-end-day');
  await updateStay(ctx.db, stayNo, { to_day: toDay, ended_at: ctx.now, ended_by: ctx.user.accountNo });
  await tellOfStay(ctx, toldOf(stay), 'ended');
  return stay;
}

/** One that the database shows the caller; every other is answered like one that does not exist. */
async function allowedStay(ctx: Ctx, stayNo: number, action: StayAction, actor: StayActor): Promise<StayRow> {
  const stay = (await lockStay(ctx.db, stayNo)) ?? refuse('people.no-stay');
  const standing = stayStanding(stay);
  if (mayActOnStay(standing, action, actor)) return stay;
  return refuse('people.stay-state', { standing: STAY_STANDING_NAMES[standing] });
}

function toldOf({ stay_no: stayNo, person_no: personNo, institution_name: institutionName }: StayRow) {
  return { stayNo, personNo, institutionName };
}
