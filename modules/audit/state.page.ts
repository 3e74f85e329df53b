import { readLine } from '#platform/audit/head.ts';
import { lastVerifications } from '#platform/audit/verification.store.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { signedAtOf } from './entry.store.ts';
import { countUnsealed, lastBlocks, readKinds, readLastHead } from './state.store.ts';

const BLOCKS_SHOWN = 30;
const VERIFICATIONS_SHOWN = 10;

/** 审计状态: last blocks and heads, the age of the last head, and what the last verifications found. */
export async function readState({ db, now }: Ctx) {
  const last = await readLastHead(db, now);
  const head = last && readLine(last.line);
  const blocks = await lastBlocks(db, BLOCKS_SHOWN);
  return {
    unsealedRows: await countUnsealed(db),
    lastHead:
      last && head
        ? {
            ...{ head: head.head, block: head.block, rows: head.rows, signedAt: head.at, key: head.key },
            ageMinutes: last.ageMinutes,
          }
        : null,
    blocks: blocks.map(({ firstAt, lastAt, sealedAt, headLine, ...block }) => ({
      ...block,
      firstAt: firstAt.toISOString(),
      lastAt: lastAt.toISOString(),
      sealedAt: sealedAt.toISOString(),
      signedAt: headLine === null ? null : signedAtOf(headLine),
    })),
    verifications: (await lastVerifications(db, VERIFICATIONS_SHOWN, now)).map(({ at, ...one }) => ({
      at: at.toISOString(),
      ...one,
    })),
    kinds: await readKinds(db),
  };
}
