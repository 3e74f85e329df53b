import { CompiledQuery } from 'kysely';
import type { AnyDb } from '../db/own.ts';
import { queryableOf } from '../db/queryable.ts';
import type { Verified } from './verify-audit.ts';

const PROBLEMS_KEPT = 10;

/** 核对结果, so that whoever answers for the audit sees when it was last verified and what was found. */
export async function insertVerification(db: AnyDb, verified: Verified, at: Date, copy: string | null): Promise<void> {
  const problems = verified.problems.slice(0, PROBLEMS_KEPT).map(({ sentence }) => sentence);
  await db.executeQuery(
    CompiledQuery.raw(
      `insert into platform.audit_verification
         (at, is_ok, blocks, sealed_rows, unsealed_rows, heads, problem_count, problems, took_ms, copy_folder)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        ...[
          at,
          verified.ok,
          verified.blocks,
          verified.sealed,
          verified.unsealed,
          verified.heads,
          verified.problemCount,
        ],
        ...[problems, verified.ms, copy],
      ],
    ),
  );
}

export type VerificationRow = {
  at: Date;
  ok: boolean;
  sealedRows: number;
  blocks: number;
  heads: number;
  problemCount: number;
  problems: string[];
  tookMs: number;
  copyFolder: string | null;
  ageHours: number;
};

/** The latest first. */
export async function lastVerifications(db: AnyDb, limit: number, now: Date): Promise<VerificationRow[]> {
  const { rows } = await queryableOf(db).query<VerificationRow>(
    `select at, is_ok as ok, sealed_rows as "sealedRows", blocks, heads, problem_count as "problemCount", problems,
       took_ms as "tookMs", copy_folder as "copyFolder",
       greatest(0, floor(extract(epoch from $2::timestamptz - at) / 3600))::int as "ageHours"
     from platform.audit_verification order by verification_no desc limit $1`,
    [limit, now],
  );
  return rows;
}
