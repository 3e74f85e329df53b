import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { resetPassword } from '#modules/identity/contract.ts';
import { call } from '#platform/contract/call.ts';
import { RefusalNotice } from '../../kit/antd/refusal-notice.tsx';
import { DialogButton, DialogFoot } from './dialog-button.tsx';
import { type AccountAnswer, DIRECTORY_KEY } from './identity-queries.ts';
import { OneTimePassword } from './one-time-password.tsx';

type WhoProps = { account: Pick<AccountAnswer, 'accountNo' | 'version' | 'name' | 'displayName'> };

/** 重设口令: for who forgot his. */
export function ResetPasswordButton({ account }: WhoProps) {
  return (
    <DialogButton text="重设口令" title={`重设${account.displayName}的口令`} escapes={false}>
      {(close) => <ResetPassword account={account} close={close} />}
    </DialogButton>
  );
}

function ResetPassword({ account, close }: WhoProps & { close: () => void }) {
  const queryClient = useQueryClient();
  const act = useMutation({
    mutationFn: () => call(resetPassword, { body: { accountNo: account.accountNo, version: account.version } }),
    // The password is not kept.
    gcTime: 0,
  });
  const leave = () => {
    close();
    void queryClient.invalidateQueries({ queryKey: DIRECTORY_KEY });
  };
  if (act.data !== undefined) {
    const { name, displayName } = account;
    return (
      <>
        <OneTimePassword displayName={displayName} name={name} password={act.data.oneTimePassword} />
        <DialogFoot>
          <Button type="primary" onClick={leave}>
            口令已告诉本人，关闭
          </Button>
        </DialogFoot>
      </>
    );
  }
  return (
    <>
      <ul className="staff-what-happens">
        <li>{account.displayName}现在的口令立刻作废。</li>
        <li>他正在使用的登录全部退出。</li>
        <li>您会看到一个新的一次性口令，要由您告诉他本人。</li>
      </ul>
      <p>请先确认找您的就是本人。</p>
      {act.isError && <RefusalNotice error={act.error} />}
      <DialogFoot>
        <Button onClick={close}>先不办</Button>
        <Button type="primary" loading={act.isPending} onClick={() => act.mutate()}>
          重设口令
        </Button>
      </DialogFoot>
    </>
  );
}
