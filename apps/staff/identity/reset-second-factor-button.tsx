import { resetSecondFactor } from '#modules/identity/contract.ts';
import { call } from '#platform/contract/call.ts';
import { EndButton } from './end-button.tsx';
import { type AccountAnswer, DIRECTORY_KEY } from './identity-queries.ts';

/** 重设动态口令: for who lost telephone and recovery codes. */
export function ResetSecondFactorButton({
  account: { accountNo, version, displayName },
}: {
  account: Pick<AccountAnswer, 'accountNo' | 'version' | 'displayName'>;
}) {
  return (
    <EndButton
      text="重设动态口令"
      title={`重设${displayName}的动态口令`}
      okText="确认重设"
      act={() => call(resetSecondFactor, { body: { accountNo, version } })}
      stale={DIRECTORY_KEY}
    >
      <ul className="staff-what-happens">
        <li>{displayName}手机上的动态口令和恢复码立刻作废，正在使用的登录全部退出。</li>
        <li>他下次用自己的口令登录时，要重新启用动态口令；您看不到它。</li>
        <li>他的口令如果也要重设，得由另一位系统管理员办。</li>
      </ul>
      <p>
        <strong>请先当面或打电话确认找您的就是本人。</strong>
      </p>
    </EndButton>
  );
}
