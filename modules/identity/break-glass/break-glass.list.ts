import type { AnyDb } from '#platform/db/own.ts';
import { businessDay } from '#platform/month/month.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { actorWords } from '../actor-words.ts';
import { covers } from '../scope.ts';
import { PAGE_SIZE } from '../search.ts';
import { type OpeningRow, openingsOf, openingsToReview, readLimits } from './break-glass.store.ts';
import { stateOf } from './break-glass.ts';
import type { OpeningShown } from './break-glass-contract.ts';

/** 脱敏姓名 of persons whom the reader may not see otherwise, by the module that knows persons. */
export type NamesOf = (ctx: Ctx, personNos: readonly number[]) => Promise<ReadonlyMap<number, string>>;

const OWN_SHOWN = 50;

export async function readOwnOpenings(ctx: Ctx, namesOf: NamesOf) {
  const { db, now, user } = ctx;
  const accountNo = user.accountNo ?? 0;
  const limits = await readLimits(db);
  const rows = await openingsOf(db, accountNo, OWN_SHOWN);
  const today = businessDay(now);
  const used = rows.filter(({ opened_at }) => businessDay(opened_at) === today).length;
  return {
    openings: await shown(ctx, namesOf, rows),
    leftToday: Math.max(0, limits.most_a_day - used),
    mostHours: limits.most_hours,
    reviewDays: limits.review_working_days,
  };
}

export async function readOpenings(ctx: Ctx, namesOf: NamesOf, wish: { state: 'waiting' | 'reviewed'; page: number }) {
  const { db, now, user } = ctx;
  const all = await openingsToReview(db, user.accountNo ?? 0, wish.state === 'reviewed');
  const mine = all.filter(({ division }) => covers(user.scope, division));
  const from = (wish.page - 1) * PAGE_SIZE;
  const today = businessDay(now);
  return {
    openings: await shown(ctx, namesOf, mine.slice(from, from + PAGE_SIZE)),
    total: mine.length,
    overdue: mine.filter(({ finding, due_day }) => finding === null && due_day < today).length,
    page: wish.page,
    pageSize: PAGE_SIZE,
  };
}

async function shown(ctx: Ctx, namesOf: NamesOf, rows: readonly OpeningRow[]): Promise<OpeningShown[]> {
  const names = await namesOf(
    ctx,
    rows.map(({ person_no }) => person_no),
  );
  const actors = await actorsOf(ctx.db, rows);
  const today = businessDay(ctx.now);
  return rows.map((row, at) => ({
    openingNo: row.opening_no,
    personNo: row.person_no,
    personName: names.get(row.person_no) ?? '',
    actor: actors[at] ?? '',
    reason: row.reason,
    openedAt: row.opened_at.toISOString(),
    untilAt: row.until_at.toISOString(),
    dueDay: row.due_day,
    state: stateOf(
      { untilAt: row.until_at, closedAt: row.closed_at, dueDay: row.due_day, finding: row.finding },
      ctx.now,
      today,
    ),
    finding: row.finding,
    reviewNote: row.review_note,
  }));
}

function actorsOf(db: AnyDb, rows: readonly OpeningRow[]): Promise<string[]> {
  return actorWords(
    db,
    rows.map(({ account_no, post_no }) => ({ accountNo: account_no, accountName: '', postNo: post_no })),
  );
}
