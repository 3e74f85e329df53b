/** 显示: which one field of one person may be shown in clear, for which purposes. */
export const REVEAL_FIELDS = ['name', 'id-number', 'account', 'phone', 'address'] as const;
export type RevealField = (typeof REVEAL_FIELDS)[number];
export const REVEAL_FIELD_NAMES: Record<RevealField, string> = {
  name: '姓名',
  'id-number': '证件号码',
  account: '银行账号',
  phone: '电话',
  address: '详细地址',
};

/** A closed list: 其他 asks for a note. */
export const REVEAL_PURPOSES = ['verify', 'payment', 'contact', 'death', 'complaint', 'other'] as const;
export type RevealPurpose = (typeof REVEAL_PURPOSES)[number];
export const REVEAL_PURPOSE_NAMES: Record<RevealPurpose, string> = {
  verify: '核对本人身份',
  payment: '处理发放或退汇',
  contact: '联系本人或家属',
  death: '核实死亡信息',
  complaint: '答复信访或投诉',
  other: '其他（请写明）',
};

/** C-31: so many an hour and account without a supervisor. */
export const REVEALS_AN_HOUR = 20;
/** The screen masks again after so long. */
export const SHOWN_SECONDS = 60;
