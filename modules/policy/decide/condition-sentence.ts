import { findDivision } from '#modules/places/index.ts';
import { formatDay } from '#platform/month/month.ts';
import type { Condition, Income, Pension, Reach, RuleFile, Status } from '../rule.ts';

export const INCOME_NAMES: Record<Income, string> = {
  none: '非困难',
  dibao: '低保',
  dibian: '低保边缘',
  tekun: '特困',
  'low-income': '低收入',
};
export const PENSION_NAMES: Record<Pension, string> = {
  none: '无养老金',
  resident: '城乡居民养老金',
  employee: '企业职工养老金',
  'civil-servant': '机关事业单位养老金',
};
export const STATUS_NAMES: Record<Status, string> = {
  none: '无',
  'retired-cadre': '离退休干部',
  'army-retired': '部队离退休人员',
};

/** 条件的说法: the same condition said for "yes" and for "no". */
export function conditionSentence(condition: Condition, ok: boolean, file: RuleFile): string {
  switch (condition.type) {
    case 'hukou-in-division':
      return place('户籍', condition.reach, condition.years, ok, file);
    case 'residence-in-division':
      return place('实际居住', condition.reach, condition.years, ok, file);
    case 'hukou-kind': {
      const wanted = condition.in
        .map((kind) => (kind === 'urban' ? '城镇' : kind === 'rural' ? '农村' : '未说明'))
        .join('或');
      return ok ? `户籍性质为${wanted}。` : `本档只发给${wanted}户籍。`;
    }
    case 'income':
      return oneOf(condition.in.map((each) => INCOME_NAMES[each]).join('、'), '困难类别', ok);
    case 'pension':
      return oneOf(condition.in.map((each) => PENSION_NAMES[each]).join('、'), '养老金种类', ok);
    case 'pension-not':
      return noneOf(condition.in.map((each) => PENSION_NAMES[each]).join('、'), ok);
    case 'status-not':
      return noneOf(condition.in.map((each) => STATUS_NAMES[each]).join('、'), ok);
    case 'ability-at-least':
      return ok ? '能力评估等级达到规定。' : `能力评估等级未达到规定的${condition.grade}级。`;
    case 'born-before':
      return ok ? `${formatDay(condition.day)}以前出生。` : `只适用于${formatDay(condition.day)}以前出生的老人。`;
    case 'hukou-before':
      return ok
        ? `${formatDay(condition.day)}以前已在本地落户。`
        : `只适用于${formatDay(condition.day)}以前在本地落户的老人。`;
  }
}

function place(what: string, reach: Reach, years: number, ok: boolean, file: RuleFile): string {
  const where =
    reach === 'province' ? '本省' : reach === 'city' ? '本市' : (findDivision(file.division)?.name ?? file.division);
  const long = years > 0 ? `满${years}年` : '';
  return ok ? `${what}在${where}${long}。` : `${what}在${where}${long ? `未${long}` : '这一条不符合'}。`;
}

function oneOf(names: string, what: string, ok: boolean): string {
  return ok ? `${what}符合：${names}。` : `${what}不符合：本档只发给${names}人员。`;
}

function noneOf(names: string, ok: boolean): string {
  return ok ? `不属于排除人员（${names}）。` : `属于排除人员（${names}），由其他渠道保障。`;
}
