import type { Account, Permission } from '#modules/identity/contract.ts';
import { mayDo } from './session.ts';

type Page = {
  to:
    | '/'
    | '/people'
    | '/rules'
    | '/matrix'
    | '/keys'
    | '/classification'
    | '/mandates'
    | '/access-questions'
    | '/accounts'
    | '/organisations'
    | '/directory'
    | '/sessions'
    | '/audit'
    | '/audit/seen'
    | '/audit/state'
    | '/break-glass'
    | '/break-glass/review';
  text: string;
  permission: Permission;
};

const PAGES: readonly Page[] = [
  { to: '/', text: '本月', permission: 'allowances.totals' },
  { to: '/people', text: '查找老人', permission: 'people.read' },
  { to: '/rules', text: '规则库', permission: 'policy.read' },
  { to: '/mandates', text: '授权委托', permission: 'people.mandate-read' },
  { to: '/accounts', text: '账号', permission: 'identity.read' },
  { to: '/organisations', text: '组织', permission: 'identity.read' },
  { to: '/directory', text: '通讯录', permission: 'identity.manage' },
  { to: '/matrix', text: '权限表', permission: 'identity.read' },
  { to: '/sessions', text: '会话', permission: 'identity.sessions' },
  { to: '/keys', text: '密钥', permission: 'keys.read' },
  { to: '/classification', text: '数据分级', permission: 'keys.read' },
  { to: '/access-questions', text: '查看质疑', permission: 'identity.access-questions' },
  { to: '/break-glass', text: '紧急查看', permission: 'identity.break-glass' },
  { to: '/break-glass/review', text: '复核台', permission: 'identity.break-glass-review' },
  { to: '/audit', text: '审计', permission: 'audit.read' },
  { to: '/audit/seen', text: '谁看过谁', permission: 'audit.read' },
  { to: '/audit/state', text: '审计状态', permission: 'audit.read' },
];

/** 主导航: the pages that the current post may open. */
export function pagesOf(account: Account): Page[] {
  return PAGES.filter(({ permission }) => mayDo(account, permission));
}

/** 首页: where the current post's work begins; '/' when there is none. Who ends sessions begins there, not with accounts. */
export function homeOf(account: Account): Page['to'] {
  const open = pagesOf(account).map(({ to }) => to);
  const watches = open.includes('/sessions') && !open.includes('/') && !mayDo(account, 'identity.manage');
  return watches ? '/sessions' : (open[0] ?? '/');
}
