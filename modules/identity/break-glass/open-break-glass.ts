import { businessDay, workingDaysOn } from '#platform/month/month.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import type { Finding } from '../finding.ts';
import { refuse } from '../refuse.ts';
import type { OpeningRow } from './break-glass.store.ts';
import { countSince, insertOpening, lockOpening, readLimits, setClosed, setReviewed } from './break-glass.store.ts';

/** Of the module that knows persons: who has the document, and whether the caller sees him anyway. */
export type FindPerson = (ctx: Ctx, idNumber: string) => Promise<{ personNo: number; isInScope: boolean } | undefined>;
/** Who must review is told where he looks, until somebody has. */
export type ReviewToDos = {
  open: (ctx: Ctx, opening: { openingNo: number; division: string }) => Promise<void>;
  close: (ctx: Ctx, openingNo: number) => Promise<void>;
};
export type OpenDeps = { findPerson: FindPerson; toDos: ReviewToDos };
export type OpenWish = { idNumber: string; reason: string; hours: number };

const HOUR_MS = 3_600_000;

/** 打开: refuses more than a day's share (on record), more hours than allowed, and whom one sees anyway. */
export async function openBreakGlass(ctx: Ctx, { findPerson, toDos }: OpenDeps, { idNumber, reason, hours }: OpenWish) {
  const { db, now, user } = ctx;
  const post = user.post ?? refuse('identity.no-own-post');
  const accountNo = user.accountNo ?? refuse('identity.no-own-post');
  const limits = await readLimits(db);
  if (hours > limits.most_hours) refuse('identity.break-glass-hours', { hours: limits.most_hours });
  const today = businessDay(now);
  if ((await countSince(db, accountNo, startOf(now, today))) >= limits.most_a_day)
    refuse('identity.break-glass-often', { times: limits.most_a_day });
  const found = (await findPerson(ctx, idNumber)) ?? refuse('identity.break-glass-nobody');
  if (found.isInScope) refuse('identity.break-glass-own');

  const untilAt = later(now, hours);
  const openingNo = await insertOpening(db, {
    ...{ account_no: accountNo, post_no: post.postNo, division: post.division, person_no: found.personNo, reason },
    ...{ opened_at: now, until_at: untilAt, due_day: workingDaysOn(today, limits.review_working_days) },
  });
  await toDos.open(ctx, { openingNo, division: post.division });
  return { openingNo, personNo: found.personNo, untilAt: untilAt.toISOString() };
}

/** 结束: by who opened it; it is reviewed all the same. */
export async function closeBreakGlass({ db, now, user }: Ctx, openingNo: number): Promise<OpeningRow> {
  const opening = await lockOpening(db, openingNo);
  if (!opening || opening.account_no !== user.accountNo) return refuse('identity.no-break-glass');
  if (opening.closed_at !== null || opening.until_at <= now) return refuse('identity.break-glass-over');
  await setClosed(db, openingNo, now);
  return opening;
}

export type ReviewWish = { openingNo: number; finding: Finding; note: string };

/** 复核: by somebody else whose scope has the post. */
export async function reviewBreakGlass(
  ctx: Ctx,
  toDos: ReviewToDos,
  isMine: (division: string) => boolean,
  { openingNo, finding, note }: ReviewWish,
): Promise<OpeningRow> {
  const { db, now, user } = ctx;
  const opening = await lockOpening(db, openingNo);
  if (!opening || !isMine(opening.division)) return refuse('identity.no-break-glass');
  const accountNo = user.accountNo ?? refuse('identity.no-break-glass');
  if (opening.account_no === accountNo) return refuse('identity.break-glass-two-hands');
  if (opening.finding !== null) return refuse('identity.break-glass-reviewed');
  await setReviewed(db, openingNo, { finding, review_note: note, reviewed_by: accountNo, reviewed_at: now });
  await toDos.close(ctx, openingNo);
  return opening;
}

function later(now: Date, hours: number): Date {
  return new Date(now.getTime() + hours * HOUR_MS);
}

/** The instant at which the Shanghai day began. */
function startOf(now: Date, today: string): Date {
  const start = new Date(`${today}T00:00:00+08:00`);
  return start > now ? now : start;
}
