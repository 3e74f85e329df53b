import { sm3 } from '../crypto/sm3.ts';

/** One step from a leaf to the root: the hash beside, and on which side it stands. */
export type Step = { side: 'left' | 'right'; hash: Buffer };

const NODE = Buffer.from([1]);

/** The tree of RFC 6962 with SM3: a node is SM3 of 01, left, right; an odd one out rises a level as it is. */
export function merkleRoot(leaves: readonly Buffer[]): Buffer {
  let level = leaves;
  while (level.length > 1) level = above(level);
  return level[0] ?? sm3();
}

/** What an auditor needs to get from the leaf at `index` to the root. */
export function merklePath(leaves: readonly Buffer[], index: number): Step[] {
  const path: Step[] = [];
  let level = leaves;
  for (let at = index; level.length > 1; at >>= 1) {
    const beside = level[at ^ 1];
    if (beside) path.push({ side: at % 2 === 0 ? 'right' : 'left', hash: beside });
    level = above(level);
  }
  return path;
}

export function rootByPath(leaf: Buffer, path: readonly Step[]): Buffer {
  return path.reduce(
    (hash, step) => (step.side === 'left' ? sm3(NODE, step.hash, hash) : sm3(NODE, hash, step.hash)),
    leaf,
  );
}

function above(level: readonly Buffer[]): Buffer[] {
  const next: Buffer[] = [];
  for (let at = 0; at < level.length; at += 2) {
    const [left, right] = [level[at]!, level[at + 1]];
    next.push(right ? sm3(NODE, left, right) : left);
  }
  return next;
}
