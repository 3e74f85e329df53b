import { Button } from 'antd';

/** 恢复码: shown this once; for paper, not for a file. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  return (
    <div className="staff-recovery">
      <p>
        手机丢了、坏了、不在身边时，用一个恢复码代替动态口令。每个只能用一次。
        <strong>离开这里以后，谁也看不到它们了。</strong>
      </p>
      <ol>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <p>请打印或抄在纸上，和身份证一样收好；不要放在手机里，不要和口令写在一起。</p>
      <p>
        <Button onClick={() => print()}>打印恢复码</Button>
      </p>
    </div>
  );
}
