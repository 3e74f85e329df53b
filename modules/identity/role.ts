/** 权限: what a route may ask for. One that no role has is nobody's. */
export type Permission =
  | 'allowances.totals'
  | 'allowances.read'
  | 'allowances.run'
  | 'allowances.export'
  | 'allowances.release'
  | 'people.read'
  | 'people.reveal'
  | 'policy.read'
  | 'identity.read'
  | 'identity.manage'
  | 'identity.sessions'
  | 'identity.break-glass'
  | 'identity.break-glass-review'
  | 'identity.access-questions'
  | 'people.mandate-read'
  | 'people.mandate-make'
  | 'people.family-relations'
  | 'people.residents'
  | 'people.stay-confirm'
  | 'audit.read'
  | 'keys.read'
  | 'keys.rotate';

export const PERMISSION_NAMES: Record<Permission, string> = {
  'allowances.totals': '看清册合计',
  'allowances.read': '看清册和人员',
  'allowances.run': '计算清册',
  'allowances.export': '导出清册',
  'allowances.release': '发放清册',
  'people.read': '查找老人，看身份和联系方式（脱敏）',
  'people.reveal': '一人一项说明用途后看明文',
  'policy.read': '看规则库',
  'identity.read': '看账号、组织、岗位',
  'identity.manage': '管账号、组织、岗位',
  'identity.sessions': '管会话',
  'identity.break-glass': '紧急查看辖区外的人',
  'identity.break-glass-review': '复核紧急查看',
  'identity.access-questions': '答复查看质疑',
  'people.mandate-read': '看授权委托',
  'people.mandate-make': '办理授权委托',
  'people.family-relations': '登记亲属关系',
  'people.residents': '登记本机构的入住和离院，逐个看住养老人',
  'people.stay-confirm': '确认养老机构的入住登记',
  'audit.read': '看审计日志',
  'keys.read': '看密钥和轮换进度',
  'keys.rotate': '轮换密钥',
};

export const GOVERNMENT = 'government';
export const OUTSIDE_KINDS = ['institution', 'merchant', 'bank', 'department', 'treasury'] as const;
export type OutsideKind = (typeof OUTSIDE_KINDS)[number];
export const ORGANISATION_KINDS = [GOVERNMENT, ...OUTSIDE_KINDS] as const;
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number];
export const ORGANISATION_KIND_NAMES: Record<OrganisationKind, string> = {
  government: '民政系统',
  institution: '养老机构',
  merchant: '商户',
  bank: '银行',
  department: '其他部门',
  treasury: '国库',
};

export type Level = 1 | 2 | 3 | 4 | 5;
export type Audience = 'official' | 'outside' | 'administrator';
export const AUDIENCE_NAMES: Record<Audience, string> = {
  official: '民政系统',
  outside: '外部单位',
  administrator: '管理员',
};

/** 角色: who may hold it (government on these levels, or outside organisations of these kinds) and what it may do. */
export type RoleEntry = {
  name: string;
  audience: Audience;
  permissions: readonly Permission[];
  /** Only in a database that was born as a demonstration. */
  isDemonstration?: true;
} & ({ levels: readonly Level[] } | { kinds: readonly OutsideKind[] });

const COUNTY_UP = [1, 2, 3] as const;
/** Who works with people at the door or the counter, on the levels that do not see everybody anyway. */
const URGENT = ['identity.break-glass'] as const;
const READING = ['allowances.totals', 'allowances.read', 'people.read', 'policy.read'] as const;
/** Who verifies and reaches people, and only who does: the others never need a number in clear. */
const REVEALING = [...READING, 'people.reveal'] as const;
/** At the village, the street and the county, where people come with their families. */
const MANDATES = ['people.mandate-read', 'people.mandate-make'] as const;

function official(name: string, levels: readonly Level[], permissions: readonly Permission[]) {
  return { name, audience: 'official', levels, permissions } as const;
}

/** Outside organisations have no places: a right of theirs counts only on routes about no place or about their own organisation. */
function outside(name: string, kinds: readonly OutsideKind[], permissions: readonly Permission[] = []) {
  return { name, audience: 'outside', kinds, permissions } as const;
}

/** Of the province only, so that one kind of administrator is one small group. Disjoint: see post/apart.ts. */
function administrator(name: string, permissions: readonly Permission[]) {
  return { name, audience: 'administrator', levels: [1], permissions } as const;
}

/** 角色表. Roles without a permission yet are there for their posts; their routes come with their modules. */
const TABLE = {
  'village-worker': official('村（社区）工作人员', [5], [...REVEALING, ...MANDATES, ...URGENT]),
  'street-reviewer': official(
    '街道（乡镇）审核人员',
    [4],
    [...REVEALING, ...MANDATES, ...URGENT, 'people.stay-confirm'],
  ),
  // Reviews what the county's others opened in an emergency; his own is reviewed by the security administrator or another approver.
  'county-approver': official(
    '县级审批人员',
    [3],
    [
      ...REVEALING,
      ...MANDATES,
      ...URGENT,
      'allowances.run',
      'allowances.export',
      'identity.break-glass-review',
      'people.stay-confirm',
    ],
  ),
  // Maker ≠ releaser: who releases never computes.
  'county-releaser': official('县级发放人员', [3], [...READING, 'allowances.release']),
  // Whoever issues rules: province, city and county.
  'rule-editor': official('规则编辑人员', COUNTY_UP, ['policy.read']),
  'rule-approver': official('规则审定人员', COUNTY_UP, ['policy.read']),
  'city-officer': official('市级业务人员', [2], [...READING, ...URGENT, 'allowances.export']),
  'province-officer': official('省级业务人员', [1], [...READING, 'allowances.run', 'allowances.export']),
  // Works on deliveries and their errors; sees how many, not whom is paid.
  'data-steward': official('数据管理人员', COUNTY_UP, ['allowances.totals', 'policy.read', 'people.family-relations']),
  // Explains rules on the telephone; a caller's own record comes with the hotline.
  seat: official('热线坐席', COUNTY_UP, ['policy.read']),
  'bureau-finance': official('民政财务人员', COUNTY_UP, ['allowances.totals']),
  // Also for the audit office's people: they get a post at the bureau they audit, for as long as they do.
  auditor: official('审计人员', COUNTY_UP, [...READING, 'people.mandate-read']),
  assessor: outside('评估人员', ['institution']),
  'care-worker': outside('护理人员', ['institution', 'merchant']),
  'institution-manager': outside('机构负责人', ['institution'], ['people.residents']),
  merchant: outside('商户经营人员', ['merchant']),
  bank: outside('代发银行人员', ['bank'], ['allowances.totals']),
  // The finance office is a department; both see the same.
  treasury: outside('国库和财政人员', ['treasury', 'department'], ['allowances.totals']),
  'system-administrator': administrator('系统管理员', ['identity.read', 'identity.manage']),
  'security-administrator': administrator('安全管理员', [
    'identity.read',
    'identity.sessions',
    'identity.break-glass-review',
    'keys.read',
    'keys.rotate',
    'identity.access-questions',
  ]),
  'audit-administrator': administrator('审计管理员', ['audit.read']),
  // Everything in one hand, to show it: against every rule about duties, so never in a real database.
  demonstration: {
    ...official('演示人员', [1], Object.keys(PERMISSION_NAMES) as Permission[]),
    isDemonstration: true,
  },
} as const satisfies Record<string, RoleEntry>;

export type Role = keyof typeof TABLE;
export const ROLE_TABLE: Readonly<Record<Role, RoleEntry>> = TABLE;
export const ROLES = Object.keys(TABLE) as Role[];
export const ROLE_NAMES = Object.fromEntries(ROLES.map((role) => [role, TABLE[role].name])) as Record<Role, string>;

/** What a role may do; nothing for a role that is not in the table (any more). */
export function permissionsOf(role: string): readonly Permission[] {
  return ROLE_TABLE[role as Role]?.permissions ?? [];
}

/** Whether an organisation may have such a post: `level` is that of its division, for government. */
export function mayBeHeldAt(role: Role, kind: OrganisationKind, level: Level): boolean {
  const entry = ROLE_TABLE[role];
  if ('levels' in entry) return kind === GOVERNMENT && entry.levels.includes(level);
  return kind !== GOVERNMENT && entry.kinds.includes(kind);
}
