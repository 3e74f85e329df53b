import { findDivision } from '#modules/places/index.ts';
import { formatDay } from '#platform/month/month.ts';
import { INCOME_NAMES, PENSION_NAMES, STATUS_NAMES } from './decide/condition-sentence.ts';
import type { Condition, HukouKind, Reach, RuleFile } from './rule.ts';

const HUKOU_KIND_NAMES: Record<HukouKind, string> = { urban: '城镇', rural: '农村', unknown: '性质未说明的' };

/** 条件的说法, to be put after 「如果您」 or into a rule's sentence: 户籍在玉环市满2年, 领取城乡居民养老金. */
export function conditionPhrase(condition: Condition, file: RuleFile): string {
  switch (condition.type) {
    case 'hukou-in-division':
      return `户籍在${placePhrase(condition.reach, condition.years, file)}`;
    case 'residence-in-division':
      return `实际居住在${placePhrase(condition.reach, condition.years, file)}`;
    case 'hukou-kind':
      return `是${either(condition.in.map((kind) => HUKOU_KIND_NAMES[kind]))}户籍`;
    case 'income':
      return `是${either(condition.in.map((each) => INCOME_NAMES[each]))}人员`;
    case 'pension':
      return pensionPhrase(condition.in);
    case 'pension-not':
      return `不领取${either(condition.in.map((each) => PENSION_NAMES[each]))}`;
    case 'status-not':
      return `不是${either(condition.in.map((each) => STATUS_NAMES[each]))}`;
    case 'ability-at-least':
      return `能力评估达到${ABILITY_GRADES[condition.grade] ?? `${condition.grade}级`}及以上`;
    case 'born-before':
      return `在${formatDay(condition.day)}以前出生`;
    case 'hukou-before':
      return `在${formatDay(condition.day)}以前已在本地落户`;
  }
}

const ABILITY_GRADES = ['能力完好', '轻度失能', '中度失能', '重度失能', '完全失能'];

function pensionPhrase(kinds: Extract<Condition, { type: 'pension' }>['in']): string {
  const paid = kinds.filter((kind) => kind !== 'none').map((kind) => PENSION_NAMES[kind]);
  const parts = [
    ...(kinds.includes('none') ? ['没有养老金'] : []),
    ...(paid.length > 0 ? [`领取${either(paid)}`] : []),
  ];
  return either(parts);
}

function placePhrase(reach: Reach, years: number, file: RuleFile): string {
  const own = findDivision(file.division)?.name ?? file.division;
  const where = reach === 'province' ? '本省' : reach === 'city' ? '本市' : own;
  return years > 0 ? `${where}满${years}年` : where;
}

function either(names: readonly string[]): string {
  return names.join('或');
}
