import { Tag } from 'antd';
import type { AccountRowShown } from '#modules/identity/contract.ts';

type Shown = Pick<AccountRowShown, 'endedOn' | 'passwordIsOneTime' | 'hasNoPassword'>;

/** 账号状态 in words; the colour only helps the eye. */
export function AccountTag({ account }: { account: Shown }) {
  const { endedOn, passwordIsOneTime, hasNoPassword } = account;
  if (endedOn !== null) {
    return (
      <Tag color="#595959" variant="solid">
        {endedOn} 停用
      </Tag>
    );
  }
  return (
    <Tag color={passwordIsOneTime ? '#ad4e00' : '#237804'} variant="solid">
      {passwordIsOneTime ? '一次性口令还没有换' : hasNoPassword ? '在用，没有口令' : '在用'}
    </Tag>
  );
}
