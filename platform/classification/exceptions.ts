/** A column of level 3 or 4 that is neither sealed nor a keyed index: why, and what protects it instead. */
export type Exception = { reason: string; protection: string };

/** 例外: each decided on docs/decisions/2026-11-28-what-is-sealed.md; the list grows only there and here together. */
export const EXCEPTIONS: Readonly<Record<string, Exception>> = {
  'people.fact.value': {
    reason: '困难类别、失能等级等代码由引擎在数据库里成批读取；封存后每次全省计算要先逐条启封',
    protection: '只存代码；行级权限限于辖区；清册和导出里没有；查看留审计；整库在加密的磁盘上',
  },
  'policy.input.income': {
    reason: '同一代码，计算的输入，整列扫描',
    protection: '只有计算任务能读，没有接口给出',
  },
  'policy.input.ability_grade': {
    reason: '失能等级是健康类敏感个人信息，计算的输入，整列扫描',
    protection: '只有计算任务能读，没有接口给出',
  },
  'identity.account.password_hash': {
    reason: '口令的 argon2id 散列，本身不可逆',
    protection: '没有接口给出；只与输入比对',
  },
  'identity.session.token_hash': { reason: '令牌的散列，令牌本身不存', protection: '没有接口给出；只与请求比对' },
  'identity.citizen_session.token_hash': {
    reason: '令牌的散列，令牌本身不存',
    protection: '没有接口给出；只与请求比对',
  },
  'people.mandate.code_hash': {
    reason: '接受码的散列，接受码只在建立时给老人看一次',
    protection: '没有接口给出；七天、五次、一次用完',
  },
  'platform.idempotency_key.locked_reply': {
    reason: '用请求者自己的幂等键加密，键只在他的浏览器里；数据密钥轮换与它无关',
    protection: '库里没有解开它的东西；一天后删除',
  },
  'identity.recovery_code.code_hash': {
    reason: '恢复码的散列，每个只用一次，恢复码本身不存',
    protection: '没有接口给出；只与输入比对',
  },
  'identity.setup_code.code_hash': {
    reason: '启动码的散列，用过或重启即作废',
    protection: '没有接口给出；只与输入比对',
  },
};
