import { randomInt } from 'node:crypto';
import { checkUpload } from '#platform/files/check-upload.ts';
import type { FilePlace } from '#platform/files/file-store.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { refuse } from '../contract.ts';
import { lockPerson } from '../person.store.ts';
import { maskPersonName } from '../person-name.ts';
import { type CheckedMandate, checkMandate, type MandateWish } from './check-mandate.ts';
import { insertMandate, insertStep, reserveMandateNo } from './mandate.store.ts';
import { MANDATE_PROOF_NAMES, MANDATE_SCOPE_NAMES, type MandateProof, WAY_TABLE } from './mandate.ts';
import { LARGEST_PICTURE_BYTES } from './mandate-field.ts';
import { sealMandate } from './mandate-secrets.ts';
import { tellPerson } from './message.store.ts';
import { hashCode, insertProof, type NewProof } from './proof.store.ts';

/** A proof as sent: a picture in base64, or words. */
export type ProofWish = { kind: MandateProof; picture?: string | undefined; words?: string | undefined };
export type MakeWish = MandateWish & {
  /** SM3 of the text that was shown, in hexadecimal: what was signed is what is kept. */
  textHash: string;
  /** Whoever makes it with both present says that the text was read aloud. */
  readAloud?: boolean | undefined;
  proofs: readonly NewProof[];
};
/** `code`: what the holder has to type to accept; only where the older person makes it himself, and never shown again. */
export type MadeMandate = { mandateNo: number; code: string | null; personNo: number };

/** As it stands in the record of the mandate. */
const READ_ALOUD = '已把委托书全文念给老人听，老人表示明白并同意';

/** 读证明, before the transaction: pictures are checked by their bytes and made anew (B-53), words must say something. */
export async function readSentProof({ kind, picture, words }: ProofWish): Promise<NewProof> {
  if (picture !== undefined) {
    const rules = { kinds: ['jpeg', 'png'] as const, largestBytes: LARGEST_PICTURE_BYTES };
    return { kind, file: await checkUpload(Buffer.from(picture, 'base64'), rules) };
  }
  if (kind !== 'visit' || !words?.trim()) return refuse('people.proof-empty', { proof: MANDATE_PROOF_NAMES[kind] });
  return { kind, words: words.trim() };
}

const CODE_DAYS = 7;
const DAY_MS = 86_400_000;
const CODES = 100_000_000;

/**
 * 办理委托: in one of the five ways, with the proofs that the way wants. Refuses another text than the one shown and missing
 * proofs. The older person is told. It does not count before the second one has confirmed or accepted, where the way wants that.
 */
export async function makeMandate(ctx: Ctx, files: FilePlace, wish: MakeWish): Promise<MadeMandate> {
  const { way, personNo, relation, untilDay } = wish;
  const entry = WAY_TABLE[way];
  // Two at once: the second waits here and then finds the first.
  await lockPerson(ctx.db, `no/${personNo}`);
  const checked = await checkMandate(ctx, files.keys, wish);
  const { proofs } = wish;

  if (checked.text.hash.toString('hex') !== wish.textHash) refuse('people.mandate-text-changed');
  const isPresent = way === 'present';
  if (isPresent && !wish.readAloud) refuse('people.mandate-not-read');
  refuseMissing(wish, checked, proofs);

  const mandateNo = await reserveMandateNo(ctx.db);
  const by = { accountNo: ctx.user.accountNo, citizenNo: ctx.user.citizen?.citizenNo ?? null };
  const code = entry.starts === 'offered' ? String(randomInt(CODES)).padStart(8, '0') : null;
  const { holder, text, decision } = checked;
  await insertMandate(ctx.db, {
    ...{ mandate_no: mandateNo, person_no: personNo, way, status: entry.starts, relation },
    ...{ holder_name: holder.name, holder_blind: checked.holderBlind, scopes: checked.scopes },
    ...{ from_day: checked.fromDay, until_day: untilDay, text_version: text.version, text_hash: text.hash },
    sealed: sealMandate(files.keys, mandateNo, {
      ...{ idNumber: holder.idNumber, phone: holder.phone, text: text.text },
      ...{ decisionNumber: decision?.number ?? '', decisionBy: decision?.by ?? '' },
    }),
    code_hash: code === null ? null : hashCode(mandateNo, code),
    code_until: code === null ? null : new Date(ctx.now.getTime() + CODE_DAYS * DAY_MS),
    ...{ decision_kind: decision?.kind ?? null, decided_on: decision?.decidedOn ?? null },
    ...{ made_at: ctx.now, made_by_account: by.accountNo, made_by_citizen: by.citizenNo },
  });
  const where = { mandateNo, textHash: text.hash };
  for (const proof of withRelation(proofs, checked)) await insertProof(ctx, files, where, proof);

  const reason = isPresent ? READ_ALOUD : null;
  const actor = entry.maker === 'person' ? 'person' : 'staff';
  await insertStep(ctx.db, { mandateNo, act: 'make', status: entry.starts, actor, ...by, reason }, ctx.now);
  const scopes = checked.scopes.map((scope) => MANDATE_SCOPE_NAMES[scope]).join('、');
  const state =
    entry.starts === 'active' ? '今天起有效' : `还要${entry.confirming}后才有效${lapsing(entry.daysToConfirm)}`;
  const sentence = `已登记一项授权委托：受托人${maskPersonName(holder.name)}，可以${scopes}，到${untilDay}为止，方式是${entry.name}，${state}。不是您的意思，请马上撤销。`;
  await tellPerson(ctx.db, personNo, { kind: 'mandate', sentence }, ctx.now);
  return { mandateNo, code, personNo };
}

const lapsing = (days: number | null) => (days === null ? '' : `，${days}天内没有办就失效`);

/** The delivered relation is no paper that somebody brings: it is found in what departments delivered. */
function withRelation(proofs: readonly NewProof[], { familySource }: CheckedMandate): NewProof[] {
  if (familySource === null) return [...proofs];
  return [...proofs, { kind: 'relation', words: `部门报送，来源：${familySource}` }];
}

function refuseMissing({ way }: MakeWish, checked: CheckedMandate, proofs: readonly NewProof[]): void {
  const there = new Set(withRelation(proofs, checked).map(({ kind }) => kind));
  const wanted = WAY_TABLE[way].proofsToMake;
  for (const choice of wanted) {
    if (choice.some((kind) => there.has(kind))) continue;
    refuse('people.proof-missing', { proof: choice.map((kind) => MANDATE_PROOF_NAMES[kind]).join('或') });
  }
  const stray = proofs.find(({ kind }) => !wanted.flat().includes(kind));
  if (stray) refuse('people.proof-unwanted', { proof: MANDATE_PROOF_NAMES[stray.kind], way: WAY_TABLE[way].name });
}
