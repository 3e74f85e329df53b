import { createHash } from 'node:crypto';
import type { Keys } from '#platform/crypto/keys.ts';
import { openSealed, seal } from '#platform/crypto/seal.ts';
import { sm3 } from '#platform/crypto/sm3.ts';
import { type AnyDb, own } from '#platform/db/own.ts';
import type { CheckedFile } from '#platform/files/check-upload.ts';
import { type FilePlace, keepFile } from '#platform/files/file-store.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import type { MandateProof } from './mandate.ts';

/** A picture that was checked, or words that somebody wrote down. */
export type NewProof = { kind: MandateProof } & ({ file: CheckedFile } | { words: string });
type Where = { mandateNo: number; textHash: Buffer };

const placeOf = (proofNo: number) => ({ table: 'people.mandate_proof', column: 'sealed', row: proofNo });

/** 留存证明: locked or sealed, and bound to the mandate's text: SM3 of the text's hash and the content's. */
export async function insertProof(
  ctx: Ctx,
  files: FilePlace,
  { mandateNo, textHash }: Where,
  proof: NewProof,
): Promise<void> {
  const { no } = await own('people')(ctx.db)
    .selectNoFrom((e) => e.fn<number>('nextval', [e.val('people.mandate_proof_proof_no_seq')]).as('no'))
    .executeTakeFirstOrThrow();
  const proofNo = Number(no);
  const isPicture = 'file' in proof;
  const contentHash = sm3(isPicture ? proof.file.bytes : proof.words);
  await own('people')(ctx.db)
    .insertInto('people.mandate_proof')
    .values({
      proof_no: proofNo,
      mandate_no: mandateNo,
      kind: proof.kind,
      file_id: isPicture ? await keepFile(files, ctx, proof.file) : null,
      sealed: isPicture ? null : seal(files.keys, placeOf(proofNo), { words: proof.words }),
      content_hash: contentHash,
      bound_hash: sm3(textHash, contentHash),
      account_no: ctx.user.accountNo,
      citizen_no: ctx.user.citizen?.citizenNo ?? null,
      recorded_at: ctx.now,
    })
    .execute();
}

export async function proofsOf(db: AnyDb, mandateNo: number) {
  return own('people')(db)
    .selectFrom('people.mandate_proof')
    .selectAll()
    .$narrowType<{ kind: MandateProof }>()
    .where('mandate_no', '=', mandateNo)
    .orderBy('proof_no')
    .execute();
}

export type ProofRow = Awaited<ReturnType<typeof proofsOf>>[number];

/** The words of a proof that is no picture. */
export async function wordsOf(keys: Keys, proofNo: number, sealed: Buffer): Promise<string> {
  return (await openSealed(keys, placeOf(proofNo), sealed)).words ?? '';
}

/** 接受码散列: only for this mandate. */
export function hashCode(mandateNo: number, code: string): Buffer {
  return createHash('sha256').update(`people.mandate/${mandateNo}/${code}`).digest();
}
