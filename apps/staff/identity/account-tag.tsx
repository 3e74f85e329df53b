import { Tag } from 'antd';
import type { AccountRowShown } from '#modules/identity/contract.ts';

/** 账号状态 in words; the colour only helps the eye. */
export function AccountTag({ account }: { account: Pick<AccountRowShown, 'endedOn' | 'passwordIsOneTime'> }) {
  const { endedOn, passwordIsOneTime } = account;
  if (endedOn !== null) {
    return (
      <Tag color="#595959" variant="solid">
        {endedOn} 停用
      </Tag>
    );
  }
  return (
    <Tag color={passwordIsOneTime ? '#ad4e00' : '#237804'} variant="solid">
      {passwordIsOneTime ? '一次性口令还没有换' : '在用'}
    </Tag>
  );
}
