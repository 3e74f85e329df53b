import { sql } from 'kysely';
import { type AnyDb, own } from '#platform/db/own.ts';

export type NewToDo = { key: string; account_no: number; title: string; address: string };

export async function insertToDos(db: AnyDb, rows: readonly NewToDo[], now: Date): Promise<void> {
  if (rows.length === 0) return;
  await own('notices')(db)
    .insertInto('notices.to_do')
    .values(rows.map((row) => ({ ...row, opened_at: now, next_try_at: now })))
    .onConflict((conflict) => conflict.columns(['key', 'account_no']).where('done_at', 'is', null).doNothing())
    .execute();
}

/** What was never pushed is closed at once; the rest the job closes at the other side too. */
export async function endToDos(db: AnyDb, key: string, now: Date): Promise<void> {
  await own('notices')(db)
    .updateTable('notices.to_do')
    .set({
      done_at: now,
      next_try_at: now,
      failed_count: 0,
      closed_at: sql<Date | null>`case when message_id is null then ${now}::timestamptz end`,
    })
    .where('key', '=', key)
    .where('done_at', 'is', null)
    .execute();
}

export type Waiting = {
  to_do_no: number;
  account_no: number;
  title: string;
  address: string;
  message_id: string;
  remote_id: string | null;
  pushed_at: Date | null;
  done_at: Date | null;
  failed_count: number;
};

/**
 * Takes some that are due, and notes their message id and when they are tried again before anything is sent: another process leaves
 * them alone meanwhile, and after a kill they come round with the same id.
 */
export async function takeDue(db: AnyDb, now: Date, nextTryAt: Date, limit: number): Promise<Waiting[]> {
  const due = own('notices')(db)
    .selectFrom('notices.to_do')
    .select('to_do_no')
    .where('closed_at', 'is', null)
    .where('next_try_at', '<=', now)
    .where((e) => e.or([e('pushed_at', 'is', null), e('done_at', 'is not', null)]))
    .orderBy('next_try_at')
    .limit(limit)
    .forUpdate()
    .skipLocked();
  const rows = await own('notices')(db)
    .updateTable('notices.to_do')
    .set({ next_try_at: nextTryAt, message_id: sql<string>`coalesce(message_id, gen_random_uuid())` })
    .where('to_do_no', 'in', due)
    .returning(['to_do_no', 'account_no', 'title', 'address', 'message_id', 'remote_id', 'pushed_at', 'done_at'])
    .returning('failed_count')
    .execute();
  return rows as Waiting[];
}

export async function notePushed(db: AnyDb, toDoNo: number, remoteId: string, now: Date): Promise<void> {
  await own('notices')(db)
    .updateTable('notices.to_do')
    .set({ pushed_at: now, remote_id: remoteId, failed_count: 0, last_problem: null, next_try_at: now })
    .where('to_do_no', '=', toDoNo)
    .execute();
}

export async function noteClosed(db: AnyDb, toDoNo: number, now: Date): Promise<void> {
  await own('notices')(db)
    .updateTable('notices.to_do')
    .set({ closed_at: now, failed_count: 0, last_problem: null })
    .where('to_do_no', '=', toDoNo)
    .execute();
}

export async function noteFailed(db: AnyDb, toDoNo: number, problem: string, nextTryAt: Date): Promise<void> {
  await own('notices')(db)
    .updateTable('notices.to_do')
    .set((e) => ({ failed_count: e('failed_count', '+', 1), last_problem: problem, next_try_at: nextTryAt }))
    .where('to_do_no', '=', toDoNo)
    .execute();
}
