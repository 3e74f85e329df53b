import { expect, test } from 'vitest';
import { monthState } from './month-state.ts';

test.each([
  ['应发与已发都是0，不享受', 0, 0, 0, 'none'],
  ['应发已全部发放', 6000, 0, 6000, 'paid'],
  ['应发还没有发放', 6000, 0, 0, 'waiting'],
  ['只发了一部分', 10000, 0, 6000, 'short'],
  ['发的比应发多', 6000, 0, 8000, 'over'],
  ['死亡次月仍发了钱', 0, 0, 6000, 'over'],
  ['暂停发放的钱先要有人处理', 0, 6000, 0, 'held'],
] as const)('%s', (_, dueFen, heldFen, orderedFen, state) => {
  expect(monthState({ dueFen, heldFen, orderedFen })).toBe(state);
});
