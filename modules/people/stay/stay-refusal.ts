/** What stays refuse; part of the module's table in contract.ts. */
export const STAY_REFUSALS = {
  'people.no-stay': { status: 404, sentence: '没有这条入住登记，或不归您管。请刷新后再试。' },
  'people.no-resident': { status: 404, sentence: '没有这位老人，或他今天不住在本机构。请回到住养老人名单核对。' },
  'people.stay-day': { status: 422, sentence: '入住日应是存在的日期，不晚于今天，也不早于1980年。请核对。' },
  'people.stay-end-day': {
    status: 422,
    sentence: '离院日应在入住日之后、不晚于今天。请核对；当天登错的，请工作人员撤回。',
  },
  'people.stay-twice': { status: 409, sentence: '这个证件号码在本机构已有没有结束的入住登记，请不要重复登记。' },
  'people.stay-state': { status: 409, sentence: '这条入住登记现在是“{standing}”，不能这样办。请刷新后再看。' },
  'people.stay-unmatched': {
    status: 409,
    sentence: '这个姓名和证件号码在老年人登记里对不上，不能确认。请退回，让机构核对后重新登记。',
  },
  'people.stay-same-worker': { status: 403, sentence: '这条入住登记是您自己报的，要由别的工作人员确认。' },
  'people.stay-died': { status: 409, sentence: '这位老人已登记去世，不能确认。登记有误的，请先更正。' },
  'people.stay-overlap': {
    status: 409,
    sentence: '这位老人在同一时间另有一段入住登记，不能确认。请先请原来的机构登记离院，或更正入住日。',
  },
} as const;
