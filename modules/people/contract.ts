import { scrub } from '#platform/classification/scrub.ts';
import { refusals } from '#platform/refusal/refusal.ts';
import { MANDATE_REFUSALS } from './mandate/mandate-refusal.ts';
import { STAY_REFUSALS } from './stay/stay-refusal.ts';

export {
  answerAccessQuestion,
  type EntryShown,
  FINDING_NAMES,
  listAccessQuestions,
  QUESTION_STATUS_NAMES,
  QUESTION_STATUSES,
  type QuestionShown,
  type QuestionStatus,
  showAccessQuestion,
  takeAccessQuestion,
} from './access-question/access-question-contract.ts';
export { ageOn } from './birth.ts';
export { reveal, showIdentity } from './identity-contract.ts';
export {
  confirmMandate,
  DECISION_KIND_NAMES,
  DECISION_KINDS,
  exportMandates,
  LARGEST_PICTURE_BYTES,
  latestUntilDay,
  listMandates,
  MANDATE_ACTOR_NAMES,
  MANDATE_PROOF_NAMES,
  MANDATE_SCOPE_NAMES,
  MANDATE_SCOPES,
  MANDATE_WAYS,
  type MandateShown,
  type MandateWay,
  makeMandate,
  prepareMandate,
  RELATION_NAMES,
  RELATIONS,
  type Relation,
  recordFamilyRelation,
  refuseMandate,
  revokeMandate,
  STANDING_NAMES,
  STANDINGS,
  type Standing,
  showMandate,
  showMandateText,
  showProof,
  WAY_TABLE,
} from './mandate/mandate-contract.ts';
export { personNo, personNoText } from './person-no.ts';
export {
  acceptMandate,
  askAccessQuestion,
  declineMandate,
  endOwnMandate,
  listLookers,
  listMessages,
  listOwnMandates,
  listOwnQuestions,
  makeOwnMandate,
  type OwnMandate,
  prepareOwnMandate,
  readMessages,
  requestAccountChange,
  showOwn,
} from './portal/portal-contract.ts';
export {
  REVEAL_FIELD_NAMES,
  REVEAL_PURPOSE_NAMES,
  REVEAL_PURPOSES,
  type RevealField,
  type RevealPurpose,
} from './reveal.ts';
export { type FoundPerson, searchPeople } from './search.ts';
export {
  answerStay,
  confirmStay,
  endStay,
  listOwnStays,
  listResidents,
  listStays,
  reportStay,
  retractStay,
  STAY_STANDING_NAMES,
  STAY_STANDINGS,
  type StayShown,
  type StayStanding,
  showResident,
  withdrawStay,
} from './stay/stay-contract.ts';
export { makeSyntheticIdNumber } from './synthetic-id-number.ts';

const table = {
  ...MANDATE_REFUSALS,
  ...STAY_REFUSALS,
  'people.unknown-person': { status: 404, sentence: '没有序号为{personNo}的老人，请核对后再查。' },
  'people.not-seen': { status: 404, sentence: '没有这位老人的记录，或不在您的管辖范围内。' },
  'people.reveal-limit': {
    status: 429,
    sentence: '一小时内已显示{count}项明文，请稍后再看；急用时请主管以自己的账号办理。',
    kept: true,
  },
  'people.reveal-nothing': { status: 404, sentence: '这位老人没有登记{field}，请先补报。' },
  'people.unknown-fact': { status: 404, sentence: '没有序号为{factNo}的事实，或它已经撤回。请刷新后再试。' },
  'people.double-registered': { status: 409, sentence: '该证件号码已登记在其他记录中，请先查找原记录，不要重复登记。' },
  'people.to-be-checked': {
    status: 409,
    sentence:
      '这位老人不能在这里直接登记，要由省级数据管理人员核对后办理。请核对证件号码；没有写错的，请把材料交数据管理人员。',
  },

  'people.search-empty': { status: 422, sentence: '请填写证件号码或姓名，或者选择一个县（市、区）。' },
  'people.choose-county': { status: 422, sentence: '按姓名查找时请先选择一个县（市、区）或更小的地方。' },

  'people.id-empty': { status: 422, sentence: '证件号码为空，请补填。' },
  'people.id-cyrillic': { status: 422, sentence: '证件号码末位是俄文字母，不是英文字母X，请重新输入。' },
  'people.id-spreadsheet': {
    status: 422,
    sentence: '证件号码被表格软件改成了数字（末几位已丢失），请把该列设为文本后重新导出。',
  },
  'people.id-shape': {
    status: 422,
    sentence: '身份证号应为18位（或旧的15位）数字，末位可为X，请核对；不是身份证或居住证的，请注明证件种类。',
  },
  'people.id-birth': { status: 422, sentence: '证件号码中的出生日期{digits}在日历上不存在，请核对。' },
  'people.id-check-digit': { status: 422, sentence: '证件号码校验位不符，可能有一位写错或相邻两位颠倒，请逐位核对。' },
  'people.id-order-century': {
    status: 422,
    sentence: '15位身份证号的顺序码{order}专用于发证时已满百岁的老人，无法推定出生年份，请提供18位号码。',
  },
  'people.id-birth-differs': { status: 422, sentence: '出生日期{born}与证件号码中的{idBorn}不一致，请核实后更正。' },
  'people.id-sex-differs': { status: 422, sentence: '性别与证件号码第17位不一致，请核实后更正。' },

  'people.document-kind': { status: 422, sentence: '证件种类“{kind}”不在允许的取值中，请按代码表填写。' },
  'people.document-missing': { status: 422, sentence: '填了证件种类而没有号码，请补填号码；没有证件的，种类也不填。' },
  'people.document-prefix': { status: 422, sentence: '这不是{document}的号码（开头不符），请核对证件种类和号码。' },
  'people.passport-shape': { status: 422, sentence: '护照号码应为5至12位字母和数字，请核对。' },
  'people.officer-card-shape': {
    status: 422,
    sentence: '军官证号码应写成“军字第1234567号”的样子，号码为4至8位，请核对。',
  },
  'people.exception-incomplete': {
    status: 422,
    sentence: '证件例外应写明错在校验位还是出生日期、证明文号、核实单位和核实日期（不晚于获知日），请补全。',
  },
  'people.exception-unneeded': {
    status: 422,
    sentence: '证件号码与本人相符，用不着证件例外，请核对是否填错了人。',
  },

  'people.name-empty': { status: 422, sentence: '姓名为空，请补填。' },
  'people.name-broken': { status: 422, sentence: '姓名中有残缺的编码（乱码），请按户口簿重新输入。' },
  'people.name-control': { status: 422, sentence: '姓名中有不可见的控制字符，请重新输入。' },
  'people.name-character': {
    status: 422,
    sentence: '姓名中的“{sign}”（{codePoint}）不能用于姓名，请按户口簿重新输入。',
  },
  'people.name-private-use': { status: 422, sentence: '姓名中有自造字（{codePoint}），请改用国家标准字后重新报送。' },
  'people.name-dot': { status: 422, sentence: '姓名以间隔号开头或结尾，可能被截断，请按户口簿补全。' },
  'people.name-long': { status: 422, sentence: '姓名超过50个字，请核对是否填错了栏。' },

  'people.birth-day': {
    status: 422,
    sentence: '出生日期“{text}”不是完整、存在的公历日期（年-月-日），请核实，不要推测。',
  },
  'people.birth-future': { status: 422, sentence: '出生日期{born}在今天之后，请核对。' },
  'people.birth-too-old': { status: 422, sentence: '按出生日期{born}已超过130岁，请核对年份。' },
  'people.birth-too-early': { status: 422, sentence: '出生日期{born}早于1880年，请核对年份。' },
  'people.sex': { status: 422, sentence: '性别代码应为0、1、2或9，请核对。' },
  'people.phone-shape': { status: 422, sentence: '电话应为11位手机号，或带区号的固定电话，请核对后补报。' },
  'people.address-shape': { status: 422, sentence: '详细地址超过100个字或含不能保存的字符，请核对后补报。' },
  'people.account-shape': { status: 422, sentence: '银行账号应为12至23位数字，请核对后补报。' },

  'people.fact-value': { status: 422, sentence: '{kind}的内容“{value}”不在允许的取值中，请按代码表填写。' },
  'people.fact-division-missing': { status: 422, sentence: '{kind}缺少行政区划代码，请补填。' },
  'people.fact-division-unknown': { status: 422, sentence: '没有代码为“{division}”的行政区划，请核对。' },
  'people.fact-division-unwanted': { status: 422, sentence: '{kind}不应带行政区划代码，请删去。' },
  'people.fact-day': { status: 422, sentence: '{kind}的日期“{day}”不是存在的公历日期，请核对。' },
  'people.fact-span': { status: 422, sentence: '{kind}的止日{toDay}不在起日{fromDay}之后，请核对。' },
  'people.fact-no-end': { status: 422, sentence: '{kind}只有发生日，不应有止日，请删去。' },
  'people.fact-before-birth': { status: 422, sentence: '{kind}的起日{fromDay}早于出生日期{born}，请核对。' },
  'people.fact-after-death': { status: 422, sentence: '{kind}的起日{fromDay}晚于死亡日期{death}，请先核实死亡信息。' },
  'people.death-in-future': { status: 422, sentence: '死亡日期{fromDay}在获知日{knownDay}之后，请核对。' },
  'people.death-before-birth': { status: 422, sentence: '死亡日期{fromDay}早于出生日期{born}，请核对。' },
  'people.death-two-days': { status: 422, sentence: '已有死亡日期{death}，又报{fromDay}，请核实后撤回错误的一条。' },
  'people.death-before-fact': {
    status: 422,
    sentence: '死亡日期{fromDay}之后仍有{kind}（{otherFrom}起），请核实是否本人在世。',
  },
  'people.birth-two-days': {
    status: 422,
    sentence: '已更正出生日期为{birth}，又报{fromDay}，请核实后撤回错误的一条。',
  },
  'people.two-hukou': {
    status: 422,
    sentence: '{fromDay}起的户籍与{otherFrom}起的户籍同时有效，一人只能有一处户籍，请核实。',
  },

  'people.overlap': { status: 422, sentence: '{fromDay}起的{kind}与{otherFrom}起的一段重叠，请核实起止日期。' },
} as const;

export type ProblemCode = keyof typeof table;
export type Details = Record<string, string | number>;

/** 问题: why a reported row or fact cannot be taken. A screen refuses with it, a delivery sets aside with it. */
export type Problem = { code: ProblemCode; details: Details };

export const refuse = refusals(table);

export function problem(code: ProblemCode, details: Details = {}): Problem {
  return { code, details };
}

/** 原因: the Chinese sentence of a problem, kept in clear: a number that slipped into the wrong column is put out of sight. */
export function reasonOf({ code, details }: Problem): string {
  return table[code].sentence.replace(/\{(\w+)\}/g, (_, name: string) => scrub(String(details[name] ?? '')));
}
