import { yuanFromFen } from '#platform/money/money.ts';
import { formatMonth } from '#platform/month/month.ts';
import { conditionPhrase } from './condition-phrase.ts';
import { bandName } from './decide/sentence.ts';
import type { Band, Condition, Counts, ParameterName, Parameters, RuleFile, RuleVersion } from './rule.ts';

const FIRST_MONTH: Record<Parameters['firstMonth'], string> = {
  'birth-month': '满龄当月',
  'month-after-birth': '满龄次月',
  'application-month': '申请当月（不早于满龄）',
  'month-after-application': '申请次月（不早于满龄）',
  'confirmation-month': '确认当月（不早于满龄）',
  'eligibility-month': '条件全部满足的当月',
};
const LAST_MONTH: Record<Parameters['lastMonth'], string> = {
  'month-of-death': '身故当月',
  'month-after-death': '身故次月',
};
const BAND_CHANGE: Record<Parameters['bandChange'], string> = {
  'birth-month': '满龄当月',
  'month-after-birth': '满龄次月',
};
const WAY: Record<Parameters['application']['way'], string> = {
  auto: '主动发放，不用申请',
  confirm: '主动发放，须经确认',
  apply: '依申请发放',
  'sms-consent': '短信回复同意即为申请',
};
const EVERY: Record<Parameters['payCycle']['every'], string> = {
  month: '月',
  quarter: '季',
  'half-year': '半年',
  year: '年',
};
const COUNTS: Record<Counts, string> = {
  'any-day': '当月任何一天符合即可',
  'first-day': '以当月第一天为准',
  'last-day': '以当月最后一天为准',
  'whole-month': '须整月符合',
};

/** 一句话说清一条规则: who, how much, from when to when, how, back-pay and recovery. */
export function ruleSentence(file: RuleFile, { parameters }: RuleVersion): string {
  const { conditions, bands, firstMonth, lastMonth, bandChange, application, payCycle, backPay, recovery } = parameters;
  const who = conditions.map((condition) => conditionPhrase(condition, file)).join('、');
  const change = bands.length > 1 ? `，跨档的${BAND_CHANGE[bandChange]}起按新档` : '';
  const parts = [
    `${who === '' ? '' : `${who}的老人，`}${bands.map((band) => bandText(band, file)).join('，')}`,
    `从${FIRST_MONTH[firstMonth]}起发，到${LAST_MONTH[lastMonth]}止${change}`,
    `${cycleText(payCycle)}，${WAY[application.way]}`,
    `${backPayText(backPay)}，${recoveryText(recovery)}`,
  ];
  return `${parts.join('；')}。`;
}

/** A field's value in words, for the rule page. */
export function fieldText(name: ParameterName, file: RuleFile, { parameters }: RuleVersion): string {
  switch (name) {
    case 'bands':
      return parameters.bands.map((band) => bandText(band, file)).join('；');
    case 'conditions':
      return parameters.conditions.map((condition) => countedPhrase(condition, file)).join('；') || '无';
    case 'firstMonth':
      return FIRST_MONTH[parameters.firstMonth];
    case 'bandChange':
      return `${BAND_CHANGE[parameters.bandChange]}换档`;
    case 'lastMonth':
      return LAST_MONTH[parameters.lastMonth];
    case 'moveMonth':
      return parameters.moveMonth === 'old-division' ? '由迁出地发放' : '由迁入地发放';
    case 'midMonthStart':
      return parameters.midMonthStart === 'this-month' ? '当月起按新标准' : '次月起按新标准';
    case 'leapDay':
      return parameters.leapDay === 'february-28' ? '平年2月28日满龄' : '平年3月1日满龄';
    case 'application':
      return applicationText(parameters.application);
    case 'backPay':
      return backPayText(parameters.backPay);
    case 'recovery':
      return recoveryText(parameters.recovery);
    case 'payCycle':
      return cycleText(parameters.payCycle);
    case 'suspension':
      return suspensionText(parameters.suspension);
    case 'stacking':
      return stackingText(parameters.stacking);
    case 'countsAsIncome':
      return parameters.countsAsIncome ? '计入' : '不计入';
  }
}

/** '90—99周岁每月80元', with what is special about the band. */
function bandText(band: Band, file: RuleFile): string {
  const who = band.conditions.map((condition) => conditionPhrase(condition, file)).join('、');
  const least = band.isFloor ? '不低于' : '';
  const extra = band.addOn || file.layer === 'add-on' ? '另加' : '';
  const amount = band.yearly
    ? `每年${band.yearly.payInMonth}月发${least}${yuanFromFen(band.yearly.fen)}元${band.yearly.proRated ? '（按月折算）' : ''}`
    : `每月${extra}${least}${yuanFromFen(band.monthlyFen ?? 0)}元`;
  return `${bandName(band)}${who === '' ? '' : `且${who}的`}${amount}`;
}

function countedPhrase(condition: Condition, file: RuleFile): string {
  const phrase = conditionPhrase(condition, file);
  return 'counts' in condition ? `${phrase}（${COUNTS[condition.counts]}）` : phrase;
}

function applicationText({ way, leadMonths }: Parameters['application']): string {
  return leadMonths > 0 ? `${WAY[way]}；提前${leadMonths}个月推送` : WAY[way];
}

function backPayText(backPay: Parameters['backPay']): string {
  switch (backPay.type) {
    case 'all':
      return '漏发、迟报的全部补发';
    case 'none':
      return '迟报的不补发';
    case 'current-year':
      return '迟报的只补当年';
    case 'max-months':
      return `迟报的最多补${backPay.months}个月`;
    case 'window':
      return `迟报的最早补到${formatMonth(backPay.policyStart - backPay.monthsBeforePolicyStart)}`;
  }
}

function recoveryText(recovery: Parameters['recovery']): string {
  return recovery === 'recover' ? '多发的予以追缴' : '多发的不追缴';
}

function cycleText({ every, timing }: Parameters['payCycle']): string {
  return `按${EVERY[every]}${timing === 'advance' ? '预发' : '发放'}`;
}

function suspensionText({
  certificationDeadlines,
  lostContactMonths,
  backPayWhenLifted,
}: Parameters['suspension']): string {
  const parts = [
    certificationDeadlines.length > 0 ? `每年${certificationDeadlines.join('、')}前认证` : '不要求认证',
    ...(lostContactMonths === null ? [] : [`失联满${lostContactMonths}个月暂停`]),
    backPayWhenLifted === 'all' ? '恢复后补发暂停的月份' : '暂停的月份不补发',
  ];
  return parts.join('；');
}

function stackingText(stacking: Parameters['stacking']): string {
  switch (stacking.type) {
    case 'adds':
      return '可与其他项目同时享受';
    case 'higher-of':
      return `与同类项目（${stacking.group}）就高享受一项`;
    case 'tops-up':
      return '其他部门已发的扣除，只补差额';
    case 'replaces':
      return `发放本项的，不再发${stacking.files.join('、')}`;
  }
}
