import type { Fact, NewFact, NewPerson } from '#modules/people/index.ts';

export const CSV_HEADING = [
  '人员序号',
  '姓名',
  '性别',
  '民族',
  '出生日期',
  '身份证号（合成）',
  '银行账号（合成）',
  '户籍区划',
  '户籍性质',
  '户籍起',
  '居住区划',
  '养老金',
  '困难类别',
  '身份',
  '能力等级',
  '其他部门月待遇（分）',
  '死亡日期',
  '出生日期更正为',
].join(',');

/** One line without its end. Of several hukou spells the one that stands at the end; no field needs quoting. */
export function csvLine(
  personNo: number,
  { name, sex, ethnicity, born, idNumber, accountNumber, facts }: NewPerson,
): string {
  const hukou = last(facts, 'hukou');
  return [
    personNo,
    name,
    sex,
    ethnicity,
    born,
    idNumber,
    accountNumber,
    hukou?.division,
    hukou?.value,
    hukou?.fromDay,
    last(facts, 'residence')?.division,
    last(facts, 'pension')?.value,
    last(facts, 'hardship')?.value,
    last(facts, 'status')?.value,
    last(facts, 'ability')?.value,
    last(facts, 'other-benefit')?.value,
    last(facts, 'death')?.fromDay,
    last(facts, 'birth')?.fromDay,
  ].join(',');
}

function last(facts: readonly NewFact[], kind: Fact['kind']): NewFact | undefined {
  return facts.findLast((fact) => fact.kind === kind);
}
