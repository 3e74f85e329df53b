import type { DayNo, MonthNo } from '#platform/month/month.ts';

// The shape of law once read: what the engines see. Every field of a running version has a value and an origin;
// a version with an open field stays a draft and never reaches this shape.

/** 层: layers add up; inside a layer one rule file governs an area (add-ons: each file its own layer). */
export type Layer = 'base' | 'add-on' | 'yearly';

/** 计入口径: which days of a month must satisfy a condition. */
export type Counts = 'any-day' | 'first-day' | 'last-day' | 'whole-month';

/** 范围: the rule's own division, its city, or the province. */
export type Reach = 'own' | 'city' | 'province';

export type HukouKind = 'urban' | 'rural' | 'unknown';
/** 困难类别: none, 低保, 低保边缘, 特困, 其他低收入. */
export type Income = 'none' | 'dibao' | 'dibian' | 'tekun' | 'low-income';
/** 养老金种类: none, 城乡居民, 企业职工, 机关事业. */
export type Pension = 'none' | 'resident' | 'employee' | 'civil-servant';
/** 身份: none, 离休退休干部, 部队离退休. */
export type Status = 'none' | 'retired-cadre' | 'army-retired';

/** 条件: a closed list; each kind has its sentence, its test and its segment form. */
export type Condition =
  | { type: 'hukou-in-division'; reach: Reach; years: number; counts: Counts }
  | { type: 'residence-in-division'; reach: Reach; years: number; counts: Counts }
  | { type: 'hukou-kind'; in: HukouKind[]; counts: Counts }
  | { type: 'income'; in: Income[]; counts: Counts }
  | { type: 'pension'; in: Pension[]; counts: Counts }
  | { type: 'pension-not'; in: Pension[]; counts: Counts }
  | { type: 'status-not'; in: Status[]; counts: Counts }
  | { type: 'ability-at-least'; grade: number; counts: Counts }
  /** 老人老办法: born, or registered here, before a day (the day itself not included). */
  | { type: 'born-before'; day: DayNo }
  | { type: 'hukou-before'; day: DayNo };

/** 资金渠道: who pays which share of a band; shares are per ten thousand and sum to 10000. */
export type Funding = { source: string; shareBp: number };

export type Band = {
  /** 周岁 from which the band counts; toAge is the last full year of age inside it, null = no upper end. */
  fromAge: number;
  toAge: number | null;
  /** 月标准 or 年标准 in fen; exactly one of the two. */
  monthlyFen: number | null;
  yearly: { fen: number; payInMonth: number; proRated: boolean } | null;
  /** 加发: paid on top of the plain band of the same version. */
  addOn: boolean;
  /** 不低于: a lower level may pay more. */
  isFloor: boolean;
  conditions: Condition[];
  fundedBy: Funding[];
  origin: Origin;
};

/** 起算. `confirmation-month`: from the month of confirmation; `eligibility-month`: when all conditions hold. */
export type FirstMonth =
  | 'birth-month'
  | 'month-after-birth'
  | 'application-month'
  | 'month-after-application'
  | 'confirmation-month'
  | 'eligibility-month';

export type LastMonth = 'month-of-death' | 'month-after-death';

/** 迁出当月由谁发: for the month of a move the division left pays, or the one entered. Read from the rule of the division left. */
export type MoveMonth = 'old-division' | 'new-division';

/** 申请方式. Without application or confirmation: `auto`. */
export type Application = { way: 'auto' | 'confirm' | 'apply' | 'sms-consent'; leadMonths: number };

/** 补发 (gain): how far back a late fact, application or confirmation reaches. Counted from that event, never from the run. */
export type BackPay =
  | { type: 'all' }
  | { type: 'none' }
  | { type: 'current-year' }
  | { type: 'max-months'; months: number }
  /** not before N months before the policy's own start month */
  | { type: 'window'; monthsBeforePolicyStart: number; policyStart: MonthNo };

export type PayCycle = { every: 'month' | 'quarter' | 'half-year' | 'year'; timing: 'advance' | 'arrears' };

/** 停发与认证: what a missed certification or lost contact does. Suspensions themselves are recorded facts of a person. */
export type Suspension = {
  certificationDeadlines: string[];
  lostContactMonths: number | null;
  /** when lifted: are the months between paid (all) or forfeited (none) */
  backPayWhenLifted: 'all' | 'none';
};

/** 叠加: how the rule meets what it shares a month with. */
export type Stacking =
  | { type: 'adds' }
  /** 就高: of the rules in one group only the highest is paid */
  | { type: 'higher-of'; group: string }
  /** 差额补齐: only what another department does not already pay */
  | { type: 'tops-up' }
  /** 替代: while this pays, the named files pay nothing */
  | { type: 'replaces'; files: string[] };

export type Parameters = {
  bands: Band[];
  conditions: Condition[];
  firstMonth: FirstMonth;
  /** 跨档: the month in which the new age is reached, or the one after. */
  bandChange: 'birth-month' | 'month-after-birth';
  lastMonth: LastMonth;
  moveMonth: MoveMonth;
  /** 文件不在月初生效: the month of the start already counts, or the next. */
  midMonthStart: 'this-month' | 'next-month';
  /** 2月29日出生, in common years: reaches the age on 28 February or on 1 March. */
  leapDay: 'february-28' | 'march-1';
  application: Application;
  backPay: BackPay;
  /** 追缴: are months paid and not due taken back. */
  recovery: 'recover' | 'none';
  payCycle: PayCycle;
  suspension: Suspension;
  stacking: Stacking;
  /** 是否计入家庭收入 when dibao is assessed. */
  countsAsIncome: boolean;
};

export type ParameterName = keyof Parameters;

/** Where a field's value comes from: the document itself, a superior version, or a named decision. */
export type Origin =
  | { type: 'stated'; clause: string | null }
  | { type: 'follows'; file: string; version: string; clause: string | null }
  | { type: 'decided'; by: string; on: string; basis: string };

export type Basis = { document: string | null; title: string; day: string | null; url: string | null };

export type RuleVersion = {
  /** 'YYYY-MM-DD' of `from`, or `from` plus '#2' for a second (correcting) version. */
  id: string;
  /** 标准生效日 … 截止日 (exclusive), and the document's own day in force. */
  from: DayNo;
  to: DayNo | null;
  inForce: DayNo | null;
  /** 更正: stands in place of the named version of the same file for whatever is decided from that day on. */
  corrects?: { version: string; knownFrom: DayNo };
  basis: Basis;
  confidence: 'high' | 'medium' | 'low';
  parameters: Parameters;
  origins: Record<ParameterName, Origin>;
  /** SHA-256 of the resolved version's canonical JSON: what a decision remembers. */
  sha256: string;
};

export type RuleFile = {
  /** Path inside the rulebook without the extension: '330000-zhejiang/330600-shaoxing/old-age-allowance'. */
  file: string;
  benefit: string;
  layer: Layer;
  /** The division whose document this is, and the codes its versions reach (own code and predecessors such as a zone). */
  division: string;
  areas: string[];
  title: string;
  /** 'floor': a minimum for lower levels that pays only where no lower rule stands. */
  role: 'rule' | 'floor';
  versions: RuleVersion[];
  /** Months in which only a draft stands: nobody may be paid from a superior rule instead. */
  draftSpans: { from: DayNo; to: DayNo | null; version: string; missing: string[] }[];
};

export type Rulebook = { files: RuleFile[]; sha256: string };
