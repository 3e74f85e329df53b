/** What mandates, the portal and questions about looking refuse; part of the module's table in contract.ts. */
export const MANDATE_REFUSALS = {
  'people.no-citizen': { status: 403, sentence: '这件事要在门户里用本人的身份登录后办理。' },
  'people.own-died': {
    status: 403,
    sentence:
      '本人已登记去世，门户里不能再看、再办。登记有误的，请本人带身份证到村（社区）更正，或拨打 12345；家属办理身后事请到街道（乡镇）。',
  },
  'people.no-person-here': { status: 404, sentence: '没有查到这位老人，或不在您的管辖范围内。请核对证件号码。' },
  'people.no-own-record': {
    status: 404,
    sentence: '没有查到您本人的老年人登记，不能委托别人。请带身份证到村（社区）登记。',
  },
  'people.not-yours': { status: 404, sentence: '没有这位老人的资料，或您没有受委托。需要时请老人本人办理授权委托。' },
  'people.scope-missing': {
    status: 403,
    sentence: '您的授权委托不包括“{scope}”。需要时请老人本人重新办理，写上这一项。',
  },
  'people.account-guardian': {
    status: 403,
    sentence: '收款账户只有老人本人，或法院、公证确定的监护人（受托人）可以申请变更。其他受托人请由老人本人办理。',
  },
  'people.no-mandate': { status: 404, sentence: '没有这项委托，或与您无关。请刷新后再看。' },
  'people.mandate-state': { status: 409, sentence: '这项委托现在是“{standing}”，不能这样办理。请刷新后再看。' },
  'people.mandate-court-only': {
    status: 409,
    sentence: '法院或公证确定的监护，要凭新的裁判文书或公证书终止。请带文书到街道（乡镇）办理，或拨打 12345。',
  },
  'people.mandate-same-worker': { status: 409, sentence: '登记和确认要由两个人办。请换一名工作人员用自己的账号确认。' },
  'people.mandate-text-changed': {
    status: 409,
    sentence: '委托书的内容变了，与刚才宣读、签名的不一样。请重新生成，再宣读、签名。',
  },
  'people.mandate-exists': { status: 409, sentence: '{holder}已有同样方式、没有终止的委托。请先撤销，再重新办理。' },
  'people.mandate-self': { status: 422, sentence: '受托人就是老人本人，不用委托。请核对证件号码。' },
  'people.mandate-minor': { status: 422, sentence: '受托人未满18周岁，不能受委托。请换一位成年家属。' },
  'people.mandate-dead': { status: 409, sentence: '这位老人已登记去世，不能办理委托。有误的，请先更正死亡信息。' },
  'people.mandate-holder-dead': {
    status: 409,
    sentence: '受托人已登记去世，不能受委托。请换一位家属；登记有误的，请先更正死亡信息。',
  },
  'people.mandate-until-past': { status: 422, sentence: '止日要在今天以后。请改正。' },
  'people.mandate-text-day': {
    status: 422,
    sentence: '异地委托书上的办理日期要在最近60天以内，不能在今天以后；其他方式都按今天办理。请核对。',
  },
  'people.mandate-not-read': {
    status: 422,
    sentence: '双方到场办理，要先把委托书全文念给老人听，老人明白并同意后再签名。请念完后勾选。',
  },
  'people.mandate-too-long': {
    status: 422,
    sentence: '“{way}”最长{months}个月。请把止日改早，到期前可以重新办理。',
  },
  'people.mandate-view-missing': { status: 422, sentence: '委托事项要包括“查看”，不然受托人什么也看不到。' },
  'people.mandate-scope': {
    status: 422,
    sentence: '“{way}”不能委托这一项。变更收款账户只有法院裁判或公证才能委托。',
  },
  'people.mandate-no-family': {
    status: 409,
    sentence: '没有部门报送的亲属关系，不能这样办理。请双方到场办理，或用异地委托书。',
  },
  'people.mandate-relation-differs': {
    status: 409,
    sentence:
      '部门报送的关系是“{delivered}”，委托里写的是“{relation}”，不一致。写错的，请改正后重新办理；报送有误的，请先由报送部门更正。',
  },
  'people.mandate-decision-missing': { status: 422, sentence: '请填写裁判文书或公证书的种类、文号、作出单位和日期。' },
  'people.mandate-decision-unwanted': { status: 422, sentence: '只有“法院裁判或公证”才填写文书。请改正办理方式。' },
  'people.mandate-decision-future': { status: 422, sentence: '裁判或公证日期在今天以后。请核对。' },
  'people.mandate-decision-older': {
    status: 409,
    sentence: '已登记{decidedOn}作出的裁判或公证，比这份新。请核对以哪一份为准。',
  },
  'people.proof-missing': { status: 422, sentence: '还缺：{proof}。请补上后再提交。' },
  'people.proof-empty': { status: 422, sentence: '“{proof}”是空的。请写明时间、经过和核实了什么。' },
  'people.proof-unwanted': { status: 422, sentence: '“{way}”用不着“{proof}”。请去掉后再提交。' },
  'people.no-proof': { status: 404, sentence: '没有这份证明。请刷新后再看。' },
  'people.code-wrong': { status: 422, sentence: '接受码不对，还可以试{left}次。请向老人核对。', kept: true },
  'people.code-over': { status: 409, sentence: '接受码已经失效。请老人撤销这项委托，重新办理。' },
  'people.relation-known': { status: 409, sentence: '这项亲属关系已经登记。请在委托里直接使用。' },
  'people.no-entry': { status: 404, sentence: '没有这条查看记录。请刷新后再看。' },
  'people.question-asked': { status: 409, sentence: '这条查看记录已经问过。请在“我问过的”里看答复。' },
  'people.question-own-look': { status: 409, sentence: '这一条是您自己看的，不用质疑。别人看的，可以逐条质疑。' },
  'people.no-question': { status: 404, sentence: '没有这项质疑。请刷新后再看。' },
  'people.question-state': { status: 409, sentence: '这项质疑现在是“{status}”，不能这样办理。请刷新后再看。' },
  'people.question-own': { status: 409, sentence: '被质疑的就是您本人的查看，请由另一名安全管理员答复。' },
} as const;
