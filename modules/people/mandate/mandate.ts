// 授权委托: how one is made, what it may cover, who may do what with it when. Pure; server, buttons and README share these tables.

export const MANDATE_SCOPES = ['view', 'apply', 'notices', 'account'] as const;
export type MandateScope = (typeof MANDATE_SCOPES)[number];
export const MANDATE_SCOPE_NAMES: Record<MandateScope, string> = {
  view: '查看',
  apply: '申请',
  notices: '代收通知',
  account: '变更收款账户',
};

// biome-ignore format: one line reads better than ten
export const MANDATE_PROOFS = ['acceptance', 'relation', 'visit', 'signature', 'fingerprint', 'witness', 'paper', 'call', 'decision', 'check'] as const;
export type MandateProof = (typeof MANDATE_PROOFS)[number];
export const MANDATE_PROOF_NAMES: Record<MandateProof, string> = {
  acceptance: '受托人凭接受码接受',
  relation: '部门报送的亲属关系',
  visit: '村（社区）核实记录',
  signature: '老人手写签名',
  fingerprint: '老人指印照片',
  witness: '第二名工作人员见证',
  paper: '签名或按指印的委托书照片',
  call: '电话核实记录',
  decision: '裁判文书或公证书照片',
  check: '第二名工作人员复核',
};

/** Who acts: the older person, the holder 受托人, staff, or a later decision of a court. */
export type MandateActor = 'person' | 'holder' | 'staff' | 'decision';
export const MANDATE_ACTOR_NAMES: Record<MandateActor, string> = {
  person: '老人本人',
  holder: '受托人',
  staff: '工作人员',
  decision: '新的裁判',
};

export const MANDATE_WAYS = ['portal', 'family', 'present', 'paper', 'court'] as const;
export type MandateWay = (typeof MANDATE_WAYS)[number];

type WayEntry = {
  name: string;
  maker: 'person' | 'staff';
  starts: 'offered' | 'to-confirm' | 'active';
  /** Of each list one must be there when it is made, and when it is confirmed. */
  proofsToMake: readonly (readonly MandateProof[])[];
  proofToConfirm: MandateProof | null;
  /** So many days after it was made the second one may still confirm; then it lapses. Null: until it ends by its own date. */
  daysToConfirm: number | null;
  scopes: readonly MandateScope[];
  /** No way is without an end. Months are this system's decision, not a law's. */
  longestMonths: number;
  /** A ward cannot end what a court decided; it takes another decision, brought to the street. */
  endedBy: readonly Exclude<MandateActor, 'decision'>[];
  /** What the second one has to do. */
  confirming: string;
};

const ORDINARY = ['view', 'apply', 'notices'] as const;
const ANYBODY = ['person', 'holder', 'staff'] as const;

/** 五种办理方式, as data. */
export const WAY_TABLE: Readonly<Record<MandateWay, WayEntry>> = {
  portal: {
    name: '本人在网上授权',
    maker: 'person',
    starts: 'offered',
    proofsToMake: [],
    proofToConfirm: 'acceptance',
    daysToConfirm: null,
    scopes: ORDINARY,
    longestMonths: 36,
    endedBy: ANYBODY,
    confirming: '受托人登录后输入接受码',
  },
  family: {
    name: '亲属关系由村（社区）确认',
    maker: 'staff',
    starts: 'active',
    proofsToMake: [['relation'], ['visit']],
    proofToConfirm: null,
    daysToConfirm: null,
    scopes: ORDINARY,
    longestMonths: 24,
    endedBy: ANYBODY,
    confirming: '',
  },
  present: {
    name: '双方到场办理',
    maker: 'staff',
    starts: 'to-confirm',
    proofsToMake: [['signature', 'fingerprint']],
    proofToConfirm: 'witness',
    // Witness and older person were there at the same time: who was there writes it down at once.
    daysToConfirm: 3,
    scopes: ORDINARY,
    longestMonths: 36,
    endedBy: ANYBODY,
    confirming: '第二名在场的工作人员见证',
  },
  paper: {
    name: '异地委托书',
    maker: 'staff',
    starts: 'to-confirm',
    proofsToMake: [['paper']],
    proofToConfirm: 'call',
    daysToConfirm: null,
    scopes: ORDINARY,
    longestMonths: 12,
    endedBy: ANYBODY,
    confirming: '另一名工作人员打电话向老人核实',
  },
  court: {
    name: '法院裁判或公证',
    maker: 'staff',
    starts: 'to-confirm',
    proofsToMake: [['decision']],
    proofToConfirm: 'check',
    daysToConfirm: null,
    scopes: MANDATE_SCOPES,
    longestMonths: 120,
    endedBy: ['holder', 'staff'],
    confirming: '另一名工作人员核对裁判文书或公证书原件',
  },
};

export const DECISION_KINDS = ['guardianship', 'agreed-guardianship', 'notarised'] as const;
export type DecisionKind = (typeof DECISION_KINDS)[number];
export const DECISION_KIND_NAMES: Record<DecisionKind, string> = {
  guardianship: '法院指定监护',
  'agreed-guardianship': '意定监护（经公证）',
  notarised: '公证委托',
};

export const RELATIONS = ['spouse', 'child', 'child-in-law', 'grandchild', 'sibling', 'guardian', 'other'] as const;
export type Relation = (typeof RELATIONS)[number];
export const RELATION_NAMES: Record<Relation, string> = {
  spouse: '配偶',
  child: '子女',
  'child-in-law': '儿媳或女婿',
  grandchild: '孙辈',
  sibling: '兄弟姐妹',
  guardian: '监护人',
  other: '其他亲友',
};

// biome-ignore format: one line reads better than seven
export const MANDATE_STATUSES = ['offered', 'to-confirm', 'active', 'declined', 'refused', 'revoked', 'replaced'] as const;
export type MandateStatus = (typeof MANDATE_STATUSES)[number];

export type MandateAction = 'accept' | 'decline' | 'confirm' | 'refuse' | 'revoke' | 'replace';
type Step = { to: MandateStatus; by: readonly MandateActor[] };

/** 状态表: what may be done in which state, by whom, and what it becomes. What is not here cannot be done. */
export const actionsByStatus: Readonly<Record<MandateStatus, Partial<Record<MandateAction, Step>>>> = {
  offered: {
    accept: { to: 'active', by: ['holder'] },
    decline: { to: 'declined', by: ['holder'] },
    revoke: { to: 'revoked', by: ['person', 'staff'] },
    replace: { to: 'replaced', by: ['decision'] },
  },
  'to-confirm': {
    confirm: { to: 'active', by: ['staff'] },
    refuse: { to: 'refused', by: ['staff'] },
    revoke: { to: 'revoked', by: ['person', 'holder', 'staff'] },
    replace: { to: 'replaced', by: ['decision'] },
  },
  active: {
    revoke: { to: 'revoked', by: ['person', 'holder', 'staff'] },
    replace: { to: 'replaced', by: ['decision'] },
  },
  declined: {},
  refused: {},
  revoked: {},
  replaced: {},
};
