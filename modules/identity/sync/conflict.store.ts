import { type AnyDb, own } from '#platform/db/own.ts';
import { SYSTEM_USER } from '#platform/session/ctx.ts';
import { nameOf } from '../actor-words.ts';
import type { Conflict, ConflictKind } from './known.ts';

export async function rejectedConflicts(db: AnyDb): Promise<Set<string>> {
  const rows = await own('identity')(db)
    .selectFrom('identity.directory_conflict')
    .select(['kind', 'key'])
    .where('state', '=', 'rejected')
    .execute();
  return new Set(rows.map(({ kind, key }) => `${kind} ${key}`));
}

/** Each stands once, with the newest evidence; returns the numbers of those that were not there before. */
export async function insertConflicts(db: AnyDb, conflicts: readonly Conflict[], now: Date): Promise<number[]> {
  const made: number[] = [];
  for (const { kind, key, evidence } of conflicts) {
    const row = await own('identity')(db)
      .insertInto('identity.directory_conflict')
      .values({ kind, key, evidence: JSON.stringify(evidence), made_at: now })
      .onConflict((conflict) =>
        conflict.columns(['kind', 'key']).where('state', 'in', ['open', 'rejected']).doNothing(),
      )
      .returning('conflict_no')
      .executeTakeFirst();
    if (row) made.push(row.conflict_no);
    else await setEvidence(db, kind, key, evidence);
  }
  return made;
}

async function setEvidence(db: AnyDb, kind: ConflictKind, key: string, evidence: Conflict['evidence']): Promise<void> {
  await own('identity')(db)
    .updateTable('identity.directory_conflict')
    .set({ evidence: JSON.stringify(evidence) })
    .where('kind', '=', kind)
    .where('key', '=', key)
    .where('state', '=', 'open')
    .execute();
}

/** 已不存在: open ones that a full sync does not find any more. Returns their numbers. */
export async function endGoneConflicts(db: AnyDb, still: readonly Conflict[], now: Date): Promise<number[]> {
  const open = await own('identity')(db)
    .selectFrom('identity.directory_conflict')
    .select(['conflict_no', 'kind', 'key'])
    .where('state', '=', 'open')
    .execute();
  const keys = new Set(still.map(({ kind, key }) => `${kind} ${key}`));
  const gone = open.filter(({ kind, key }) => !keys.has(`${kind} ${key}`)).map(({ conflict_no }) => conflict_no);
  for (const conflictNo of gone) await decideConflict(db, conflictNo, 'gone', await nameOf(db, SYSTEM_USER), now);
  return gone;
}

export type ConflictState = 'open' | 'accepted' | 'rejected' | 'gone';

export async function lockConflict(db: AnyDb, conflictNo: number) {
  return own('identity')(db)
    .selectFrom('identity.directory_conflict')
    .selectAll()
    .$narrowType<{ kind: ConflictKind; state: ConflictState }>()
    .where('conflict_no', '=', conflictNo)
    .forUpdate()
    .executeTakeFirst();
}

/** 重新打开: who decided before stands in the audit. */
export async function setReopened(db: AnyDb, conflictNo: number): Promise<void> {
  await own('identity')(db)
    .updateTable('identity.directory_conflict')
    .set({ state: 'open', decided_at: null, decided_by: null })
    .where('conflict_no', '=', conflictNo)
    .execute();
}

export async function decideConflict(
  db: AnyDb,
  conflictNo: number,
  state: ConflictState,
  by: string,
  now: Date,
): Promise<void> {
  await own('identity')(db)
    .updateTable('identity.directory_conflict')
    .set({ state, decided_at: now, decided_by: by })
    .where('conflict_no', '=', conflictNo)
    .execute();
}
