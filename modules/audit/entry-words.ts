export const KINDS = ['access', 'provision', 'rights', 'business'] as const;
export const KIND_NAMES: Record<(typeof KINDS)[number], string> = {
  access: '登录和查看',
  provision: '导出和对外提供',
  rights: '权限变动',
  business: '审批、清册、凭证',
};
export const OUTCOMES = ['done', 'read', 'refused'] as const;
export const OUTCOME_NAMES: Record<(typeof OUTCOMES)[number], string> = {
  done: '办成',
  read: '看过',
  refused: '拒绝',
};
