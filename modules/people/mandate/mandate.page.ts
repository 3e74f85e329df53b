import { actorsOf } from '#modules/identity/index.ts';
import { maskPhone } from '#platform/classification/masks.ts';
import { MEDIA_TYPES } from '#platform/contract/file-kind.ts';
import type { AnyDb } from '#platform/db/own.ts';
import { type FilePlace, readFileOf } from '#platform/files/file-store.ts';
import { businessDay } from '#platform/month/month.ts';
import { type Ctx, mayDo } from '#platform/session/ctx.ts';
import { refuse } from '../contract.ts';
import { showMandates } from './mandate.list.ts';
import { deadAmong, factsOfMandate, findMandate, type MandateRow, stepsOf } from './mandate.store.ts';
import { MANDATE_ACTOR_NAMES, MANDATE_PROOF_NAMES, WAY_TABLE } from './mandate.ts';
import { unsealMandate } from './mandate-secrets.ts';
import { type ProofRow, proofsOf, wordsOf } from './proof.store.ts';
import { actionsFor, lastDayToConfirm } from './standing.ts';

const STAFF_ACTIONS = ['confirm', 'refuse', 'revoke'] as const;

/**
 * 委托详情: how it stands, which proofs there are, who did what when, and what the asker may do now. Why something was done is for
 * those who make mandates; what was read aloud, written down or photographed is opened by itself.
 */
export async function readMandate(ctx: Ctx, { keys }: Pick<FilePlace, 'keys'>, mandateNo: number) {
  const mandate = await seenMandate(ctx, mandateNo);
  const [row] = await showMandates(ctx, [mandate]);
  if (!row) throw new Error(`mandate ${mandateNo} is not shown`);
  const { phone } = await unsealMandate(keys, mandateNo, mandate.sealed);
  const { decision_kind: kind, decided_on: decidedOn } = mandate;
  return {
    ...row,
    ...{ textHash: mandate.text_hash.toString('hex'), textVersion: mandate.text_version },
    phoneMasked: maskPhone(phone),
    decision: kind !== null && decidedOn !== null ? { kind, decidedOn } : null,
    confirming: WAY_TABLE[mandate.way].confirming,
    confirmBy: lastDayToConfirm(mandate.way, businessDay(mandate.made_at)),
    actions: await actionsOf(ctx, mandate),
    proofs: await shownProofs(ctx.db, mandateNo),
    steps: await shownSteps(ctx, mandateNo),
  };
}

async function actionsOf(ctx: Ctx, mandate: MandateRow): Promise<(typeof STAFF_ACTIONS)[number][]> {
  if (!mayDo(ctx.user, 'people.mandate-make')) return [];
  const today = businessDay(ctx.now);
  const isDead = (await deadAmong(ctx.db, [mandate.person_no], today)).size > 0;
  const allowed = actionsFor(factsOfMandate(mandate), 'staff', today, isDead);
  const isMaker = mandate.made_by_account === ctx.user.accountNo;
  return STAFF_ACTIONS.filter((action) => allowed.includes(action) && (action === 'revoke' || !isMaker));
}

async function shownProofs(db: AnyDb, mandateNo: number) {
  const proofs = await proofsOf(db, mandateNo);
  const by = await namesOf(db, proofs);
  return proofs.map((proof, at) => ({
    proofNo: proof.proof_no,
    kind: proof.kind,
    isPicture: proof.file_id !== null,
    boundHash: proof.bound_hash.toString('hex'),
    recordedAt: proof.recorded_at.toISOString(),
    by: by[at] ?? '',
  }));
}

async function shownSteps(ctx: Ctx, mandateNo: number) {
  const steps = await stepsOf(ctx.db, mandateNo);
  const by = await namesOf(ctx.db, steps);
  const mayOpen = mayDo(ctx.user, 'people.mandate-make');
  return steps.map(({ action, actor, reason, at }, index) => ({
    action,
    actor,
    by: by[index] || MANDATE_ACTOR_NAMES[actor],
    // Who confirmed wrote down how; that is a proof, and opened as one.
    reason: mayOpen && action !== 'confirm' ? reason : null,
    at: at.toISOString(),
  }));
}

async function namesOf(db: AnyDb, rows: readonly { account_no: number | null }[]): Promise<string[]> {
  const named = rows.map(({ account_no }) => ({ accountNo: account_no, accountName: '', postNo: null }));
  return (await actorsOf(db, named)).map((actor) => (actor.kind === 'official' ? actor.name : ''));
}

/** 看委托书全文: the words to which every proof is bound. */
export async function readMandateText(ctx: Ctx, { keys }: Pick<FilePlace, 'keys'>, mandateNo: number) {
  const { person_no: personNo, text_hash, text_version: version, sealed } = await seenMandate(ctx, mandateNo);
  const { text } = await unsealMandate(keys, mandateNo, sealed);
  return { personNo, reply: { text, textHash: text_hash.toString('hex'), version } };
}

/** 看一项证明, a picture or words; refuses a proof that is none of this mandate's. */
export async function readProof(
  ctx: Ctx,
  files: FilePlace,
  { mandateNo, proofNo }: Record<'mandateNo' | 'proofNo', number>,
) {
  const mandate = await seenMandate(ctx, mandateNo);
  const proof = (await proofsOf(ctx.db, mandateNo)).find(({ proof_no }) => proof_no === proofNo);
  if (!proof) return refuse('people.no-proof');
  const title = MANDATE_PROOF_NAMES[proof.kind];
  return { personNo: mandate.person_no, title, reply: await openedProof(ctx, files, proof) };
}

async function openedProof(ctx: Ctx, files: FilePlace, { proof_no, file_id, sealed }: ProofRow) {
  if (file_id !== null) {
    const { kind, bytes } = await readFileOf(files, ctx.db, file_id);
    return { mediaType: MEDIA_TYPES[kind], picture: bytes.toString('base64'), words: null };
  }
  if (sealed === null) throw new Error(`proof ${proof_no} is neither a picture nor words`);
  return { mediaType: null, picture: null, words: await wordsOf(files.keys, proof_no, sealed) };
}

async function seenMandate(ctx: Ctx, mandateNo: number): Promise<MandateRow> {
  return (await findMandate(ctx.db, mandateNo)) ?? refuse('people.no-mandate');
}
