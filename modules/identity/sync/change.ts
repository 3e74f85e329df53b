// 同步改了什么. Pure.

export const CHANGE_KINDS = [
  'joined',
  'left',
  'post-given',
  'post-ended',
  'renamed',
  'code-changed',
  'restored',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];
export const CHANGE_REASONS = [
  'new-person',
  'gone',
  'position-named',
  'position-gone',
  'name-changed',
  'decided',
] as const;
export type ChangeReason = (typeof CHANGE_REASONS)[number];

/** Which account, what, and why; `detail` in words: the post, the old and the new name. */
export type Change = { accountNo: number; what: ChangeKind; detail: string; why: ChangeReason };
