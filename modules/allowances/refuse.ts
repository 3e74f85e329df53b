import { refusals } from '#platform/refusal/refusal.ts';

/** What allowances refuses, said so that the reader knows what to do next. */
export const refuse = refusals({
  'allowances.no-county': { status: 404, sentence: '没有代码为{county}的县（市、区）。请核对六位区划代码。' },
  'allowances.no-person': { status: 404, sentence: '没有这位老人的记录，或不在您的管辖范围内。' },
  'allowances.no-run': { status: 404, sentence: '没有这一次计算。请回到本月页面查看。' },
  'allowances.no-people': { status: 422, sentence: '{county}没有可计算的人员。请先导入人员数据。' },
  'allowances.before-opening': {
    status: 422,
    sentence: '{month}早于开账后的首个发放月{first}，不能计算。请选{first}或以后的月份。',
  },
  'allowances.running': { status: 409, sentence: '{month}的计算正在进行（{done}/{total}），请等它完成。' },
  'allowances.not-computed': { status: 409, sentence: '{county}{month}的清册还没有计算，请先计算再发放。' },
  'allowances.list-changed': { status: 409, sentence: '清册在您查看之后又变了。请刷新页面，核对新的合计后再发放。' },
  'allowances.list-outdated': {
    status: 409,
    sentence: '{county}{month}的清册里有人户籍已迁到别的县，请重新计算本月清册再发放。',
  },
  'allowances.already-released': { status: 409, sentence: '{county}{month}的清册已经发放，不能重复发放。' },
  'allowances.opening-not-signed': {
    status: 409,
    sentence: '{county}的开账数据还没有签认，差额只能查看，不能发放。请先签认开账。',
  },
  'allowances.earlier-first': { status: 409, sentence: '{county}在计算之后又有新的发放，请重新计算本月清册。' },
});
