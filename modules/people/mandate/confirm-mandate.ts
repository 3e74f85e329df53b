import type { Keys } from '#platform/crypto/keys.ts';
import type { FilePlace } from '#platform/files/file-store.ts';
import { businessDay } from '#platform/month/month.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { refuse } from '../contract.ts';
import { refuseUnlessAllowed, takeStep } from './act-on-mandate.ts';
import { recheckMandate } from './check-mandate.ts';
import { factsOfMandate, lockMandate, type MandateRow, mandatesOfPerson } from './mandate.store.ts';
import { MANDATE_PROOF_NAMES, WAY_TABLE } from './mandate.ts';
import { unsealMandate } from './mandate-secrets.ts';
import { insertProof } from './proof.store.ts';
import { actionsFor } from './standing.ts';

export type ConfirmWish = { mandateNo: number; words: string; endsOthers?: boolean | undefined };

/**
 * 第二人确认: as witness, by telephone, or by comparing the decision, as the way wants. Refuses whoever made the mandate, under
 * whatever post, and what does not hold any more. A court's decision ends the older ones; with `endsOthers` (it says so) also what
 * the older person gave out himself, and what still waits to be accepted or confirmed.
 */
export async function confirmMandate(ctx: Ctx, files: FilePlace, wish: ConfirmWish): Promise<MandateRow> {
  const { mandateNo, words } = wish;
  const mandate = await staffMandate(ctx, mandateNo);
  await refuseUnlessAllowed(ctx, mandate, 'confirm', 'staff');
  if (mandate.made_by_account === ctx.user.accountNo) refuse('people.mandate-same-worker');
  const kind = WAY_TABLE[mandate.way].proofToConfirm;
  if (kind === null) throw new Error(`${mandate.way} wants no confirmation`);
  if (words.trim() === '') refuse('people.proof-empty', { proof: MANDATE_PROOF_NAMES[kind] });
  await recheckMandate(ctx, files.keys, mandate);

  await insertProof(ctx, files, { mandateNo, textHash: mandate.text_hash }, { kind, words: words.trim() });
  await takeStep(ctx, mandate, { act: 'confirm', actor: 'staff', reason: null });
  if (mandate.way === 'court') await endOthers(ctx, files.keys, mandate, wish.endsOthers ?? false);
  return mandate;
}

/** 不予确认: also only by somebody else than the maker, who revokes instead. */
export async function refuseMandate(ctx: Ctx, mandateNo: number, reason: string): Promise<MandateRow> {
  const mandate = await staffMandate(ctx, mandateNo);
  await refuseUnlessAllowed(ctx, mandate, 'refuse', 'staff');
  if (mandate.made_by_account === ctx.user.accountNo) refuse('people.mandate-same-worker');
  await takeStep(ctx, mandate, { act: 'refuse', actor: 'staff', reason });
  return mandate;
}

async function endOthers(ctx: Ctx, keys: Keys, decided: MandateRow, endsOthers: boolean): Promise<void> {
  const today = businessDay(ctx.now);
  for (const other of await mandatesOfPerson(ctx.db, decided.person_no)) {
    if (other.mandate_no === decided.mandate_no) continue;
    if (!actionsFor(factsOfMandate(other), 'decision', today, false).includes('replace')) continue;
    const isOlder = other.way === 'court' && (other.decided_on ?? '') <= (decided.decided_on ?? '');
    if (!isOlder && !(endsOthers && other.way !== 'court')) continue;
    if (isOlder && (await isSameDecision(keys, decided, other))) continue;
    const reason = `裁判或公证日期${decided.decided_on ?? ''}`;
    await takeStep(ctx, other, { act: 'replace', actor: 'decision', reason });
  }
}

/** One decision may name several guardians: confirming one of them does not end another. */
async function isSameDecision(keys: Keys, one: MandateRow, other: MandateRow): Promise<boolean> {
  if (one.decided_on !== other.decided_on || one.decision_kind !== other.decision_kind) return false;
  const [a, b] = await Promise.all([one, other].map((row) => unsealMandate(keys, row.mandate_no, row.sealed)));
  return a?.decisionNumber === b?.decisionNumber && a?.decisionBy === b?.decisionBy;
}

/** One whose person the database shows the caller; every other is answered like one that does not exist. */
export async function staffMandate(ctx: Ctx, mandateNo: number): Promise<MandateRow> {
  return (await lockMandate(ctx.db, mandateNo)) ?? refuse('people.no-mandate');
}
