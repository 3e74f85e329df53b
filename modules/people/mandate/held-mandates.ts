import { businessDay } from '#platform/month/month.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { deadAmong, factsOfMandate, type MandateRow, mandates } from './mandate.store.ts';
import type { MandateScope } from './mandate.ts';
import { mayAct, type Standing, standingOf } from './standing.ts';

/** One mandate that somebody holds or is offered, as it stands today. */
export type HeldMandate = { row: MandateRow; standing: Standing; may: (scope: MandateScope) => boolean };

/**
 * 受托: what is offered to, or held by, whoever has this document, of the persons whom the transaction sees. The one place that tells
 * for whom a citizen may act.
 */
export async function heldMandates({ db, now }: Pick<Ctx, 'db' | 'now'>, holderBlind: Buffer): Promise<HeldMandate[]> {
  const rows = await mandates(db)
    .where('holder_blind', '=', holderBlind)
    .where('status', 'in', ['offered', 'active'])
    .orderBy('mandate_no')
    .execute();
  const today = businessDay(now);
  const dead = await deadAmong(db, personsOf(rows), today);
  return rows.map((row) => {
    const facts = factsOfMandate(row);
    const isDead = dead.has(row.person_no);
    return { row, standing: standingOf(facts, today, isDead), may: (scope) => mayAct(facts, scope, today, isDead) };
  });
}

/** Whose mandates these are, each person once. */
export function personsOf(rows: readonly MandateRow[]): number[] {
  return [...new Set(rows.map(({ person_no }) => person_no))];
}
