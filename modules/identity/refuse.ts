import { refusals } from '#platform/refusal/refusal.ts';

/** What identity refuses, said so that the reader knows what to do next. */
export const refuse = refusals({
  'identity.wrong-password': { status: 401, sentence: '账号或口令不对。请核对后再试。', kept: true },
  'identity.locked': { status: 429, sentence: '连续输错次数过多，请在{minutes}分钟后再试。', kept: true },
  'identity.wrong-code': {
    status: 422,
    sentence: '启动码不对或已用过。请查看首次启动时终端里显示的启动码。',
    kept: true,
  },
  'identity.busy': { status: 429, sentence: '现在登录的人太多，请稍等片刻再试。' },
  'identity.already-set-up': { status: 409, sentence: '首位管理员已经建立，请直接登录。' },
  'identity.weak-password': { status: 422, sentence: '口令太弱：{reason}。请换一个至少12位、别人猜不到的口令。' },
  'identity.one-time-over': {
    status: 403,
    sentence: '这个一次性口令已经过期。请联系系统管理员重新设置。',
    kept: true,
  },
  'identity.account-ended': { status: 403, sentence: '这个账号已经停用。需要时请联系系统管理员。', kept: true },
  'identity.wrong-old-password': { status: 422, sentence: '原口令不对。请核对后再试。', kept: true },
  'identity.same-password': { status: 422, sentence: '新口令与原口令相同。请换一个没有用过的。' },
  'identity.password-first': { status: 403, sentence: '您用的是一次性口令。请先修改口令。' },

  'identity.dormant': {
    status: 403,
    sentence: '这个账号90天没有登录，已经停用。请联系系统管理员重设口令后恢复使用。',
    kept: true,
  },
  'identity.prove-first': { status: 403, sentence: '登录还没有完成。请先输入动态口令。' },
  'identity.prove-again': { status: 403, sentence: '这一步要再核对一次动态口令。请输入动态口令后再办。' },
  'identity.wrong-own-password': { status: 422, sentence: '口令不对。请核对后再试。', kept: true },
  'identity.code-too': { status: 422, sentence: '您启用了动态口令，请把动态口令也填上。' },
  'identity.wrong-second-factor': {
    status: 401,
    sentence: '动态口令或恢复码不对，或已经用过。请等验证器换出下一个再输入。',
    kept: true,
  },
  'identity.wrong-first-code': {
    status: 422,
    sentence: '这六位数字与二维码对不上。请确认手机时间准确，再输入验证器里现在显示的数字。',
    kept: true,
  },
  'identity.no-enrolment': { status: 409, sentence: '二维码已经失效。请重新开始启用动态口令。' },
  'identity.no-second-factor': { status: 409, sentence: '这个账号还没有启用动态口令，不用重设或核对。' },
  'identity.own-second-factor': {
    status: 409,
    sentence: '自己的动态口令不能自己重设。请在“安全设置”里更换，或由另一位系统管理员办理。',
  },
  'identity.two-hands': {
    status: 409,
    sentence: '同一个人的口令和动态口令不能由同一位管理员先后重设。请由另一位系统管理员办理其中一项。',
  },

  'identity.external-refused': {
    status: 401,
    sentence: '{way}没有认可这次登录（可能过期或已用过）。请回到登录页重新从{way}登录。',
    kept: true,
  },
  'identity.external-unreachable': {
    status: 409,
    sentence: '现在连不上{way}。请稍后再试，或用账号和口令登录。',
    kept: true,
  },
  'identity.external-unreadable': {
    status: 409,
    sentence: '{way}的回答与约定的不一样，没有登录。请用账号和口令登录，并告诉系统管理员。',
    kept: true,
  },
  'identity.external-misconfigured': {
    status: 409,
    sentence: '本系统在{way}的登记有误，没有登录。请用账号和口令登录，并告诉系统管理员核对密钥。',
    kept: true,
  },
  'identity.external-unbound': {
    status: 403,
    sentence: '您在{way}的身份还没有对应的账号。请把您的工号告诉本单位系统管理员，由他登记后再登录。',
    kept: true,
  },
  'identity.external-other': {
    status: 403,
    sentence: '这个工号的账号已经绑定了另一个{way}身份。请联系系统管理员核对。',
    kept: true,
  },
  'identity.external-late': {
    status: 409,
    sentence: '这次登录等得太久，或不是从这个浏览器开始的。请回到登录页重新开始。',
  },
  'identity.no-way': { status: 404, sentence: '没有这种登录方式。请回到登录页重新选择。' },
  'identity.employee-code-taken': { status: 409, sentence: '工号{code}已经登记在另一个账号上。请核对工号。' },
  'identity.bound-already': { status: 409, sentence: '这个身份或这个账号已经绑定过。请先解除原来的绑定。' },
  'identity.not-bound': { status: 409, sentence: '这个账号没有绑定这种身份，不用解除。请刷新账号详情。' },
  'identity.citizen-unproven': {
    status: 422,
    sentence: '没有拿到完整的实名信息，不能登录。请在浙里办完成实名认证后再试。',
    kept: true,
  },
  'identity.citizen-not-sent': {
    status: 409,
    sentence: '这次登录不是从这个浏览器里点“登录”开始的。确实是您自己登录的，请确认后继续；不是，请不要继续。',
  },

  'identity.directory-none': {
    status: 409,
    sentence: '还没有接通讯录。请系统运维人员按“登录和通讯录”说明在登录设置里写明后重新启动。',
  },
  'identity.directory-full-first': { status: 409, sentence: '还没有做过全量同步，不能做增量。请先做一次全量同步。' },
  'identity.directory-silent': {
    status: 409,
    sentence: '通讯录没有给出约定的回答（{problem}），什么也没有改。请稍后再试；一直这样请告诉系统运维人员。',
  },
  'identity.directory-empty': {
    status: 409,
    sentence: '通讯录里一个人也没有，多半是对方出了故障。什么也没有改，请先与通讯录的管理方核对。',
  },
  'identity.directory-too-many': {
    status: 409,
    sentence:
      '这次同步会让{losing}人失去账号或岗位（停用{end}人，调动{take}人），超过了上限，什么也没有改。请先试算、核对人数；确实无误，填上人数{losing}再办。',
  },
  'identity.directory-again': {
    status: 409,
    sentence: '同时另有一次同步把它接过去了，这次没有执行。请重新点一次同步。',
  },
  'identity.no-conflict': { status: 404, sentence: '没有这件待决定事项。请刷新列表。' },
  'identity.conflict-decided': {
    status: 409,
    sentence: '这件事已经有人决定了，或已自行消失。请刷新列表；不采纳的要改，请先点“重新决定”。',
  },
  'identity.conflict-open': { status: 409, sentence: '这件事还没有决定，不用重新打开。请直接决定采纳或不采纳。' },
  'identity.conflict-elsewhere': {
    status: 409,
    sentence: '这类事项不能直接采纳：请先在通讯录或账号页改正，下次同步后自行消失；不用改的选“不采纳”。',
  },
  'identity.still-last-administrator': {
    status: 409,
    sentence: '他还是唯一的系统管理员，停用以后谁也不能办账号。请先给另一位同事设系统管理员岗位，再采纳。',
  },
  'identity.conflict-organisation': { status: 422, sentence: '请先选这个部门对应的组织，再采纳。' },

  'identity.no-own-post': { status: 404, sentence: '您没有这个岗位，或它已经结束。请刷新后重新选择。' },
  'identity.no-session': { status: 404, sentence: '没有这个会话，或它已经结束。请刷新列表。' },
  'identity.no-citizen-session': {
    status: 404,
    sentence: '这个证件号码现在没有在门户登录。请核对号码；本人还登录着的，请他在“我的”里自己结束。',
  },
  'identity.no-account': { status: 404, sentence: '没有这个账号。请从账号列表重新进入。' },
  'identity.no-organisation': { status: 404, sentence: '没有这个组织。请从组织列表重新选择。' },
  'identity.no-post': { status: 404, sentence: '没有这个岗位。请刷新账号详情。' },
  'identity.no-stand-in': { status: 404, sentence: '没有这次代岗。请刷新账号详情。' },
  'identity.no-division': { status: 422, sentence: '本省没有代码为{code}的行政区划。请核对区划代码。' },

  'identity.name-taken': { status: 409, sentence: '账号{name}已经有人用了。请换一个账号名。' },
  'identity.organisation-exists': { status: 409, sentence: '{name}已经登记过。请在组织列表里查找。' },
  'identity.government-fixed': {
    status: 409,
    sentence: '民政系统的组织随行政区划自动建立和停用，不能手工停用。请在区划数据里更正。',
  },
  'identity.ended': { status: 409, sentence: '{name}在{day}已经停用或还没有启用。请核对日期，或选择别的。' },
  'identity.ended-already': { status: 409, sentence: '已于{day}结束，不用再办。' },
  'identity.day-past': { status: 422, sentence: '止日{day}已经过去。结束岗位、代岗和组织只能从今天起，请改正。' },
  'identity.day-order': { status: 422, sentence: '止日要在起日{day}之后。请改正日期。' },
  'identity.stand-in-outside': {
    status: 422,
    sentence: '代岗的起止日要在岗位的起止日之内（岗位{from}起，{until}）。请改正日期。',
  },
  'identity.role-elsewhere': { status: 422, sentence: '{organisation}不能设“{role}”岗位。请换一个组织或角色。' },
  'identity.demonstration-only': {
    status: 422,
    sentence: '“演示人员”只能在演示库里设立。正式库请按职责分别设立岗位。',
  },
  'identity.post-exists': { status: 409, sentence: '{name}这段时间已经有这个岗位，不用重复设立。' },
  'identity.own-post': { status: 409, sentence: '不能给自己设立、结束岗位或停用自己。请由另一位系统管理员办理。' },
  'identity.break-glass-hours': { status: 422, sentence: '一次紧急查看最多{hours}小时。请改短；不够时再打开一次。' },
  'identity.break-glass-often': {
    status: 429,
    sentence: '您今天已经紧急查看{times}次，不能再打开。请联系管辖这个人的单位，或请本单位负责人处理。',
    kept: true,
  },
  'identity.break-glass-nobody': {
    status: 404,
    sentence: '没有登记过这个证件号码。请核对号码，或请本人出示证件。',
    kept: true,
  },
  'identity.break-glass-own': {
    status: 409,
    sentence: '这个人就在您的管辖范围内，不用紧急查看。请从清册或人员里直接打开。',
  },
  'identity.no-break-glass': { status: 404, sentence: '没有这次紧急查看。请刷新列表。' },
  'identity.break-glass-over': { status: 409, sentence: '这次紧急查看已经结束，不用再办。' },
  'identity.break-glass-reviewed': { status: 409, sentence: '这次紧急查看已经复核过。请刷新列表。' },
  'identity.break-glass-two-hands': { status: 409, sentence: '不能复核自己的紧急查看。请由另一个人复核。' },
  'identity.own-stand-in': { status: 422, sentence: '代岗人就是岗位本人。请另选代岗人。' },
  'identity.administrators-apart': {
    status: 409,
    sentence: '“{role}”与{name}同期的“{other}”不能由同一人担任：三类管理员互不兼任，也不办业务。请另选一人或错开日期。',
  },
  'identity.maker-releases': {
    status: 409,
    sentence: '“{role}”与{name}同期的“{other}”不能由同一人担任：计算清册的人不发放。请另选一人或错开日期。',
  },
});
