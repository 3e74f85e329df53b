import { asBulk } from '#platform/db/bulk.ts';
import { addPerson } from '#platform/db/in-scope.ts';
import type { FilePlace } from '#platform/files/file-store.ts';
import type { CitizenUser, Ctx } from '#platform/session/ctx.ts';
import { refuse } from '../contract.ts';
import { refuseUnlessAllowed, takeStep } from './act-on-mandate.ts';
import { recheckMandate } from './check-mandate.ts';
import { countCodeFailure, lockMandate, type MandateRow } from './mandate.store.ts';
import { hashCode, insertProof } from './proof.store.ts';

const FAILURES_UNTIL_DEAD = 5;

/**
 * 接受委托: the holder himself, signed in, with the code that the older person gave him. The code works once; after five wrong
 * ones it is dead. Somebody else's offer is answered like one that does not exist.
 */
export async function acceptMandate(
  ctx: Ctx,
  files: FilePlace,
  citizen: CitizenUser,
  { mandateNo, code }: { mandateNo: number; code: string },
): Promise<MandateRow> {
  const mandate = await ownOffer(ctx, citizen, mandateNo);
  await refuseUnlessAllowed(ctx, mandate, 'accept', 'holder');
  const { code_hash, code_until, code_failures } = mandate;
  if (code_hash === null || code_until === null) return refuse('people.code-over');
  if (code_until <= ctx.now || code_failures >= FAILURES_UNTIL_DEAD) refuse('people.code-over');
  if (!hashCode(mandateNo, code.replace(/\s/g, '')).equals(code_hash)) {
    await countCodeFailure(ctx.db, mandateNo);
    const left = FAILURES_UNTIL_DEAD - code_failures - 1;
    refuse('people.code-wrong', { left });
  }
  await recheckMandate(ctx, files.keys, mandate);

  const where = { mandateNo, textHash: mandate.text_hash };
  await insertProof(ctx, files, where, { kind: 'acceptance', words: '受托人实名登录后凭接受码接受' });
  await takeStep(ctx, mandate, { act: 'accept', actor: 'holder', reason: null });
  return mandate;
}

/** 不接受. */
export async function declineMandate(ctx: Ctx, citizen: CitizenUser, mandateNo: number): Promise<MandateRow> {
  const mandate = await ownOffer(ctx, citizen, mandateNo);
  await refuseUnlessAllowed(ctx, mandate, 'decline', 'holder');
  await takeStep(ctx, mandate, { act: 'decline', actor: 'holder', reason: null });
  return mandate;
}

/** An offer is about a person whom the holder may not see yet: only that it names him is asked as a job; then that one person is his. */
async function ownOffer(ctx: Ctx, { idBlind }: CitizenUser, mandateNo: number): Promise<MandateRow> {
  const mandate = await asBulk(ctx, 'people.mandate-offer', `委托 ${mandateNo}`, () => lockMandate(ctx.db, mandateNo));
  if (!mandate?.holder_blind.equals(idBlind)) return refuse('people.no-mandate');
  await addPerson(ctx.db, mandate.person_no);
  return mandate;
}
