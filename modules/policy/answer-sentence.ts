import { yuanFromFen } from '#platform/money/money.ts';
import { formatMonth, type MonthNo } from '#platform/month/month.ts';
import type { Change, Findings, Ground, Supposed } from './answer-findings.ts';
import { conditionPhrase } from './condition-phrase.ts';
import { monthOfBirthday } from './decide/birthday.ts';
import type { Application, Condition, Parameters, RuleFile } from './rule.ts';

const BENEFIT = '高龄津贴';
const HOTLINE = '12345';

/** 一句话的答复, yes or no, for large print. */
export function mainSentence(findings: Findings): string {
  const { ageYears, place, monthlyFen, next, now, yearly, supposed, ground } = findings;
  const age = `您今年${ageYears}周岁`;
  if (!place) return `${age}，户籍不在本省，由户籍所在地按当地的规定发放，本省不发。`;
  if (monthlyFen > 0 && ground) {
    const needsAct = ground.version.parameters.application.way !== 'auto';
    return `${ageNow(findings, ground)}，户籍在${place.name}，${needsAct ? `${ACT[ground.version.parameters.application.way]}后` : ''}每月可领${BENEFIT}${yuan(monthlyFen)}${yearlyText(yearly)}。`;
  }
  const gap = now.steps.find((step) => step.gate === 'rule');
  if (gap?.gate === 'rule' && gap.draft)
    return `${place.name}的${BENEFIT}规则还有没定下来的内容，现在不能告诉您能领多少。`;
  if (yearly.length > 0) return `${age}，户籍在${place.name}，没有按月发的${BENEFIT}${yearlyText(yearly)}。`;
  if (gap && !next) return `${place.name}现在没有可适用的${BENEFIT}规则，所以还不能领。`;
  if (now.steps.some((step) => step.gate === 'age' && step.ok))
    return `${age}，户籍在${place.name}，${conditional(supposed)}`;
  if (next) return `${age}，${notYet(findings, next)}：${changeSentence(findings, next)}`;
  return tooYoungOrNoBand(findings, age, place.name);
}

function conditional([first]: readonly Supposed[]): string {
  return first
    ? `年龄已到，但这里的${BENEFIT}还要看别的条件：${supposedSentence(first)}`
    : `年龄已到，但不符合这里发放${BENEFIT}的其他条件。`;
}

/** Not of age, or of age and the rule that pays begins later. */
function notYet({ bornDay, month }: Findings, { ground }: Change): string {
  if (!ground) return '现在还不能领';
  const reached = monthOfBirthday(bornDay, ground.band.fromAge, ground.version.parameters.leapDay);
  return reached < month ? '现在还不能领' : '还没有到年龄';
}

/** Who has the birthday later this month is paid for this month already. */
function ageNow({ ageYears, month }: Findings, { band }: Ground): string {
  return band.fromAge > ageYears ? `您本月（${monthText(month)}）满${band.fromAge}周岁` : `您今年${ageYears}周岁`;
}

function tooYoungOrNoBand({ ageYears, standing }: Findings, age: string, name: string): string {
  const ages = standing?.version.parameters.bands.map(({ fromAge }) => fromAge) ?? [];
  const lowest = Math.min(...ages);
  if (ages.length > 0 && ageYears < lowest) return `${age}，还没有到年龄：${name}的${BENEFIT}从${lowest}周岁起发。`;
  return `${age}，${name}的${BENEFIT}规则里没有您这个年龄的档次。`;
}

/** 以后的变化: from which month how much, and why then. */
export function changeSentence(
  { bornDay, monthlyFen }: Findings,
  { month, monthlyFen: nextFen, ground }: Change,
): string {
  if (!ground || nextFen === 0) return `从${monthText(month)}起，现有规则里没有继续发放的规定。`;
  const { band, version } = ground;
  const reached = monthOfBirthday(bornDay, band.fromAge, version.parameters.leapDay);
  const starts = `每月${yuan(nextFen)}`;
  const act = monthlyFen > 0 ? '' : `，${WITHOUT_ACT[version.parameters.application.way]}`;
  if (reached === month) return `到${monthText(month)}满${band.fromAge}周岁，当月起${starts}${act}。`;
  if (reached === month - 1) return `到${monthText(reached)}满${band.fromAge}周岁，次月起${starts}${act}。`;
  return `从${monthText(month)}起${starts}${act}。`;
}

/** 如果您……: what a fact that nobody asked would add. */
export function supposedSentence({ file, band, conditions, totalFen, withoutFen }: Supposed): string {
  const who = conditions.map((condition) => conditionPhrase(condition, file)).join('，并且');
  if (band.yearly) return `如果您${who}，每年${band.yearly.payInMonth}月另发${yuan(band.yearly.fen)}。`;
  const isExtra = withoutFen > 0 && (band.addOn || file.layer === 'add-on');
  if (isExtra) return `如果您${who}，每月另加${yuan(totalFen - withoutFen)}。`;
  return `如果您${who}，每月${withoutFen > 0 ? '一共' : ''}可领${yuan(totalFen)}。`;
}

/** What was taken as met without having been asked. */
export function assumptionSentence(condition: Condition, file: RuleFile): string {
  return `这里按您${conditionPhrase(condition, file)}计算；如果不是这样，请以户籍地的核定为准。`;
}

export function applicationAssumption(way: Application['way']): string {
  return `这里按您今天${ACT[way]}计算。`;
}

const ACT: Record<Application['way'], string> = {
  auto: '',
  confirm: '确认',
  apply: '申请',
  'sms-consent': '短信回复同意',
};
const WITHOUT_ACT: Record<Application['way'], string> = {
  auto: '不用申请',
  confirm: '须经确认',
  apply: '须提出申请',
  'sms-consent': '须短信回复同意',
};
const EVERY: Record<Parameters['payCycle']['every'], string> = {
  month: '每月',
  quarter: '每季度',
  'half-year': '每半年',
  year: '每年',
};

/** 接下来怎么办: nothing, or whom to ask. */
export function nextStep(findings: Findings): string {
  const { place, monthlyFen, ground, next } = findings;
  if (!place) return `请向户籍所在地的民政部门询问，也可以拨打当地的${HOTLINE}。`;
  if (monthlyFen > 0 && ground) return stepsWhenDue(ground);
  if (next?.ground) return stepsBefore(next.ground);
  return `有疑问请拨打${HOTLINE}，或向户籍所在的乡镇（街道）、${place.name}${place.payingAuthority ?? '民政部门'}询问。`;
}

function stepsWhenDue({ version }: Ground): string {
  const { application, payCycle } = version.parameters;
  const ask = `如果没有收到，请拨打${HOTLINE}，或到户籍所在的村（社区）、乡镇（街道）查问。`;
  const paid = `${EVERY[payCycle.every]}发到您的银行卡（一般是社会保障卡）`;
  switch (application.way) {
    case 'auto':
      return `不用申请，${paid}。${ask}`;
    case 'confirm':
      return `村（社区）会与您核对，请您确认；确认后${paid}。${ask}`;
    case 'apply':
      return `请向户籍所在的村（社区）或乡镇（街道）提出申请；核准后${paid}。`;
    case 'sms-consent':
      return `收到短信后请按提示回复同意；之后${paid}。${ask}`;
  }
}

function stepsBefore({ version }: Ground): string {
  const { way, leadMonths } = version.parameters.application;
  const ask = `有疑问请拨打${HOTLINE}。`;
  if (way === 'apply') return `到时请向户籍所在的村（社区）或乡镇（街道）提出申请。${ask}`;
  const push = leadMonths > 0 ? `到龄前${leadMonths}个月，村（社区）会主动与您核对。` : '';
  return way === 'auto'
    ? `现在不用做什么，也不用申请。${push}${ask}`
    : `现在不用做什么。${push}到时请您${ACT[way]}。${ask}`;
}

function yearlyText(yearly: readonly { month: MonthNo; fen: number }[]): string {
  return yearly.map(({ month, fen }) => `，另外${monthText(month)}发${yuan(fen)}`).join('');
}

function monthText(month: MonthNo): string {
  const [year, number] = formatMonth(month).split('-');
  return `${year}年${Number(number)}月`;
}

function yuan(fen: number): string {
  return `${yuanFromFen(fen)}元`;
}
